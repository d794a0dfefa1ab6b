using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>RTCP packet types (RFC 3550 §12.1, RFC 4585 §6.1, RFC 3611 §2).</summary>
public enum RtcpType : byte
{
    SenderReport = 200,
    ReceiverReport = 201,
    SourceDescription = 202,
    Bye = 203,
    Application = 204,
    TransportFeedback = 205,
    PayloadFeedback = 206,
    ExtendedReport = 207,
}

/// <summary>Why the rest of a compound was dropped.</summary>
public enum RtcpFault
{
    None,
    TooShort,
    BadVersion,
    LengthBeyondEnd,
    BadPadding,
}

/// <summary>
/// One packet of a compound.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P| RC/FMT  |      PT       |       length in words - 1     |
/// |                             body                              |
/// </code>
/// </summary>
/// <param name="count">Report count, source count or feedback format: 5 bits.</param>
/// <param name="body">Behind the four header bytes, without padding.</param>
public readonly ref struct RtcpPacket(RtcpType type, byte count, ReadOnlySpan<byte> body)
{
    public RtcpType Type { get; } = type;

    public byte Count { get; } = count;

    public ReadOnlySpan<byte> Body { get; } = body;
}

/// <summary>Walks a compound or reduced-size RTCP packet (RFC 3550 §6.1, RFC 5506). Never throws; a broken packet ends the walk.</summary>
public ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private const int HeaderLength = 4;

    private ReadOnlySpan<byte> _rest = compound;

    public RtcpPacket Current { get; private set; }

    public RtcpFault Fault { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty || Fault != RtcpFault.None) return false;
        Fault = Split(_rest, out var length, out var padding);
        if (Fault != RtcpFault.None) return false;

        Current = new RtcpPacket((RtcpType)_rest[1], (byte)(_rest[0] & 0x1F), _rest[HeaderLength..(length - padding)]);
        _rest = _rest[length..];
        return true;
    }

    private static RtcpFault Split(ReadOnlySpan<byte> rest, out int length, out int padding)
    {
        length = padding = 0;
        if (rest.Length < HeaderLength) return RtcpFault.TooShort;
        if (rest[0] >> 6 != 2) return RtcpFault.BadVersion;
        length = (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) + 1) * 4;
        if (length > rest.Length) return RtcpFault.LengthBeyondEnd;
        if ((rest[0] & 0x20) == 0) return RtcpFault.None;

        padding = rest[length - 1];
        var fits = padding is > 0 && padding % 4 == 0 && padding <= length - HeaderLength;
        return fits ? RtcpFault.None : RtcpFault.BadPadding;
    }
}
