using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>
/// One reception report block (RFC 3550 §6.4.1).
/// <code>
/// |                             SSRC                              |
/// | fraction lost |       cumulative number of packets lost       |
/// |           extended highest sequence number received           |
/// |                      interarrival jitter                      |
/// |                         last SR (LSR)                         |
/// |                   delay since last SR (DLSR)                  |
/// </code>
/// </summary>
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
