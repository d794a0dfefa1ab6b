namespace VirtualWindow.Rtc.Rtp;

/// <summary>Names of the header extensions that this engine reads or writes (RFC 8285 §5).</summary>
public static class HeaderExtensionUri
{
    /// <summary>Which m-line (RFC 9143 §15).</summary>
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /// <summary>Which simulcast layer (RFC 8852 §3.1).</summary>
    public const string StreamId = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

    /// <summary>Which simulcast layer a retransmission belongs to (RFC 8852 §3.2).</summary>
    public const string RepairedStreamId = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

    /// <summary>A number over all streams of a connection (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).</summary>
    public const string TransportSequence = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /// <summary>When the packet left, 6.18 s: what a receiver makes its REMB from.</summary>
    public const string AbsoluteSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    /// <summary>Loudness in -dBov (RFC 6464).</summary>
    public const string AudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
}
