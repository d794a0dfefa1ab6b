using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// DATA (RFC 9260 §3.3.1): a message or a fragment of one; fragments have consecutive TSNs.
/// <code>
/// | 0 | res I U B E | length | TSN (32) | stream (16) | stream sequence (16) | payload protocol (32) | user data …
/// </code>
/// </summary>
internal readonly ref struct DataChunk
{
    public const int FixedLength = 12;
    public const byte EndFlag = 1;
    public const byte BeginFlag = 2;
    public const byte UnorderedFlag = 4;
    public const byte ImmediateFlag = 8;

    private readonly byte _flags;

    private DataChunk(byte flags, ReadOnlySpan<byte> value)
    {
        _flags = flags;
        Tsn = BinaryPrimitives.ReadUInt32BigEndian(value);
        Stream = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);
        StreamSequence = BinaryPrimitives.ReadUInt16BigEndian(value[6..]);
        Protocol = BinaryPrimitives.ReadUInt32BigEndian(value[8..]);
        UserData = value[FixedLength..];
    }

    public uint Tsn { get; }

    public ushort Stream { get; }

    public ushort StreamSequence { get; }

    public uint Protocol { get; }

    public ReadOnlySpan<byte> UserData { get; }

    public bool IsBegin => (_flags & BeginFlag) != 0;

    public bool IsEnd => (_flags & EndFlag) != 0;

    public bool IsUnordered => (_flags & UnorderedFlag) != 0;

    /// <summary>The sender waits for the SACK (RFC 7053).</summary>
    public bool WantsSack => (_flags & ImmediateFlag) != 0;

    /// <returns>False when truncated; a chunk without user data is for the caller to refuse (cause 9).</returns>
    public static bool TryParse(in SctpChunk chunk, out DataChunk data)
    {
        data = default;
        if (chunk.Value.Length < FixedLength) return false;
        data = new(chunk.Flags, chunk.Value);
        return true;
    }
}
