using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>A decoder cannot go on and asks for a key frame (RFC 4585 §6.3.1).</summary>
public readonly record struct PictureLossIndication(uint SenderSsrc, uint MediaSsrc)
{
    public static bool TryParse(in RtcpPacket packet, out PictureLossIndication indication)
    {
        indication = default;
        if (packet.Type != RtcpType.PayloadFeedback || packet.Count != FeedbackFormat.PictureLoss || packet.Body.Length < 8) return false;
        indication = new(BinaryPrimitives.ReadUInt32BigEndian(packet.Body), BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..]));
        return true;
    }
}
