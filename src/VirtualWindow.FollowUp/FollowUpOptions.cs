namespace VirtualWindow.FollowUp;

/// <summary>How the follow-up works. The defaults need no setting.</summary>
public sealed record FollowUpOptions
{
    /// <summary>Stable name of this worker (one per process of a cluster): what an earlier boot of it had leased is taken back at start.</summary>
    public string Worker { get; init; } = Environment.MachineName;

    /// <summary>A worker that is silent for so long is taken for dead. Each step prolongs the lease.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the pump looks when nobody rings.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Rows leased at once; a lease must not run out while its job waits in the queue.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Slow follow-ups (film) leased at once.</summary>
    public int SlowBatch { get; init; } = 2;

    /// <summary>Papers (notices, dossiers) leased at once, and only while no filing is due.</summary>
    public int PaperBatch { get; init; } = 16;

    /// <summary>Where this machine's recordings lie; null: none do.</summary>
    public string? RecordingFolder { get; init; }

    /// <summary>Days and hours of recurring work are those of this place (IANA name).</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>How often a process looks whether a new period has begun.</summary>
    public TimeSpan PeriodPoll { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A step that failed so often is a dead letter: a person must look.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>Wait before the second attempt; doubles each time.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(10);

    /// <param name="failures">How often the step has failed, at least 1.</param>
    public TimeSpan RetryAfter(int failures)
    {
        var wait = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 20));
        return wait < LongestRetry ? wait : LongestRetry;
    }
}
