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

    /// <summary>Transport-wide congestion control (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1), type 205.</summary>
    public const byte TransportWide = 15;

    /// <summary>Application layer feedback (RFC 4585 §6.4), type 206: REMB by its name inside.</summary>
    public const byte Application = 15;
}
