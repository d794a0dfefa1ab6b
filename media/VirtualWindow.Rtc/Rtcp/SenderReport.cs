using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>
/// Sender information of a sender report (RFC 3550 §6.4.1), behind the common header; report blocks follow.
/// <code>
/// |                         SSRC of sender                        |
/// |              NTP timestamp, most significant word             |
/// |             NTP timestamp, least significant word             |
/// |                         RTP timestamp                         |
/// |                     sender's packet count                     |
/// |                      sender's octet count                     |
/// </code>
/// </summary>
/// <param name="NtpTimestamp">Seconds since 1900 in 32.32 bits, by the sender's clock.</param>
/// <param name="RtpTimestamp">The same instant in the stream's clock: what lip sync is made of.</param>
public readonly record struct SenderReport(uint Ssrc, ulong NtpTimestamp, uint RtpTimestamp, uint PacketCount, uint OctetCount)
{
    internal const int BodyLength = 24;

    /// <summary>Middle 32 bits of the NTP timestamp, as a receiver report echoes them (LSR).</summary>
    public uint CompactNtp => (uint)(NtpTimestamp >> 16);

    public static bool TryParse(in RtcpPacket packet, out SenderReport report)
    {
        report = default;
        if (packet.Type != RtcpType.SenderReport || packet.Body.Length < BodyLength) return false;
        var body = packet.Body;
        report = new SenderReport(
            BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt64BigEndian(body[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[12..]), BinaryPrimitives.ReadUInt32BigEndian(body[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[20..]));
        return true;
    }

    internal void Write(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt32BigEndian(body, Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], NtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], OctetCount);
    }
}
