using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>What INIT and INIT ACK agreed on; all that an association starts from.</summary>
/// <param name="LocalTag">Tag of what arrives here.</param>
/// <param name="RemoteTag">Tag of what is sent.</param>
/// <param name="LocalTsn">TSN of the first chunk sent.</param>
/// <param name="RemoteTsn">TSN of the first chunk to arrive.</param>
/// <param name="RemoteWindow">Bytes the other side takes.</param>
/// <param name="OutboundStreams">Streams that may be sent on.</param>
internal readonly record struct SctpAgreement(
    ushort LocalPort, ushort RemotePort, uint LocalTag, uint RemoteTag, uint LocalTsn, uint RemoteTsn, uint RemoteWindow, ushort OutboundStreams, SctpExtensions Extensions);

/// <summary>
/// The state cookie (RFC 9260 §5.1.3): the agreement travels to the client and back under a MAC, so that an INIT costs no memory and a
/// cookie cannot be made up or aged.
/// <code>
/// | made at, µs (64) | agreement (27 bytes) | HMAC-SHA256, first 16 bytes |
/// </code>
/// </summary>
internal static class StateCookie
{
    public const int Length = BodyLength + MacLength;
    public const int KeyLength = 32;
    private const int BodyLength = 8 + 2 + 2 + 4 + 4 + 4 + 4 + 4 + 2 + 1;
    private const int MacLength = 16;

    public static void Write(Span<byte> cookie, in SctpAgreement agreed, MediaTime now, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteInt64BigEndian(cookie, now.Microseconds);
        BinaryPrimitives.WriteUInt16BigEndian(cookie[8..], agreed.LocalPort);
        BinaryPrimitives.WriteUInt16BigEndian(cookie[10..], agreed.RemotePort);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[12..], agreed.LocalTag);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[16..], agreed.RemoteTag);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[20..], agreed.LocalTsn);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[24..], agreed.RemoteTsn);
        BinaryPrimitives.WriteUInt32BigEndian(cookie[28..], agreed.RemoteWindow);
        BinaryPrimitives.WriteUInt16BigEndian(cookie[32..], agreed.OutboundStreams);
        cookie[34] = (byte)agreed.Extensions;
        Mac(cookie[..BodyLength], key, cookie[BodyLength..]);
    }

    /// <returns>False when it is not one of ours.</returns>
    public static bool TryRead(ReadOnlySpan<byte> cookie, ReadOnlySpan<byte> key, out SctpAgreement agreed, out MediaTime madeAt)
    {
        (agreed, madeAt) = (default, default);
        if (cookie.Length != Length) return false;
        Span<byte> mac = stackalloc byte[MacLength];
        Mac(cookie[..BodyLength], key, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, cookie[BodyLength..])) return false;
        madeAt = new(BinaryPrimitives.ReadInt64BigEndian(cookie));
        agreed = new(
            BinaryPrimitives.ReadUInt16BigEndian(cookie[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(cookie[10..]),
            BinaryPrimitives.ReadUInt32BigEndian(cookie[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(cookie[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(cookie[20..]),
            BinaryPrimitives.ReadUInt32BigEndian(cookie[24..]),
            BinaryPrimitives.ReadUInt32BigEndian(cookie[28..]),
            BinaryPrimitives.ReadUInt16BigEndian(cookie[32..]),
            (SctpExtensions)cookie[34]);
        return true;
    }

    private static void Mac(ReadOnlySpan<byte> body, ReadOnlySpan<byte> key, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, whole);
        whole[..MacLength].CopyTo(mac);
    }
}
