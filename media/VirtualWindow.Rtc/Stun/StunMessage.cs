using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Stun;

/// <summary>
/// A checked view of one STUN message (RFC 8489); it points into the datagram and copies nothing.
/// <code>
///  0                   1                   2                   3
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// |  attributes: type (16), length (16), value padded to 32 bits  |
/// </code>
/// </summary>
public readonly ref struct StunMessage
{
    public const int HeaderLength = 20;
    public const int TransactionIdLength = 12;
    public const uint MagicCookie = 0x2112A442;

    internal const uint FingerprintXor = 0x5354554E;
    internal const int IntegrityLength = 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _integrityOffset;
    private readonly int _readableEnd;

    private StunMessage(ReadOnlySpan<byte> bytes, int integrityOffset, bool hasFingerprint)
    {
        _bytes = bytes;
        _integrityOffset = integrityOffset;
        // What follows MESSAGE-INTEGRITY is not covered by it and must be ignored (RFC 8489 §14.5).
        _readableEnd = integrityOffset > 0 ? integrityOffset : bytes.Length;
        HasFingerprint = hasFingerprint;
    }

    public StunMessageType Type => (StunMessageType)BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ReadOnlySpan<byte> TransactionId => _bytes.Slice(8, TransactionIdLength);

    public bool HasIntegrity => _integrityOffset > 0;

    public bool HasFingerprint { get; }

    /// <summary>RFC 7983 §7: a first byte of 0..3 means STUN.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> datagram) => datagram.Length >= HeaderLength && datagram[0] <= 3;

    /// <summary>Reads and checks framing, attribute bounds and FINGERPRINT; never throws.</summary>
    /// <param name="datagram">The whole UDP payload.</param>
    public static StunFault TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (!LooksLike(datagram) || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != MagicCookie) return StunFault.NotStun;
        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if ((length & 3) != 0 || length + HeaderLength != datagram.Length) return StunFault.BadLength;
        return TryScan(datagram, out message);
    }

    /// <summary>Value of the first attribute of this type that MESSAGE-INTEGRITY covers (all, when there is none).</summary>
    public bool TryGet(StunAttributeType type, out ReadOnlySpan<byte> value)
    {
        for (var offset = HeaderLength; offset < _readableEnd;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]) == (ushort)type)
            {
                value = _bytes.Slice(offset + 4, length);
                return true;
            }
            offset += 4 + Padded(length);
        }
        value = default;
        return false;
    }

    public bool Has(StunAttributeType type) => TryGet(type, out _);

    /// <summary>Checks MESSAGE-INTEGRITY: HMAC-SHA1 over the message up to it, the length field rewritten to end behind it.</summary>
    /// <param name="key">Short-term: the password's bytes. Long-term: MD5(username:realm:password).</param>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (_integrityOffset == 0) return false;
        Span<byte> expected = stackalloc byte[IntegrityLength];
        ComputeIntegrity(_bytes[.._integrityOffset], key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _bytes.Slice(_integrityOffset + 4, IntegrityLength));
    }

    /// <summary>XOR-MAPPED-ADDRESS (RFC 8489 §14.2), IPv4 or IPv6.</summary>
    public bool TryGetXorMappedAddress(out PeerAddress address)
    {
        address = default;
        if (!TryGet(StunAttributeType.XorMappedAddress, out var value) || value.Length < 8) return false;
        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (MagicCookie >> 16));
        switch (value[1], value.Length)
        {
            case (1, 8):
                address = PeerAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(value[4..]) ^ MagicCookie, port);
                return true;
            case (2, 20):
                var (high, low) = StunWriter.AddressMask(TransactionId);
                address = new(BinaryPrimitives.ReadUInt64BigEndian(value[4..]) ^ high, BinaryPrimitives.ReadUInt64BigEndian(value[12..]) ^ low, port);
                return true;
            default:
                return false;
        }
    }

    /// <summary>ERROR-CODE (RFC 8489 §14.8): 300..699.</summary>
    public bool TryGetErrorCode(out int code)
    {
        code = 0;
        if (!TryGet(StunAttributeType.ErrorCode, out var value) || value.Length < 4) return false;
        code = ((value[2] & 7) * 100) + value[3];
        return true;
    }

    /// <summary>Collects comprehension-required attribute types that this implementation does not know (answered with 420).</summary>
    /// <returns>How many were written to <paramref name="types"/>.</returns>
    public int UnknownRequired(Span<ushort> types)
    {
        var count = 0;
        for (var offset = HeaderLength; offset < _readableEnd && count < types.Length;)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]);
            if (type < 0x8000 && !Enum.IsDefined((StunAttributeType)type)) types[count++] = type;
            offset += 4 + Padded(BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]));
        }
        return count;
    }

    /// <param name="covered">The message before MESSAGE-INTEGRITY; its own length field is not trusted.</param>
    internal static void ComputeIntegrity(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> key, Span<byte> hmac)
    {
        Span<byte> copy = stackalloc byte[StunWriter.MaxLength];
        covered.CopyTo(copy);
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)(covered.Length + 4 + IntegrityLength - HeaderLength));
        // RFC 8489 §14.5 fixes SHA-1 for ICE's short-term credentials.
#pragma warning disable CA5350
        HMACSHA1.HashData(key, copy[..covered.Length], hmac);
#pragma warning restore CA5350
    }

    internal static int Padded(int length) => (length + 3) & ~3;

    private static StunFault TryScan(ReadOnlySpan<byte> bytes, out StunMessage message)
    {
        message = default;
        if (bytes.Length > StunWriter.MaxLength) return StunFault.BadLength;
        var integrity = 0;
        for (var offset = HeaderLength; offset < bytes.Length;)
        {
            var type = (StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + 2)..]);
            var next = offset + 4 + Padded(length);
            if (next > bytes.Length) return StunFault.BadAttribute;
            if (type == StunAttributeType.Fingerprint)
            {
                if (!IsFingerprint(bytes, offset, length)) return StunFault.BadFingerprint;
                message = new(bytes, integrity, true);
                return StunFault.None;
            }
            if (type == StunAttributeType.MessageIntegrity && integrity == 0)
            {
                if (length != IntegrityLength) return StunFault.BadAttribute;
                integrity = offset;
            }
            offset = next;
        }
        message = new(bytes, integrity, false);
        return StunFault.None;
    }

    private static bool IsFingerprint(ReadOnlySpan<byte> bytes, int offset, int length) =>
        length == 4 && offset + 8 == bytes.Length
        && BinaryPrimitives.ReadUInt32BigEndian(bytes[(offset + 4)..]) == (Crc32.Compute(bytes[..offset]) ^ FingerprintXor);
}
