using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// SACK (RFC 9260 §3.3.4).
/// <code>
/// | cumulative TSN (32) | a_rwnd (32) | gap blocks (16) | duplicates (16) | start, end (16 + 16) … | duplicate TSN (32) …
/// </code>
/// </summary>
internal readonly ref struct SackChunk
{
    public const int FixedLength = 12;
    private const int EntryLength = 4;

    private readonly ReadOnlySpan<byte> _gaps;

    private SackChunk(ReadOnlySpan<byte> value, int gaps)
    {
        CumulativeTsn = BinaryPrimitives.ReadUInt32BigEndian(value);
        ReceiveWindow = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        _gaps = value.Slice(FixedLength, gaps * EntryLength);
    }

    public uint CumulativeTsn { get; }

    public uint ReceiveWindow { get; }

    public int GapCount => _gaps.Length / EntryLength;

    public static bool TryParse(ReadOnlySpan<byte> value, out SackChunk sack)
    {
        sack = default;
        if (value.Length < FixedLength) return false;
        var gaps = BinaryPrimitives.ReadUInt16BigEndian(value[8..]);
        var duplicates = BinaryPrimitives.ReadUInt16BigEndian(value[10..]);
        if (value.Length < FixedLength + ((gaps + duplicates) * EntryLength)) return false;
        sack = new(value, gaps);
        return true;
    }

    /// <summary>Offsets from the cumulative TSN, both received.</summary>
    public (ushort Start, ushort End) Gap(int index)
    {
        var gap = _gaps[(index * EntryLength)..];
        return (BinaryPrimitives.ReadUInt16BigEndian(gap), BinaryPrimitives.ReadUInt16BigEndian(gap[2..]));
    }
}
