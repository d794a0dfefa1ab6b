namespace VirtualWindow.Rtc.Sdp;

/// <summary>Why an offer cannot be served: stable codes for logs and answers to the client's developer.</summary>
public static class SdpRefusal
{
    public const string TooLarge = "offer-too-large";
    public const string Malformed = "offer-malformed";
    public const string TooManyMedia = "offer-too-many-media";
    /// <summary>No usable ice-ufrag and ice-pwd.</summary>
    public const string NoIce = "offer-without-ice-credentials";
    /// <summary>No sha-256 fingerprint: others are not accepted (RFC 8122 §5 recommends it, RFC 8827 §6.5 wants it).</summary>
    public const string NoFingerprint = "offer-without-sha256-fingerprint";
    /// <summary>The offer insists on being the DTLS server; so do we.</summary>
    public const string SetupPassive = "offer-setup-passive";
    /// <summary>Several m-lines without one BUNDLE group over them: there is only one transport.</summary>
    public const string NoBundle = "offer-without-bundle";
    /// <summary>No m-line carries Opus or VP8 over DTLS-SRTP with rtcp-mux, or data channels.</summary>
    public const string NoMedia = "offer-without-usable-media";
}
