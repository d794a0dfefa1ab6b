using VirtualWindow.Storage;

namespace VirtualWindow.FollowUp;

/// <summary>What an effect works on, inside the running transaction.</summary>
public sealed record StepWork(WindowDb Db, DateTimeOffset Now);

/// <summary>What a step does. Runs in the transaction that checks the lease and marks the step done.</summary>
/// <returns>Null when it was done; else the reason (see <see cref="StepReasons"/>) why there was nothing to do.</returns>
public delegate Task<string?> StepEffect(StepWork work, CancellationToken ct);

/// <summary>What a step has found out about itself.</summary>
public abstract record StepPlan
{
    private StepPlan()
    {
    }

    public static StepPlan Do(StepEffect effect) => new Effect(effect);

    public static StepPlan Do(Func<StepWork, CancellationToken, Task> effect) => new Effect(async (work, ct) =>
    {
        await effect(work, ct);
        return null;
    });

    /// <param name="reason">A code that pages know (see <see cref="StepReasons"/>).</param>
    public static StepPlan Skip(string reason) => new Nothing(reason);

    /// <summary>What it needs will come, but is not there yet; not a failure.</summary>
    public static StepPlan NotYet(string reason, TimeSpan again) => new Later(reason, again);

    public sealed record Effect(StepEffect Apply) : StepPlan;

    public sealed record Nothing(string Reason) : StepPlan;

    public sealed record Later(string Reason, TimeSpan Again) : StepPlan;
}

/// <summary>
/// One step of a follow-up. It asks its subject whether it is done, works, records. A crash before the transaction's commit leaves
/// nothing of it; after the commit it is never run again, unless a person replays it: then too it must change nothing twice.
/// </summary>
public interface IFollowUpStep
{
    /// <summary>The follow-ups it belongs to; steps of one kind run in the order of their registration.</summary>
    string Kind { get; }

    /// <summary>Stable: the name is stored.</summary>
    string Name { get; }

    /// <summary>False when what comes after cannot be without it: nobody may skip it.</summary>
    bool MayBeSkipped { get; }

    /// <summary>
    /// Its preparation takes no time and asks nothing that a step before it changes: quick steps that follow one another are prepared
    /// together and share one transaction, so that a case is filed with one commit.
    /// </summary>
    bool Quick => false;

    /// <summary>Work that must not hold up the database (encryption, film, calls to the outside with an idempotency key); may run more
    /// than once. Most steps have none.</summary>
    ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct);
}

/// <summary>Why steps skip themselves or wait: codes that pages translate.</summary>
public static class StepReasons
{
    public const string NoRecording = "no-recording";
    public const string NoTool = "no-ffmpeg";
    public const string FilesElsewhere = "files-elsewhere";
    public const string RecordingOpen = "recording-open";
    public const string NotFiled = "not-filed";
    public const string NoticesOpen = "notices-open";
    public const string LegalHold = "legal-hold";
    public const string NotDue = "not-due";
    public const string NothingApplied = "nothing-applied";
    public const string NoPhone = "no-phone";
    public const string Rated = "rated";
    public const string LinkedCase = "linked-case";
    /// <summary>The endpoint of a webhook did not answer with 2xx; it is called again.</summary>
    public const string NotTaken = "not-taken";
    public const string GivenUp = "given-up";
    /// <summary>An order that somebody is at work on, or that is on its way.</summary>
    public const string BeingMade = "being-made";
    public const string NotFetchedYet = "not-fetched";
    public const string OnItsWay = "on-its-way";
    public const string PickUp = "pick-up";
    public const string Cancelled = "cancelled";
}
