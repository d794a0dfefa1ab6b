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

/// <summary>What takes minutes never stands before what takes milliseconds. Stored as numbers: append only.</summary>
public enum FollowUpLane
{
    Quick = 0,
    /// <summary>Film and other heavy work: few at a time.</summary>
    Slow = 1,
    /// <summary>Notices and dossiers: processor time that no filing waits for.</summary>
    Papers = 2,
}

/// <summary>
/// A promise to do something later (后续处理), written in the same transaction as the change that calls for it. This table is
/// the truth; whatever executes the work may forget everything.
/// </summary>
public sealed class FollowUpEntry
{
    /// <summary>From an ended sitting to a filed case; the subject is the case.</summary>
    public const string FileCase = "file-case";
    /// <summary>Everybody's pictures side by side in one film; the subject is the case.</summary>
    public const string ComposeRecording = "compose-recording";

    /// <summary>What follows when a case is over; the subject is the case.</summary>
    public const string CompleteCase = "complete-case";
    /// <summary>What follows when an application is accepted after the sitting; the subject is the case.</summary>
    public const string AcceptCase = "accept-case";
    /// <summary>One text to one phone or mailbox; the subject is the message.</summary>
    public const string SendMessage = "send-message";
    /// <summary>One event to one outside system; the subject is the delivery.</summary>
    public const string DeliverWebhook = "deliver-webhook";
    /// <summary>Copies, seals or a result by mail, from the order until the applicant has it; the subject is the order.</summary>
    public const string FulfilOrder = "fulfil-order";

    /// <summary>One paper that an act of the procedure calls for; the subject is the notice.</summary>
    public const string IssueNotice = "issue-notice";
    /// <summary>From a case that is over to a verified dossier; the subject is the case.</summary>
    public const string ArchiveCase = "archive-case";
    /// <summary>Nothing of an archived case can be read again; the subject is the case.</summary>
    public const string PurgeCase = "purge-case";

    public required Guid Id { get; init; }
    /// <summary>What is to be done, e.g. <see cref="FileCase"/>; with <see cref="Subject"/> unique, so nothing is promised twice.</summary>
    public required string Kind { get; init; }
    /// <summary>About what: a case's id, or that of a period.</summary>
    public required Guid Subject { get; init; }
    /// <summary>The period as people read it, e.g. "2026-11-23"; null for a case.</summary>
    public string? Label { get; init; }
    public FollowUpLane Lane { get; init; }
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
    /// <summary>How often a person took it in hand.</summary>
    public int Acts { get; set; }

    /// <summary>Due now for whoever leases first; a worker that still holds it is fenced out.</summary>
    public void MakeDue(DateTimeOffset now) => Rest(FollowUpState.Waiting, now);

    public void Finish(DateTimeOffset now)
    {
        Rest(FollowUpState.Done, now);
        (DoneAt, LastError) = (now, null);
    }

    /// <summary>Nobody holds it from now on.</summary>
    public void Rest(FollowUpState state, DateTimeOffset nextTry) =>
        (State, NextTryAt, Lease, LeasedBy, LeasedUntil, DoneAt) = (state, nextTry, null, null, null, null);
}

/// <summary>Stored as numbers: append only.</summary>
public enum StepState
{
    Waiting = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
    /// <summary>Left out for the reason that is noted: there was nothing to do, or a person decided so.</summary>
    Skipped = 4,
}

/// <summary>How one step of a follow-up went.</summary>
public sealed class FollowUpStep
{
    public required Guid FollowUp { get; init; }
    public required string Name { get; init; }
    public int Order { get; set; }
    public StepState State { get; set; }
    public int Attempts { get; set; }
    public string? LastError { get; set; }
    /// <summary>Why it was skipped, or what it waits for: a code that pages know, or a person's own words.</summary>
    public string? Note { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public int? DurationMs { get; set; }

    /// <summary>Never to be run again, unless a person wants it.</summary>
    public bool Over => State is StepState.Done or StepState.Skipped;
}

/// <summary>What a person may do with a follow-up. Stored as numbers: append only.</summary>
public enum FollowUpMove { Retry = 0, Skip = 1, Replay = 2 }

/// <summary>A person took a follow-up in hand: who, when, what and why. Never changed, never deleted.</summary>
public sealed class FollowUpAct
{
    public required Guid FollowUp { get; init; }
    public required int Serial { get; init; }
    public required FollowUpMove Move { get; init; }
    /// <summary>The step skipped or replayed from; null for a retry.</summary>
    public string? Step { get; init; }
    public string? Reason { get; init; }
    /// <summary>Name and number of the badge.</summary>
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
}
