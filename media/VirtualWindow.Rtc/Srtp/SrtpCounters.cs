namespace VirtualWindow.Rtc.Srtp;

/// <summary>Why packets were dropped; read by whoever shows them.</summary>
public sealed class SrtpCounters
{
    /// <summary>Shorter than its own header and tag, or not version 2.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Seen before, or older than the replay window.</summary>
    public long Replayed { get; internal set; }

    /// <summary>The tag does not match.</summary>
    public long Forged { get; internal set; }

    /// <summary>Authentic, but from more SSRCs than one connection may have.</summary>
    public long StreamsRefused { get; internal set; }
}
