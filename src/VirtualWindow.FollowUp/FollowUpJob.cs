using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

/// <summary>
/// Runs the steps of one follow-up under its lease. Quick steps that follow one another are one transaction; every other step is one of its
/// own. What a crash means: before a commit, nothing of it is left and it is run again; after it, the next run starts with the next step;
/// after the last one, the row is done. Failures are kept in our own table, so Hangfire never sees one and never retries.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed partial class FollowUpJob
{
    private readonly IWindowStore _store;
    private readonly ILookup<string, IFollowUpStep> _steps;
    private readonly CaseNews _news;
    private readonly WorkInHand _inHand;
    private readonly FollowUpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FollowUpJob> _log;

    internal FollowUpJob(
        IWindowStore store, IEnumerable<IFollowUpStep> steps, CaseNews news, WorkInHand inHand, FollowUpOptions options, TimeProvider time, ILogger<FollowUpJob> log)
    {
        (_store, _news, _inHand, _options, _time, _log) = (store, news, inHand, options, time, log);
        _steps = steps.ToLookup(step => step.Kind);
    }

    /// <param name="id">The follow-up's row.</param>
    /// <param name="lease">The fencing token it was handed out with.</param>
    public async Task RunAsync(Guid id, Guid lease, CancellationToken ct)
    {
        if (await FindAsync(new(id, lease), ct) is not { } run) LeaseGone(_log, id);
        else if (await RunAsync(run, ct) && run.Kind == FollowUpEntry.FileCase) await AnnounceAsync(new(run.Subject), ct);
        _inHand.Finished();
    }

    /// <returns>True when every step is over.</returns>
    private async Task<bool> RunAsync(Run run, CancellationToken ct)
    {
        var quick = run.Left.TakeWhile(step => step.Quick).ToList();
        // What fails together is tried one by one: what was good is kept, and the one that failed is known.
        var together = quick.Count > 1 ? await TryTogetherAsync(run, quick, ct) : Together.NotTried;
        if (together == Together.LeaseGone) return false;
        var left = together == Together.Done ? run.Left.Skip(quick.Count).ToList() : run.Left;
        if (together != Together.Done && !await _store.WriteAsync((db, token) => WriteDownAsync(db, run, token), ct)) return false;
        foreach (var step in left)
            if (!await TryStepAsync(run, step, ct)) return false;
        return true;
    }

    /// <returns>Null when the lease is not ours any more.</returns>
    private Task<Run?> FindAsync(LeasedFollowUp held, CancellationToken ct) => _store.ReadAsync(async (db, token) =>
    {
        if (await db.FollowUps.SingleOrDefaultAsync(row => row.Id == held.Id && row.Lease == held.Lease, token) is not { } row) return null;
        var over = await db.FollowUpSteps.Where(step => step.FollowUp == held.Id && (step.State == StepState.Done || step.State == StepState.Skipped))
            .Select(step => step.Name).ToListAsync(token);
        return new Run(held, row.Kind, row.Subject, [.. _steps[row.Kind].Where(step => !over.Contains(step.Name))]);
    }, ct);

    /// <summary>Writes down all steps, so that people see what is to come.</summary>
    private async Task<bool> WriteDownAsync(WindowDb db, Run run, CancellationToken ct)
    {
        if (!await HoldAsync(db, run.Held, ct)) return false;
        await MarksAsync(db, run, ct);
        // A follow-up of which a person has skipped the last step.
        if (run.Left.Count == 0) (await RowAsync(db, run, ct)).Finish(_time.GetUtcNow());
        return true;
    }

    private async Task<Together> TryTogetherAsync(Run run, List<IFollowUpStep> quick, CancellationToken ct)
    {
        var started = _time.GetUtcNow();
        try
        {
            var plans = new List<StepPlan>(quick.Count);
            foreach (var step in quick) plans.Add(await step.PrepareAsync(run.Subject, ct));
            if (plans.Exists(plan => plan is StepPlan.Later)) return Together.NotTried;
            return await _store.WriteAsync((db, token) => CarryOutTogetherAsync(db, run, quick, plans, started, token), ct) ? Together.Done : Together.LeaseGone;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            NotTogether(_log, failure, run.Kind, run.Subject);
            return Together.Failed;
        }
    }

    private async Task<bool> CarryOutTogetherAsync(
        WindowDb db, Run run, List<IFollowUpStep> quick, List<StepPlan> plans, DateTimeOffset started, CancellationToken ct)
    {
        if (!await HoldAsync(db, run.Held, ct)) return false;
        var marks = await MarksAsync(db, run, ct);
        foreach (var (step, plan) in quick.Zip(plans))
            await ApplyAsync(db, marks[step.Name], plan, started, ct);
        if (quick.Count == run.Left.Count) (await RowAsync(db, run, ct)).Finish(_time.GetUtcNow());
        return true;
    }

    private async Task<bool> TryStepAsync(Run run, IFollowUpStep step, CancellationToken ct)
    {
        var started = _time.GetUtcNow();
        try
        {
            var plan = await PrepareAsync(run, step, ct);
            return await _store.WriteAsync((db, token) => CarryOutAsync(db, run, step, plan, started, token), ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            StepFailed(_log, failure, step.Name, run.Kind, run.Subject);
            await _store.WriteAsync((db, token) => RecordFailureAsync(db, run, step, failure, started, token), ct);
            return false;
        }
    }

    private async Task<StepPlan> PrepareAsync(Run run, IFollowUpStep step, CancellationToken ct)
    {
        await using var keeper = LeaseKeeper.Start(_store, run.Held, _options.Lease, _time, ct);
        return await step.PrepareAsync(run.Subject, keeper.Lost);
    }

    // Fence, effect and mark in one transaction; with the last step, the row's end as well.
    private async Task<bool> CarryOutAsync(WindowDb db, Run run, IFollowUpStep step, StepPlan plan, DateTimeOffset started, CancellationToken ct)
    {
        if (!await HoldAsync(db, run.Held, ct)) return false;
        var mark = await MarkOf(db, run, step, ct);
        if (plan is StepPlan.Later later)
        {
            (mark.State, mark.Note, mark.LastError) = (StepState.Waiting, later.Reason, null);
            (await RowAsync(db, run, ct)).Rest(FollowUpState.Waiting, _time.GetUtcNow() + later.Again);
            return false;
        }

        await ApplyAsync(db, mark, plan, started, ct);
        if (step == run.Left[^1]) (await RowAsync(db, run, ct)).Finish(_time.GetUtcNow());
        return true;
    }

    private async Task ApplyAsync(WindowDb db, FollowUpStep mark, StepPlan plan, DateTimeOffset started, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        var reason = plan switch
        {
            StepPlan.Effect effect => await effect.Apply(new(db, now), ct),
            StepPlan.Nothing nothing => nothing.Reason,
            _ => throw new InvalidOperationException("A step that waits has nothing to apply."),
        };
        Mark(mark, reason is null ? StepState.Done : StepState.Skipped, started, now, null);
        mark.Note = reason;
    }

    private async Task RecordFailureAsync(WindowDb db, Run run, IFollowUpStep step, Exception failure, DateTimeOffset started, CancellationToken ct)
    {
        if (!await HoldAsync(db, run.Held, ct)) return;
        var now = _time.GetUtcNow();
        var mark = await MarkOf(db, run, step, ct);
        Mark(mark, StepState.Failed, started, now, StepToldException.Describe(failure));
        var row = await RowAsync(db, run, ct);
        row.Rest(mark.Attempts >= _options.Attempts ? FollowUpState.Dead : FollowUpState.Waiting, now + _options.RetryAfter(mark.Attempts));
        row.LastError = $"{step.Name}: {mark.LastError}";
    }

    /// <summary>The rows of all steps of the run's kind, each in its place; missing ones are added.</summary>
    private async Task<Dictionary<string, FollowUpStep>> MarksAsync(WindowDb db, Run run, CancellationToken ct)
    {
        var marks = await db.FollowUpSteps.Where(step => step.FollowUp == run.Held.Id).ToDictionaryAsync(step => step.Name, ct);
        foreach (var (step, order) in _steps[run.Kind].Select((step, order) => (step, order)))
        {
            if (marks.TryGetValue(step.Name, out var mark)) mark.Order = order;
            else db.FollowUpSteps.Add(marks[step.Name] = new() { FollowUp = run.Held.Id, Name = step.Name, Order = order });
        }

        return marks;
    }

    private static Task<FollowUpEntry> RowAsync(WindowDb db, Run run, CancellationToken ct) => db.FollowUps.SingleAsync(row => row.Id == run.Held.Id, ct);

    private static Task<FollowUpStep> MarkOf(WindowDb db, Run run, IFollowUpStep step, CancellationToken ct) =>
        db.FollowUpSteps.SingleAsync(row => row.FollowUp == run.Held.Id && row.Name == step.Name, ct);

    private static void Mark(FollowUpStep mark, StepState state, DateTimeOffset started, DateTimeOffset now, string? error)
    {
        mark.Attempts++;
        (mark.State, mark.StartedAt, mark.LastError) = (state, started, error);
        mark.DoneAt = state == StepState.Failed ? null : now;
        mark.DurationMs = (int)(now - started).TotalMilliseconds;
    }

    private async Task AnnounceAsync(CaseId id, CancellationToken ct)
    {
        var filed = await _store.ReadAsync((db, token) => db.Cases.SingleAsync(row => row.Id == id, token), ct);
        if (filed.State != CaseState.Filed)
            return;
        _news.Announce(filed);
        Filed(_log, filed.Number!, id);
    }

    private Task<bool> HoldAsync(WindowDb db, LeasedFollowUp held, CancellationToken ct) =>
        OutboxLeases.HoldAsync(db, held, _time.GetUtcNow() + _options.Lease, ct);

    private enum Together { NotTried, Done, Failed, LeaseGone }

    /// <param name="Left">Steps that are not over, in order.</param>
    private sealed record Run(LeasedFollowUp Held, string Kind, Guid Subject, IReadOnlyList<IFollowUpStep> Left);

    [LoggerMessage(5010, LogLevel.Information, "Case {Number} is filed ({CaseId})")]
    private static partial void Filed(ILogger log, string number, CaseId caseId);

    [LoggerMessage(5011, LogLevel.Warning, "Step {Step} of {Kind} {Subject} failed; it is tried again later")]
    private static partial void StepFailed(ILogger log, Exception failure, string step, string kind, Guid subject);

    [LoggerMessage(5012, LogLevel.Debug, "Follow-up {FollowUpId} has passed to another worker")]
    private static partial void LeaseGone(ILogger log, Guid followUpId);

    [LoggerMessage(5013, LogLevel.Debug, "The quick steps of {Kind} {Subject} did not succeed together; they are tried one by one")]
    private static partial void NotTogether(ILogger log, Exception failure, string kind, Guid subject);
}
