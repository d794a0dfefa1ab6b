using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>Sender information of a sender report (RFC 3550 §6.4.1).</summary>
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

/// <summary>One reception report block (RFC 3550 §6.4.1).</summary>
/// <param name="FractionLost">Lost since the last report, in 1/256.</param>
/// <param name="CumulativeLost">24 bits, signed: duplicates count against losses.</param>
/// <param name="HighestSequence">Cycles in the upper, sequence number in the lower 16 bits.</param>
/// <param name="Jitter">In units of the stream's clock.</param>
/// <param name="LastSenderReport">Middle 32 bits of the NTP timestamp of the last sender report, 0 when none.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65536 s.</param>
public readonly record struct ReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint HighestSequence, uint Jitter, uint LastSenderReport, uint DelaySinceLastSenderReport)
{
    internal const int Length = 24;

    /// <summary>Report blocks of a sender or receiver report; fewer than announced when the packet is too short.</summary>
    public static ReportBlockReader Read(in RtcpPacket packet) => packet.Type switch
    {
        RtcpType.SenderReport when packet.Body.Length >= SenderReport.BodyLength => new(packet.Body[SenderReport.BodyLength..], packet.Count),
        RtcpType.ReceiverReport when packet.Body.Length >= 4 => new(packet.Body[4..], packet.Count),
        _ => default,
    };

    internal static ReportBlock Parse(ReadOnlySpan<byte> block) => new(
        BinaryPrimitives.ReadUInt32BigEndian(block), block[4],
        (BinaryPrimitives.ReadInt32BigEndian(block[4..]) << 8) >> 8, // sign-extend 24 bits
        BinaryPrimitives.ReadUInt32BigEndian(block[8..]), BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[16..]), BinaryPrimitives.ReadUInt32BigEndian(block[20..]));

    internal void Write(Span<byte> block)
    {
        var lost = (uint)Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF) & 0x00FF_FFFF;
        BinaryPrimitives.WriteUInt32BigEndian(block, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(block[4..], ((uint)FractionLost << 24) | lost);
        BinaryPrimitives.WriteUInt32BigEndian(block[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(block[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(block[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(block[20..], DelaySinceLastSenderReport);
    }
}

public ref struct ReportBlockReader(ReadOnlySpan<byte> blocks, int announced)
{
    private ReadOnlySpan<byte> _rest = blocks;
    private int _left = announced;

    public ReportBlock Current { get; private set; }

    public bool MoveNext()
    {
        if (_left == 0 || _rest.Length < ReportBlock.Length) return false;
        Current = ReportBlock.Parse(_rest);
        _rest = _rest[ReportBlock.Length..];
        _left--;
        return true;
    }
}
