using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>What a packet's codec descriptor says about its picture; the default for codecs that say nothing.</summary>
internal readonly record struct Picture(short Id, byte IdBits, short Tl0Index, sbyte TemporalLayer, bool LayerSync)
{
    public static readonly Picture Unknown = new(-1, 0, -1, -1, false);

    /// <summary>Without a picture id a descriptor is forwarded as it is, and nothing can be left out of the stream.</summary>
    public bool IsNumbered => IdBits != 0;

    public static Picture Of(in Vp8Descriptor descriptor) => new(
        (short)descriptor.PictureId, (byte)descriptor.PictureIdBits, (short)descriptor.Tl0PictureIndex, (sbyte)descriptor.TemporalLayer, descriptor.LayerSync);
}

/// <summary>The numbers of one picture in one outgoing stream (RFC 7741 §4.2).</summary>
internal readonly record struct PictureNumbers(ushort Id, byte IdBits, short Tl0Index)
{
    /// <summary>Nothing to write.</summary>
    public static readonly PictureNumbers None = new(0, 0, -1);

    public void WriteTo(Span<byte> payload)
    {
        if (IdBits != 0) Vp8Descriptor.WriteNumbers(payload, IdBits, Id, Tl0Index);
    }
}
