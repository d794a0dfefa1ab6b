using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// One chunk (RFC 9260 §3.2), padded to four bytes; the length counts the header but not the padding.
/// <code>
/// | type (8) | flags (8) | length (16) |
/// | value …
/// </code>
/// </summary>
internal readonly ref struct SctpChunk(ReadOnlySpan<byte> whole)
{
    public const int HeaderLength = 4;

    /// <summary>Header and value without padding.</summary>
    public ReadOnlySpan<byte> Whole { get; } = whole;

    public SctpChunkType Type => (SctpChunkType)Whole[0];

    public byte Flags => Whole[1];

    public ReadOnlySpan<byte> Value => Whole[HeaderLength..];

    public static int LengthOf(ReadOnlySpan<byte> chunk) => BinaryPrimitives.ReadUInt16BigEndian(chunk[2..]);

    public static int Padded(int length) => (length + 3) & ~3;
}

/// <summary>Walks the chunks of a packet that <see cref="SctpPacket.TryParse"/> has found whole.</summary>
internal ref struct ChunkReader(ReadOnlySpan<byte> chunks)
{
    private ReadOnlySpan<byte> _rest = chunks;

    public SctpChunk Current { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;
        var length = SctpChunk.LengthOf(_rest);
        Current = new(_rest[..length]);
        _rest = _rest[Math.Min(SctpChunk.Padded(length), _rest.Length)..];
        return true;
    }
}

/// <summary>
/// Walks parameters and error causes (RFC 9260 §3.2.1): type (16), length (16) with the header, value, padding. Stops at the first that
/// reaches beyond the end and says so.
/// </summary>
internal ref struct ParameterReader(ReadOnlySpan<byte> parameters)
{
    private const int HeaderLength = 4;
    private ReadOnlySpan<byte> _rest = parameters;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Header and value, for a report about it.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    public bool IsMalformed { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;
        var length = _rest.Length < HeaderLength ? 0 : SctpChunk.LengthOf(_rest);
        IsMalformed = length < HeaderLength || length > _rest.Length;
        if (IsMalformed) return false;
        Type = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        Whole = _rest[..length];
        Value = Whole[HeaderLength..];
        _rest = _rest[Math.Min(SctpChunk.Padded(length), _rest.Length)..];
        return true;
    }
}
