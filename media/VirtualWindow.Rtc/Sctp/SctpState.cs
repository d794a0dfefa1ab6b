namespace VirtualWindow.Rtc.Sctp;

internal enum SctpState { Listening, Established, ShutdownReceived, ShutdownAckSent }

internal enum SctpCloseReason
{
    /// <summary>The other side aborted.</summary>
    Aborted,
    /// <summary>The other side said SHUTDOWN and all was delivered.</summary>
    ShutDown,
    /// <summary>The other side began anew; the streams of before are gone.</summary>
    Restarted,
    /// <summary>Nothing was acknowledged any more.</summary>
    Unreachable,
    /// <summary>The other side broke the protocol or a limit.</summary>
    Violation,
    /// <summary>The connection underneath ended.</summary>
    Local,
}

/// <summary>What one loop's associations did; read by whoever shows metrics.</summary>
public sealed class SctpCounters
{
    public long PacketsReceived { get; internal set; }

    /// <summary>Truncated, wrong checksum, wrong lengths, wrong ports or tag.</summary>
    public long PacketsDropped { get; internal set; }

    /// <summary>Cookies that were not ours or too old.</summary>
    public long CookiesRefused { get; internal set; }

    public long Established { get; internal set; }

    public long AbortsReceived { get; internal set; }

    /// <summary>Associations that we ended because the other side broke the protocol or a limit.</summary>
    public long Violations { get; internal set; }

    /// <summary>Associations that we ended because nothing was acknowledged.</summary>
    public long Unreachable { get; internal set; }
}
