namespace VirtualWindow.Rtc.Sdp;

/// <summary>Direction attribute as the writer of the description means it (RFC 8866 §6.7).</summary>
public enum MediaDirection { SendRecv, SendOnly, RecvOnly, Inactive }

/// <summary>The parts of an offer that a WebRTC server needs (RFC 8866, RFC 8829); unknown lines are skipped.</summary>
public sealed class SessionDescription
{
    public TransportDescription Transport { get; } = new();

    /// <summary>mids of the first BUNDLE group (RFC 9143); empty when there is none.</summary>
    public List<string> Bundle { get; } = [];

    public MediaDirection Direction { get; set; } = MediaDirection.SendRecv;

    public List<MediaDescription> Media { get; } = [];
}

/// <summary>ICE and DTLS attributes; allowed at session and at media level.</summary>
public sealed class TransportDescription
{
    public string? Ufrag { get; set; }
    public string? Password { get; set; }
    public string? Setup { get; set; }

    /// <summary>SHA-256 of the certificate, 32 bytes; null when the offer has none (others are not accepted).</summary>
    public byte[]? Sha256Fingerprint { get; set; }
}

/// <summary>One m-line with its attributes.</summary>
/// <param name="Kind">"audio", "video", "application", …</param>
/// <param name="Port">0 means rejected or, with bundle-only, carried by the bundle.</param>
/// <param name="Formats">The rest of the m-line as written, payload types for RTP.</param>
public sealed record MediaDescription(string Kind, int Port, string Protocol, string Formats)
{
    public TransportDescription Transport { get; } = new();
    public string? Mid { get; set; }
    public MediaDirection? Direction { get; set; }
    public bool RtcpMux { get; set; }
    public bool RtcpReducedSize { get; set; }
    public bool BundleOnly { get; set; }
    public List<RtpMap> RtpMaps { get; } = [];
    public Dictionary<byte, string> Fmtp { get; } = [];

    /// <summary>rtcp-fb values by payload type; null stands for "*".</summary>
    public List<(byte? PayloadType, string Value)> Feedback { get; } = [];

    /// <summary>Header extension ids by URI (RFC 8285 §8), first mention wins.</summary>
    public Dictionary<string, byte> Extensions { get; } = new(StringComparer.Ordinal);

    public List<uint> Ssrcs { get; } = [];

    /// <summary>SCTP port of an application line (RFC 8841 §5).</summary>
    public ushort? SctpPort { get; set; }

    /// <summary>a=max-message-size in bytes; 0 means any (RFC 8841 §6).</summary>
    public long? MaxMessageSize { get; set; }

    /// <summary>Ids of a=rid lines with direction "send" (RFC 8851).</summary>
    public List<string> SentRids { get; } = [];

    /// <summary>Ids of the layers in the send list of a=simulcast (RFC 8853), the first alternative of each.</summary>
    public List<string> SentLayers { get; } = [];
}

/// <param name="Channels">1 when the offer does not say.</param>
public sealed record RtpMap(byte PayloadType, string Name, int ClockRate, int Channels);
