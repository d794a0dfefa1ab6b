using System.Buffers.Binary;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>The RTP header of one outgoing packet, built from the publisher's and this receiver's numbers (RFC 3550 §5.1, RFC 8285).</summary>
internal readonly ref struct OutgoingHeader
{
    /// <summary>Fixed header and 15 CSRCs, and the longest extension block in one-byte form.</summary>
    public const int MaxLength = 12 + (15 * 4) + 4 + (14 * 17) + 3;

    private const int CsrcMask = 0x0F;
    private const byte ExtensionFlag = 0x10;
    private const byte MarkerFlag = 0x80;

    public required byte PayloadType { get; init; }

    public required ushort Sequence { get; init; }

    public required uint Timestamp { get; init; }

    public required uint Ssrc { get; init; }

    /// <summary>Id of the transport-wide number in this receiver's negotiation, 0 to leave it out.</summary>
    public byte TransportId { get; init; }

    public ushort TransportSequence { get; init; }

    /// <param name="original">The header as it was received.</param>
    /// <returns>Bytes written.</returns>
    public int Write(ReadOnlySpan<byte> original, ExtensionMap extensions, Span<byte> header)
    {
        var length = RtpHeader.MinLength + ((original[0] & CsrcMask) * 4);
        original[..length].CopyTo(header);
        header[1] = (byte)((original[1] & MarkerFlag) | PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], Ssrc);
        var extended = (original[0] & ExtensionFlag) != 0 && !extensions.IsEmpty;
        if (!extended && TransportId == 0)
        {
            header[0] &= unchecked((byte)~ExtensionFlag);
            return length;
        }

        var source = extended
            ? new RtpExtensionReader(BinaryPrimitives.ReadUInt16BigEndian(original[length..]), original[(length + 4)..])
            : default;
        var block = WriteExtensions(source, extensions, header[length..]);
        header[0] = (byte)(block == 0 ? header[0] & ~ExtensionFlag : header[0] | ExtensionFlag);
        return length + block;
    }

    /// <returns>Bytes of the block with profile and length, a multiple of four; 0 when no element is in it.</returns>
    private int WriteExtensions(RtpExtensionReader source, ExtensionMap extensions, Span<byte> block)
    {
        const int profileLength = 4;
        var at = profileLength;
        if (TransportId != 0)
        {
            block[at] = (byte)((TransportId << 4) | 1);
            BinaryPrimitives.WriteUInt16BigEndian(block[(at + 1)..], TransportSequence);
            at += 3;
        }

        at += extensions.WriteElements(source, block[at..]);
        if (at == profileLength) return 0;
        while (at % 4 != 0) block[at++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(block, RtpExtensionReader.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(block[2..], (ushort)((at - profileLength) / 4));
        return at;
    }
}
