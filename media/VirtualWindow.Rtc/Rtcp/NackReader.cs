using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>
/// Packets a receiver misses (RFC 4585 §6.2.1): pairs of a sequence number and a bit mask of the sixteen after it.
/// <code>
/// |                  SSRC of packet sender                        |
/// |                  SSRC of media source                         |
/// |            PID                |             BLP               | …
/// </code>
/// </summary>
public ref struct NackReader
{
    private ReadOnlySpan<byte> _pairs;
    private ushort _mask;

    public uint MediaSsrc { get; private init; }

    public ushort Current { get; private set; }

    /// <summary>The number that bit 0 of the remaining mask stands for.</summary>
    private ushort _next;

    public static bool TryParse(in RtcpPacket packet, out NackReader nack)
    {
        nack = default;
        if (packet.Type != RtcpType.TransportFeedback || packet.Count != FeedbackFormat.Nack || packet.Body.Length < 12) return false;
        nack = new NackReader { MediaSsrc = BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..]), _pairs = packet.Body[8..] };
        return true;
    }

    public bool MoveNext()
    {
        if (_mask == 0) return NextPair();
        var skip = System.Numerics.BitOperations.TrailingZeroCount(_mask);
        Current = (ushort)(_next + skip);
        _next = (ushort)(Current + 1);
        _mask = (ushort)(_mask >> (skip + 1));
        return true;
    }

    private bool NextPair()
    {
        if (_pairs.Length < 4) return false;
        Current = BinaryPrimitives.ReadUInt16BigEndian(_pairs);
        _mask = BinaryPrimitives.ReadUInt16BigEndian(_pairs[2..]);
        _next = (ushort)(Current + 1);
        _pairs = _pairs[4..];
        return true;
    }
}
