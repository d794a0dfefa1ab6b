namespace VirtualWindow.Rtc.Rtcp;

/// <summary>
/// One packet of a compound.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P| RC/FMT  |      PT       |       length in words - 1     |
/// |                             body                              |
/// </code>
/// </summary>
/// <param name="count">Report count, source count or feedback format: 5 bits.</param>
/// <param name="body">Behind the four header bytes, without padding.</param>
public readonly ref struct RtcpPacket(RtcpType type, byte count, ReadOnlySpan<byte> body)
{
    public RtcpType Type { get; } = type;

    public byte Count { get; } = count;

    public ReadOnlySpan<byte> Body { get; } = body;
}
