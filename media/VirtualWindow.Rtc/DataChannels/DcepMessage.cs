using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Rtc.DataChannels;

/// <summary>
/// DATA_CHANNEL_OPEN of the Data Channel Establishment Protocol (RFC 8832 §5.1).
/// <code>
/// | 3 | channel type (8) | priority (16) | reliability parameter (32) | label length (16) | protocol length (16) | label | protocol |
/// </code>
/// </summary>
internal readonly record struct DcepOpen(ChannelReliability Reliability, ushort Priority, string Label, string Protocol)
{
    public const byte MessageType = 3;

    /// <summary>Our channels have short names; a label is looked up and compared for every message's room.</summary>
    public const int MaxName = 128;

    private const int FixedLength = 12;
    private const byte UnorderedBit = 0x80;
    private const byte Reliable = 0;
    private const byte LimitedRetransmits = 1;
    private const byte LimitedLifetime = 2;

    /// <summary>Pure: reads any bytes, never throws.</summary>
    /// <returns>False when truncated, of unknown type, with lengths that do not fit, or with names too long or not UTF-8.</returns>
    public static bool TryParse(ReadOnlySpan<byte> message, out DcepOpen open)
    {
        open = default;
        if (message.Length < FixedLength || message[0] != MessageType) return false;
        var labelLength = BinaryPrimitives.ReadUInt16BigEndian(message[8..]);
        var protocolLength = BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        if (labelLength > MaxName || protocolLength > MaxName || message.Length != FixedLength + labelLength + protocolLength) return false;
        if (!TryReadReliability(message[1], BinaryPrimitives.ReadUInt32BigEndian(message[4..]), out var reliability)) return false;
        var names = message[FixedLength..];
        if (!TryReadName(names[..labelLength], out var label) || !TryReadName(names[labelLength..], out var protocol)) return false;
        open = new(reliability, BinaryPrimitives.ReadUInt16BigEndian(message[2..]), label, protocol);
        return true;
    }

    /// <summary>For the side that opens: the tests' clients and the benchmark.</summary>
    public byte[] ToBytes()
    {
        var label = Encoding.UTF8.GetBytes(Label);
        var protocol = Encoding.UTF8.GetBytes(Protocol);
        var message = new byte[FixedLength + label.Length + protocol.Length];
        var (type, parameter) = Reliability switch
        {
            { MaxRetransmits: { } count } => (LimitedRetransmits, (uint)count),
            { Lifetime: { } time } => (LimitedLifetime, (uint)time.TotalMilliseconds),
            _ => (Reliable, 0u),
        };
        message[0] = MessageType;
        message[1] = (byte)(type | (Reliability.IsUnordered ? UnorderedBit : 0));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Priority);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), parameter);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(8), (ushort)label.Length);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(10), (ushort)protocol.Length);
        label.CopyTo(message, FixedLength);
        protocol.CopyTo(message, FixedLength + label.Length);
        return message;
    }

    private static bool TryReadReliability(byte type, uint parameter, out ChannelReliability reliability)
    {
        var unordered = (type & UnorderedBit) != 0;
        reliability = (type & ~UnorderedBit) switch
        {
            LimitedRetransmits => new(unordered, MaxRetransmits: (ushort)Math.Min(parameter, ushort.MaxValue)),
            LimitedLifetime => new(unordered, Lifetime: TimeSpan.FromMilliseconds(parameter)),
            _ => new(unordered),
        };
        return (type & ~UnorderedBit) <= LimitedLifetime;
    }

    private static bool TryReadName(ReadOnlySpan<byte> bytes, out string name)
    {
        name = "";
        Span<char> chars = stackalloc char[MaxName];
        if (System.Text.Unicode.Utf8.ToUtf16(bytes, chars, out _, out var length, replaceInvalidSequences: false) != System.Buffers.OperationStatus.Done) return false;
        name = new(chars[..length]);
        return true;
    }
}

/// <summary>DATA_CHANNEL_ACK (RFC 8832 §5.2): one byte.</summary>
internal static class DcepAck
{
    public const byte MessageType = 2;

    public static ReadOnlySpan<byte> Bytes => [MessageType];

    public static bool Is(ReadOnlySpan<byte> message) => message is [MessageType];
}

/// <summary>Payload protocol identifiers of data channels (RFC 8831 §8). The two "empty" ones carry one byte that means nothing.</summary>
internal static class PayloadProtocol
{
    public const uint Dcep = 50;
    public const uint String = 51;
    public const uint Binary = 53;
    public const uint StringEmpty = 56;
    public const uint BinaryEmpty = 57;
}
