using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>How to see that a packet begins a key frame.</summary>
internal enum KeyFrameFormat : byte
{
    /// <summary>Audio, or a codec whose key frames are not known here: forwarded from the first packet on.</summary>
    Unknown,
    Vp8,
    H264,
}

internal static class KeyFrames
{
    private const int SequenceParameterSet = 7;
    private const int InstantaneousRefresh = 5;
    private const int SingleTimeAggregation = 24;
    private const int Fragment = 28;

    public static KeyFrameFormat FormatOf(string codecName) => codecName.ToUpperInvariant() switch
    {
        "VP8" => KeyFrameFormat.Vp8,
        "H264" => KeyFrameFormat.H264,
        _ => KeyFrameFormat.Unknown,
    };

    /// <param name="payload">RTP payload without padding.</param>
    public static bool Starts(KeyFrameFormat format, ReadOnlySpan<byte> payload) => format switch
    {
        KeyFrameFormat.Vp8 => Vp8Descriptor.TryParse(payload, out var descriptor) && descriptor.StartsKeyFrame,
        KeyFrameFormat.H264 => StartsH264(payload),
        _ => false,
    };

    /// <summary>RFC 6184: a parameter set or an IDR slice, alone, aggregated (STAP-A) or as first fragment (FU-A).</summary>
    private static bool StartsH264(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2) return false;
        return (payload[0] & 0x1F) switch
        {
            SequenceParameterSet or InstantaneousRefresh => true,
            SingleTimeAggregation => payload.Length > 3 && (payload[3] & 0x1F) is SequenceParameterSet or InstantaneousRefresh,
            Fragment => (payload[1] & 0x80) != 0 && (payload[1] & 0x1F) == InstantaneousRefresh,
            _ => false,
        };
    }
}
