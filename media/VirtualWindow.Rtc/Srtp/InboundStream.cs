namespace VirtualWindow.Rtc.Srtp;

/// <summary>Inbound RTP or RTCP of one SSRC.</summary>
internal sealed class InboundStream
{
    public ReplayWindow Window = new();
}
