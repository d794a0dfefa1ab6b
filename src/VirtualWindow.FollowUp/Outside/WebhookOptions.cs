namespace VirtualWindow.FollowUp.Outside;

/// <summary>How outside systems are told.</summary>
public sealed record WebhookOptions
{
    /// <summary>Addresses of the own network may be called (development, or a hall whose receivers stand beside it). Else they are refused: a
    /// webhook must not become a way to reach what only this machine can reach (OWASP API7:2023).</summary>
    public bool AllowPrivateAddresses { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Waits before the second and every further attempt: the schedule of Standard Webhooks, over three days.</summary>
    public IReadOnlyList<TimeSpan> Schedule { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <param name="attempts">How many there were, at least 1.</param>
    /// <returns>Null when that was the last one.</returns>
    public TimeSpan? WaitAfter(int attempts) => attempts <= Schedule.Count ? Schedule[attempts - 1] : null;
}
