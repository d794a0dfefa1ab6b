using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// Looks at DTLS 1.2 records from outside (RFC 6347 §4.1), so that bytes of no use never wake a thread.
/// <code>
/// | type (8) | version (16) | epoch (16) | sequence number (48) | length (16) | fragment |
/// </code>
/// </summary>
internal static class DtlsRecord
{
    public const int HeaderLength = 13;

    /// <summary>Largest datagram taken in; browsers stay below 1500.</summary>
    public const int MaxDatagram = 2048;

    /// <summary>
    /// Explicit nonce and tag of AES-GCM (RFC 5288 §3). BouncyCastle ends the connection over a shorter protected record instead
    /// of dropping it, so anyone who can forge the client's address could; only GCM suites are offered for that reason.
    /// </summary>
    private const int MinProtectedLength = 8 + 16;

    public const ushort Version12 = 0xFEFD;

    private const byte ChangeCipherSpec = 20;
    private const byte Handshake = 22;
    private const byte LastType = 25;
    private const byte ClientHello = 1;
    private const byte Certificate = 11;
    private const int MessageHeaderLength = 12;

    /// <summary>Length of the list of certificates, and of the first of them.</summary>
    private const int ListHeadLength = 3 + 3;

    /// <summary>
    /// True when the datagram is a chain of whole records of known type and DTLS version, long enough for their epoch, and no certificate
    /// promises more than its message holds.
    /// </summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length is < HeaderLength or > MaxDatagram) return false;
        while (!datagram.IsEmpty)
        {
            if (datagram.Length < HeaderLength || datagram[0] is < ChangeCipherSpec or > LastType || datagram[1] != 0xFE) return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
            var isProtected = BinaryPrimitives.ReadUInt16BigEndian(datagram[3..]) > 0;
            if (HeaderLength + length > datagram.Length || (isProtected && length < MinProtectedLength)) return false;
            if (datagram[0] == Handshake && !isProtected && !CertificatesFit(datagram.Slice(HeaderLength, length))) return false;
            datagram = datagram[(HeaderLength + length)..];
        }
        return true;
    }

    /// <summary>True when the first record is a (fragment of a) ClientHello in the clear: the only thing that may start a handshake.</summary>
    public static bool StartsHandshake(ReadOnlySpan<byte> datagram) =>
        datagram.Length > HeaderLength && datagram[0] == Handshake && datagram[3] == 0 && datagram[4] == 0 && datagram[HeaderLength] == ClientHello;

    /// <summary>Length of the first record of a well-formed datagram.</summary>
    public static int FirstLength(ReadOnlySpan<byte> datagram) => HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);

    /// <summary>What data channels travel in; protected, else it is nonsense.</summary>
    public static bool IsApplicationData(ReadOnlySpan<byte> record) =>
        record[0] == DtlsRecordCipher.ApplicationData && BinaryPrimitives.ReadUInt16BigEndian(record[3..]) > 0;

    /// <summary>
    /// Handshake messages and fragments of one record (RFC 6347 §4.2.2):
    /// <code>| type (8) | length (24) | sequence number (16) | fragment offset (24) | fragment length (24) | fragment |</code>
    /// </summary>
    private static bool CertificatesFit(ReadOnlySpan<byte> messages)
    {
        while (messages.Length >= MessageHeaderLength)
        {
            var (total, offset, length) = (UInt24(messages[1..]), UInt24(messages[6..]), UInt24(messages[9..]));
            if (MessageHeaderLength + length > messages.Length) return true; // dropped further in
            var fragment = messages.Slice(MessageHeaderLength, length);
            if (messages[0] == Certificate && offset < ListHeadLength && length > 0 && !ListFits(total, offset, fragment)) return false;
            messages = messages[(MessageHeaderLength + length)..];
        }
        return true;
    }

    /// <summary>
    /// <c>| length of the list (24) | length of the first certificate (24) | … |</c> (RFC 5246 §7.4.2). BouncyCastle reserves what these
    /// say before it looks for it: 16 MB for a few bytes. They must come in one fragment; only one certificate is taken (<see cref="DtlsServer"/>).
    /// </summary>
    private static bool ListFits(int total, int offset, ReadOnlySpan<byte> fragment)
    {
        if (offset != 0 || fragment.Length < Math.Min(total, ListHeadLength)) return false;
        if (total < ListHeadLength) return total == 3 && UInt24(fragment) == 0;
        return UInt24(fragment) == total - 3 && UInt24(fragment[3..]) <= total - ListHeadLength;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
}
