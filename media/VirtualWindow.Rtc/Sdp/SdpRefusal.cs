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
    /// <summary>A later offer with other m-lines or another certificate: that is another connection.</summary>
    public const string Changed = "offer-changes-connection";
    /// <summary>A later offer with the ICE credentials of the former one: nothing is to be answered.</summary>
    public const string NoRestart = "offer-without-ice-restart";
    /// <summary>An answer that does not belong to the newest offer.</summary>
    public const string Outdated = "answer-outdated";
    /// <summary>No m-line carries Opus or VP8 over DTLS-SRTP with rtcp-mux, or data channels.</summary>
    public const string NoMedia = "offer-without-usable-media";
}
