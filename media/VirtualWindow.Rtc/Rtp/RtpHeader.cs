using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtp;

/// <summary>
/// A parsed RTP header (RFC 3550 §5.1); a view by offsets, the bytes stay where they are.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |                             SSRC                              |
/// |                   CSRC (0..15 words)                          |
/// |   extension profile (X)       |    length in words            |
/// |                   extension elements (RFC 8285)               |
/// </code>
/// </summary>
/// <param name="Length">Header with CSRCs and extension, bytes.</param>
/// <param name="ExtensionOffset">First byte of the extension elements (behind profile and length), 0 without extension.</param>
/// <param name="PaddingLength">Bytes of padding at the end, its count byte included.</param>
public readonly record struct RtpHeader(
    byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc,
    int Length, int CsrcCount, ushort ExtensionProfile, int ExtensionOffset, int ExtensionLength, int PaddingLength)
{
    public const int MinLength = 12;

    private const byte VersionMask = 0xC0;
    private const byte Version2 = 0x80;
    private const byte PaddingFlag = 0x20;
    private const byte ExtensionFlag = 0x10;
    private const byte CsrcMask = 0x0F;

    /// <summary>Header length only: all that SRTP may look at before the packet is authenticated.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < MinLength || (packet[0] & VersionMask) != Version2) return false;
        var end = MinLength + ((packet[0] & CsrcMask) * 4);
        if ((packet[0] & ExtensionFlag) != 0)
        {
            if (packet.Length < end + 4) return false;
            end += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(end + 2)..]) * 4);
        }

        if (packet.Length < end) return false;
        length = end;
        return true;
    }

    /// <summary>Parses a plaintext packet; false when lengths or padding do not fit.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (!TryReadLength(packet, out var length) || !TryReadPadding(packet, length, out var padding)) return false;

        var csrcCount = packet[0] & CsrcMask;
        var extended = (packet[0] & ExtensionFlag) != 0;
        var fixedEnd = MinLength + (csrcCount * 4);
        header = new RtpHeader(
            (byte)(packet[1] & 0x7F), (packet[1] & 0x80) != 0,
            BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[8..]),
            length, csrcCount,
            extended ? BinaryPrimitives.ReadUInt16BigEndian(packet[fixedEnd..]) : (ushort)0,
            extended ? fixedEnd + 4 : 0,
            extended ? length - fixedEnd - 4 : 0,
            padding);
        return true;
    }

    /// <summary>Elements of the header extension, empty when there is none or its profile is not RFC 8285.</summary>
    public RtpExtensionReader Extensions(ReadOnlySpan<byte> packet) =>
        new(ExtensionProfile, packet.Slice(ExtensionOffset, ExtensionLength));

    /// <param name="id">As negotiated on this connection; 0 is never found.</param>
    public bool TryFindExtension(ReadOnlySpan<byte> packet, byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (ExtensionLength == 0 || id == 0) return false;
        var extensions = Extensions(packet);
        while (extensions.MoveNext())
        {
            if (extensions.Id != id) continue;
            value = extensions.Value;
            return true;
        }

        return false;
    }

    private static bool TryReadPadding(ReadOnlySpan<byte> packet, int headerLength, out int padding)
    {
        padding = 0;
        if ((packet[0] & PaddingFlag) == 0) return true;
        if (packet.Length == headerLength) return false;
        padding = packet[^1];
        return padding != 0 && padding <= packet.Length - headerLength;
    }
}
