using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Stun;

/// <summary>Writes one STUN message attribute by attribute. Order: others, then <see cref="AddIntegrity"/>, then <see cref="AddFingerprint"/>.</summary>
public ref struct StunWriter
{
    /// <summary>Far above any ICE message and below any MTU; longer messages are refused when read.</summary>
    public const int MaxLength = 1280;

    private readonly Span<byte> _buffer;

    /// <param name="buffer">At least <see cref="StunMessage.HeaderLength"/> bytes plus the attributes.</param>
    public StunWriter(Span<byte> buffer, StunMessageType type, ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        transactionId[..StunMessage.TransactionIdLength].CopyTo(buffer[8..]);
        Length = StunMessage.HeaderLength;
        WriteLength();
    }

    /// <summary>Bytes written so far; the message's length when done.</summary>
    public int Length { get; private set; }

    public void Add(StunAttributeType type, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(type, value.Length));
        WriteLength();
    }

    public void AddUInt32(StunAttributeType type, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Reserve(type, 4), value);
        WriteLength();
    }

    public void AddUInt64(StunAttributeType type, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Reserve(type, 8), value);
        WriteLength();
    }

    /// <summary>XOR-MAPPED-ADDRESS (RFC 8489 §14.2).</summary>
    public void AddXorMappedAddress(in PeerAddress address)
    {
        var value = Reserve(StunAttributeType.XorMappedAddress, address.IsIPv4 ? 8 : 20);
        value[0] = 0;
        value[1] = address.IsIPv4 ? (byte)1 : (byte)2;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ (StunMessage.MagicCookie >> 16)));
        if (address.IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(value[4..], (uint)address.Low ^ StunMessage.MagicCookie);
        }
        else
        {
            var (high, low) = AddressMask(_buffer.Slice(8, StunMessage.TransactionIdLength));
            BinaryPrimitives.WriteUInt64BigEndian(value[4..], address.High ^ high);
            BinaryPrimitives.WriteUInt64BigEndian(value[12..], address.Low ^ low);
        }
        WriteLength();
    }

    /// <summary>ERROR-CODE (RFC 8489 §14.8).</summary>
    /// <param name="code">300..699.</param>
    /// <param name="reason">UTF-8 phrase.</param>
    public void AddErrorCode(int code, ReadOnlySpan<byte> reason)
    {
        var value = Reserve(StunAttributeType.ErrorCode, 4 + reason.Length);
        value[0] = value[1] = 0;
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
        reason.CopyTo(value[4..]);
        WriteLength();
    }

    /// <summary>UNKNOWN-ATTRIBUTES (RFC 8489 §14.9).</summary>
    public void AddUnknownAttributes(ReadOnlySpan<ushort> types)
    {
        var value = Reserve(StunAttributeType.UnknownAttributes, types.Length * 2);
        for (var i = 0; i < types.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(value[(i * 2)..], types[i]);
        WriteLength();
    }

    /// <summary>MESSAGE-INTEGRITY over all that was written (RFC 8489 §14.5).</summary>
    public void AddIntegrity(ReadOnlySpan<byte> key)
    {
        var covered = _buffer[..Length];
        StunMessage.ComputeIntegrity(covered, key, Reserve(StunAttributeType.MessageIntegrity, StunMessage.IntegrityLength));
        WriteLength();
    }

    /// <summary>FINGERPRINT, always last (RFC 8489 §14.7). The length field counts it before the CRC is taken.</summary>
    public void AddFingerprint()
    {
        var covered = _buffer[..Length];
        var value = Reserve(StunAttributeType.Fingerprint, 4);
        WriteLength();
        BinaryPrimitives.WriteUInt32BigEndian(value, Crc32.Compute(covered) ^ StunMessage.FingerprintXor);
    }

    /// <summary>What an IPv6 address is XORed with: cookie and transaction id.</summary>
    internal static (ulong High, ulong Low) AddressMask(ReadOnlySpan<byte> transactionId) =>
        (((ulong)StunMessage.MagicCookie << 32) | BinaryPrimitives.ReadUInt32BigEndian(transactionId),
         BinaryPrimitives.ReadUInt64BigEndian(transactionId[4..]));

    private Span<byte> Reserve(StunAttributeType type, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[Length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(Length + 2)..], (ushort)length);
        var padded = StunMessage.Padded(length);
        var value = _buffer.Slice(Length + 4, padded);
        value[length..].Clear();
        Length += 4 + padded;
        return value[..length];
    }

    private readonly void WriteLength() => BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)(Length - StunMessage.HeaderLength));
}
