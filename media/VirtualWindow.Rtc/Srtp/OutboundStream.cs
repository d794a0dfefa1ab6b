namespace VirtualWindow.Rtc.Srtp;

/// <summary>Outbound RTP of one SSRC.</summary>
internal sealed class OutboundStream
{
    public long HighestIndex = -1;
}
