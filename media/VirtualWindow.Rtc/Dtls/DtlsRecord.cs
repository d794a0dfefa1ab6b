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

    /// <summary>True when the datagram is a chain of whole records of known type and DTLS version, long enough for their epoch.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length is < HeaderLength or > MaxDatagram) return false;
        while (!datagram.IsEmpty)
        {
            if (datagram.Length < HeaderLength || datagram[0] is < ChangeCipherSpec or > LastType || datagram[1] != 0xFE) return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
            var isProtected = BinaryPrimitives.ReadUInt16BigEndian(datagram[3..]) > 0;
            if (HeaderLength + length > datagram.Length || (isProtected && length < MinProtectedLength)) return false;
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
}
