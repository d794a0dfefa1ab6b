namespace VirtualWindow.Storage.Outbox;

/// <summary>Stored as numbers: append only.</summary>
public enum FollowUpState
{
    Waiting = 0,
    /// <summary>A worker holds a lease.</summary>
    Leased = 1,
    Done = 2,
    /// <summary>Tried as often as the policy allows; a person must look.</summary>
    Dead = 3,
}

/// <summary>
/// A promise to do something later (后续处理), written in the same transaction as the change that calls for it. This table is
/// the truth; whatever executes the work may forget everything.
/// </summary>
public sealed class FollowUpEntry
{
    public const string FileCase = "file-case";

    public required Guid Id { get; init; }
    /// <summary>What is to be done, e.g. <see cref="FileCase"/>; with <see cref="Subject"/> unique, so nothing is promised twice.</summary>
    public required string Kind { get; init; }
    /// <summary>About what: the case's id.</summary>
    public required Guid Subject { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public FollowUpState State { get; set; }
    /// <summary>Fencing token: only who holds the current one may change anything on behalf of this row.</summary>
    public Guid? Lease { get; set; }
    /// <summary>The process that leased it; rows of an earlier boot are leased again at start.</summary>
    public string? LeasedBy { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset NextTryAt { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>Stored as numbers: append only.</summary>
public enum StepState { Waiting = 0, Running = 1, Done = 2, Failed = 3 }

/// <summary>How one step of a follow-up went.</summary>
public sealed class FollowUpStep
{
    public required Guid FollowUp { get; init; }
    public required string Name { get; init; }
    public required int Order { get; init; }
    public StepState State { get; set; }
    public int Attempts { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public int? DurationMs { get; set; }
}
