using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>Why a packet is worthless as a whole; nothing of it is acted on.</summary>
internal enum SctpFault
{
    None,
    /// <summary>Shorter than the common header and one chunk header.</summary>
    Truncated,
    BadChecksum,
    /// <summary>A chunk shorter than its header or longer than the packet.</summary>
    BadChunkLength,
}

/// <summary>
/// The common header (RFC 9260 §3.1); the chunks behind it are known to lie inside the packet.
/// <code>
/// | source port (16) | destination port (16) |
/// |         verification tag (32)            |
/// |             CRC32c (32, little-endian)   |
/// | chunk | chunk | …
/// </code>
/// </summary>
internal readonly ref struct SctpPacket
{
    public const int HeaderLength = 12;
    private const int ChecksumOffset = 8;

    private SctpPacket(ReadOnlySpan<byte> bytes)
    {
        SourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        VerificationTag = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        Chunks = bytes[HeaderLength..];
    }

    public ushort SourcePort { get; }

    public ushort DestinationPort { get; }

    public uint VerificationTag { get; }

    public ReadOnlySpan<byte> Chunks { get; }

    /// <summary>Pure: reads any bytes, throws never.</summary>
    public static SctpFault TryParse(ReadOnlySpan<byte> bytes, out SctpPacket packet)
    {
        packet = default;
        if (bytes.Length < HeaderLength + SctpChunk.HeaderLength) return SctpFault.Truncated;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != Checksum(bytes)) return SctpFault.BadChecksum;
        if (!AreWhole(bytes[HeaderLength..])) return SctpFault.BadChunkLength;
        packet = new(bytes);
        return SctpFault.None;
    }

    /// <summary>Over the whole packet with the checksum field as zeros.</summary>
    public static uint Checksum(ReadOnlySpan<byte> packet)
    {
        var running = Crc32C.Append(Crc32C.Start, packet[..ChecksumOffset]);
        running = Crc32C.Append(running, [0, 0, 0, 0]);
        return Crc32C.Finish(Crc32C.Append(running, packet[HeaderLength..]));
    }

    public static void WriteChecksum(Span<byte> packet) => BinaryPrimitives.WriteUInt32LittleEndian(packet[ChecksumOffset..], Checksum(packet));

    private static bool AreWhole(ReadOnlySpan<byte> chunks)
    {
        while (!chunks.IsEmpty)
        {
            if (chunks.Length < SctpChunk.HeaderLength) return false;
            var length = SctpChunk.LengthOf(chunks);
            if (length < SctpChunk.HeaderLength || length > chunks.Length) return false;
            chunks = chunks[Math.Min(SctpChunk.Padded(length), chunks.Length)..];
        }
        return true;
    }
}
