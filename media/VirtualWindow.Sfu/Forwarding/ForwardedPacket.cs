namespace VirtualWindow.Sfu.Forwarding;

/// <summary>One received packet between its arrival and the end of the batch; parsed once, read by every consumer, never copied.</summary>
internal unsafe struct ForwardedPacket
{
    public byte* Data;
    public int Length;
    public int HeaderLength;

    /// <summary>Sequence number extended over wraps.</summary>
    public long Sequence;
    public uint Timestamp;
    public byte PayloadType;

    /// <summary>A receiver can begin with it: a key frame, or a codec of which that is not known.</summary>
    public bool OpensStream;

    /// <summary>Only padding: a bandwidth probe of the sender, of no use to receivers.</summary>
    public bool IsPadding;

    /// <summary>Which picture and layer it belongs to, where the codec says so.</summary>
    public Picture Picture;

    public readonly ReadOnlySpan<byte> Whole => new(Data, Length);

    public readonly ReadOnlySpan<byte> Header => new(Data, HeaderLength);

    /// <summary>Consumers may write their own picture numbers into it, each before it sends.</summary>
    public readonly Span<byte> Payload => new(Data + HeaderLength, Length - HeaderLength);
}
