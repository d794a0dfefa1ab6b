using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

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

        // Not only multiples of four: libwebrtc fills transport-wide feedback up to a whole word by one to three octets and says so here.
        padding = rest[length - 1];
        return padding > 0 && padding <= length - HeaderLength ? RtcpFault.None : RtcpFault.BadPadding;
    }
}
