using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>Feedback formats of transport-layer (205) and payload-specific (206) packets.</summary>
public static class FeedbackFormat
{
    /// <summary>Generic NACK (RFC 4585 §6.2.1), type 205.</summary>
    public const byte Nack = 1;

    /// <summary>Picture loss indication (RFC 4585 §6.3.1), type 206.</summary>
    public const byte PictureLoss = 1;

    /// <summary>Full intra request (RFC 5104 §4.3.1), type 206.</summary>
    public const byte FullIntra = 4;

    /// <summary>Application layer feedback (RFC 4585 §6.4), type 206: REMB by its name inside.</summary>
    public const byte Application = 15;
}

/// <summary>Packets a receiver misses (RFC 4585 §6.2.1): pairs of a sequence number and a bit mask of the sixteen after it.</summary>
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

/// <summary>A decoder cannot go on and asks for a key frame (RFC 4585 §6.3.1).</summary>
public readonly record struct PictureLossIndication(uint SenderSsrc, uint MediaSsrc)
{
    public static bool TryParse(in RtcpPacket packet, out PictureLossIndication indication)
    {
        indication = default;
        if (packet.Type != RtcpType.PayloadFeedback || packet.Count != FeedbackFormat.PictureLoss || packet.Body.Length < 8) return false;
        indication = new(BinaryPrimitives.ReadUInt32BigEndian(packet.Body), BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..]));
        return true;
    }
}

/// <summary>Full intra requests (RFC 5104 §4.3.1): each entry names a media source and numbers the command.</summary>
public ref struct FullIntraReader
{
    private ReadOnlySpan<byte> _entries;

    public uint MediaSsrc { get; private set; }

    public byte CommandNumber { get; private set; }

    public static bool TryParse(in RtcpPacket packet, out FullIntraReader requests)
    {
        requests = default;
        if (packet.Type != RtcpType.PayloadFeedback || packet.Count != FeedbackFormat.FullIntra || packet.Body.Length < 16) return false;
        requests = new FullIntraReader { _entries = packet.Body[8..] };
        return true;
    }

    public bool MoveNext()
    {
        if (_entries.Length < 8) return false;
        MediaSsrc = BinaryPrimitives.ReadUInt32BigEndian(_entries);
        CommandNumber = _entries[4];
        _entries = _entries[8..];
        return true;
    }
}

/// <summary>
/// Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 §2.2): payload-specific application feedback
/// "REMB", SSRC count, 6-bit exponent, 18-bit mantissa, SSRCs.
/// </summary>
public readonly record struct ReceiverEstimate(uint SenderSsrc, long BitsPerSecond)
{
    internal const uint Name = 0x52454D42; // "REMB"
    internal const int MinBodyLength = 16;
    internal const int MantissaBits = 18;

    public static bool TryParse(in RtcpPacket packet, out ReceiverEstimate estimate)
    {
        estimate = default;
        var body = packet.Body;
        if (packet.Type != RtcpType.PayloadFeedback || packet.Count != FeedbackFormat.Application || body.Length < MinBodyLength) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(body[8..]) != Name || body.Length < MinBodyLength + (body[12] * 4)) return false;

        var coded = BinaryPrimitives.ReadUInt32BigEndian(body[12..]) & 0x00FF_FFFF;
        var exponent = (int)(coded >> MantissaBits);
        var mantissa = (long)(coded & ((1 << MantissaBits) - 1));
        // 2^63 is beyond every link; a huge exponent means "no limit", not an overflow.
        var bitsPerSecond = exponent <= 44 ? mantissa << exponent : mantissa == 0 ? 0 : long.MaxValue;
        estimate = new(BinaryPrimitives.ReadUInt32BigEndian(body), bitsPerSecond);
        return true;
    }
}
