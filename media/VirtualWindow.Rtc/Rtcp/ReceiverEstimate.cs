using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>
/// Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 §2.2): payload-specific application feedback
/// "REMB", SSRC count, 6-bit exponent, 18-bit mantissa, SSRCs.
/// <code>
/// |                  SSRC of packet sender                        |
/// |                  SSRC of media source (0)                     |
/// |  'R' 'E' 'M' 'B'                                              |
/// |  Num SSRC     | BR Exp    |  BR Mantissa                      |
/// |   SSRC feedback                                               | …
/// </code>
/// </summary>
public readonly record struct ReceiverEstimate(uint SenderSsrc, long BitsPerSecond)
{
    internal const uint Name = 0x52454D42; // "REMB"
    internal const int MinBodyLength = 16;
    internal const int MantissaBits = 18;

    public static bool TryParse(in RtcpPacket packet, out ReceiverEstimate estimate)
    {
        estimate = default;
        var body = packet.Body;
        if (packet.Type != RtcpType.PayloadFeedback || packet.Count != FeedbackFormat.Application || body.Length < MinBodyLength) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(body[8..]) != Name || body.Length < MinBodyLength + (body[12] * 4)) return false;

        var coded = BinaryPrimitives.ReadUInt32BigEndian(body[12..]) & 0x00FF_FFFF;
        var exponent = (int)(coded >> MantissaBits);
        var mantissa = (long)(coded & ((1 << MantissaBits) - 1));
        // 2^63 is beyond every link; a huge exponent means "no limit", not an overflow.
        var bitsPerSecond = exponent <= 44 ? mantissa << exponent : mantissa == 0 ? 0 : long.MaxValue;
        estimate = new(BinaryPrimitives.ReadUInt32BigEndian(body), bitsPerSecond);
        return true;
    }
}
