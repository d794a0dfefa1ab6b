namespace VirtualWindow.Sfu;

/// <summary>Settings of the forwarding unit. The defaults suit a hall: one picture each way, tens of watchers at most.</summary>
public sealed record SfuOptions
{
    /// <summary>A publisher without packets and without ICE checks for this long is reported silent.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Between two receiver reports to a publisher (RFC 3550 §6.2, reduced minimum for conversational video).</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two key frame requests to one publisher; a key frame costs about ten inter frames.</summary>
    public TimeSpan KeyFrameRequestInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Packets a video publisher's history keeps to answer NACKs; a power of two. 512 at 150 packets/s are 3.4 s.</summary>
    public int HistoryPackets { get; init; } = 512;

    /// <summary>Bytes of the same history; allocated when video flows.</summary>
    public int HistoryBytes { get; init; } = 512 * 1024;

    /// <summary>Assumed round-trip time until one is measured.</summary>
    public TimeSpan InitialRoundTrip { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A gap not repaired within this time is given up: the picture has moved on.</summary>
    public TimeSpan RepairWindow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Packets per second one stream may be asked to send again; more is a broken receiver.</summary>
    public int MaxRepairsPerSecond { get; init; } = 500;

    /// <summary>Bits per second a publisher is never asked to go below (REMB).</summary>
    public int MinBitsPerSecond { get; init; } = 150_000;

    /// <summary>Bits per second a publisher is never asked to exceed (REMB).</summary>
    public int MaxBitsPerSecond { get; init; } = 2_500_000;

    /// <summary>Bits per second assumed for a new subscriber until its feedback tells.</summary>
    public int StartBitsPerSecond { get; init; } = 600_000;

    /// <summary>Bits per second an estimate never falls below: one voice with its headers.</summary>
    public int MinEstimateBitsPerSecond { get; init; } = 30_000;

    /// <summary>Bits per second an estimate never rises above.</summary>
    public int MaxEstimateBitsPerSecond { get; init; } = 20_000_000;

    /// <summary>Bits per second below which a picture is left out, so that the voice stays whole.</summary>
    public int MinPictureBitsPerSecond { get; init; } = 60_000;

    /// <summary>A subscriber's estimate counts for this long.</summary>
    public TimeSpan EstimateLifetime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Bytes waiting for one receiver of a data channel beyond which it is behind: an unreliable channel misses messages, a reliable one
    /// makes its senders wait.
    /// </summary>
    public int ChannelHighWaterBytes { get; init; } = 256 * 1024;

    /// <summary>A receiver whose data channel takes nothing for this long loses the channel, so that its senders may go on.</summary>
    public TimeSpan ChannelStallLimit { get; init; } = TimeSpan.FromSeconds(10);
}
