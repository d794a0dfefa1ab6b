namespace VirtualWindow.Sfu.Recording;

internal enum WebmCodec { Opus, Vp8 }

/// <summary>One track of a file, as its header describes it.</summary>
/// <param name="Number">1 and up, in the order of the header.</param>
/// <param name="Channels">Audio only.</param>
internal sealed record WebmTrack(int Number, WebmCodec Codec, string Name, int Channels)
{
    private const byte OpusHeadVersion = 1;
    private const ushort LittleEndian48000Low = 48000 & 0xFFFF;

    public bool IsVideo => Codec == WebmCodec.Vp8;

    public string CodecId => IsVideo ? "V_VP8" : "A_OPUS";

    /// <summary>
    /// The identification header of Opus (RFC 7845 §5.1). Pre-skip is 0: a recording joins a running stream, whose encoder has long
    /// been started.
    /// </summary>
    public byte[] OpusHead() =>
    [
        .. "OpusHead"u8, OpusHeadVersion, (byte)Channels, 0, 0,
        LittleEndian48000Low & 0xFF, LittleEndian48000Low >> 8, 0, 0, 0, 0, 0,
    ];
}
