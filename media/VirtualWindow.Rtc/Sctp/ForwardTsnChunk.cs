using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// FORWARD TSN (RFC 3758 §3.2): the sender has given up everything up to the new cumulative TSN.
/// <code>
/// | new cumulative TSN (32) | stream (16), stream sequence (16) …
/// </code>
/// </summary>
internal readonly ref struct ForwardTsnChunk
{
    public const int FixedLength = 4;
    public const int EntryLength = 4;

    private readonly ReadOnlySpan<byte> _skipped;

    private ForwardTsnChunk(ReadOnlySpan<byte> value)
    {
        NewCumulativeTsn = BinaryPrimitives.ReadUInt32BigEndian(value);
        _skipped = value[FixedLength..];
    }

    public uint NewCumulativeTsn { get; }

    public int SkippedCount => _skipped.Length / EntryLength;

    public static bool TryParse(ReadOnlySpan<byte> value, out ForwardTsnChunk forward)
    {
        forward = default;
        if (value.Length < FixedLength || (value.Length - FixedLength) % EntryLength != 0) return false;
        forward = new(value);
        return true;
    }

    /// <summary>The last message given up of one ordered stream.</summary>
    public (ushort Stream, ushort Sequence) Skipped(int index)
    {
        var entry = _skipped[(index * EntryLength)..];
        return (BinaryPrimitives.ReadUInt16BigEndian(entry), BinaryPrimitives.ReadUInt16BigEndian(entry[2..]));
    }
}
