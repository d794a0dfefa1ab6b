using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

/// <summary>
/// Runs the steps of one follow-up under its lease. What a crash means: before a step's commit, the step leaves nothing and is run
/// again; after it, the next run starts with the next step; after the last one, the row is done. Failures are kept in our own
/// table, so Hangfire never sees one and never retries.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed partial class FollowUpJob
{
    private readonly IWindowStore _store;
    private readonly ILookup<string, IFollowUpStep> _steps;
    private readonly CaseNews _news;
    private readonly FollowUpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FollowUpJob> _log;

    internal FollowUpJob(
        IWindowStore store, IEnumerable<IFollowUpStep> steps, CaseNews news, FollowUpOptions options, TimeProvider time, ILogger<FollowUpJob> log)
    {
        (_store, _news, _options, _time, _log) = (store, news, options, time, log);
        _steps = steps.ToLookup(step => step.Kind);
    }

    /// <param name="id">The follow-up's row.</param>
    /// <param name="lease">The fencing token it was handed out with.</param>
    public async Task RunAsync(Guid id, Guid lease, CancellationToken ct)
    {
        var held = new LeasedFollowUp(id, lease);
        if (await BeginAsync(held, ct) is not { } run)
        {
            LeaseGone(_log, id);
            return;
        }

        foreach (var step in run.Steps)
        {
            if (!await TryStepAsync(held, run, step, ct))
                return;
        }

        if (run.Kind == FollowUpEntry.FileCase)
            await AnnounceAsync(new(run.Subject), ct);
    }

    /// <summary>Writes down all steps, so that people see what is to come, and reads which are over.</summary>
    private Task<Run?> BeginAsync(LeasedFollowUp held, CancellationToken ct) => _store.WriteAsync(async (db, token) =>
    {
        if (!await HoldAsync(db, held, token))
            return null;
        var row = await db.FollowUps.SingleAsync(row => row.Id == held.Id, token);
        var known = await db.FollowUpSteps.Where(step => step.FollowUp == held.Id).ToDictionaryAsync(step => step.Name, token);
        foreach (var (step, order) in _steps[row.Kind].Select((step, order) => (step, order)))
        {
            if (known.TryGetValue(step.Name, out var mark)) mark.Order = order;
            else db.FollowUpSteps.Add(new() { FollowUp = held.Id, Name = step.Name, Order = order });
        }

        var left = _steps[row.Kind].Where(step => !known.TryGetValue(step.Name, out var mark) || !mark.Over).ToList();
        // A follow-up of which a person has skipped the last step.
        if (left.Count == 0)
            row.Finish(_time.GetUtcNow());
        return new Run(row.Kind, row.Subject, left);
    }, ct);

    private async Task<bool> TryStepAsync(LeasedFollowUp held, Run run, IFollowUpStep step, CancellationToken ct)
    {
        var started = _time.GetUtcNow();
        try
        {
            var plan = await PrepareAsync(held, run, step, ct);
            return await _store.WriteAsync((db, token) => CarryOutAsync(db, held, run, step, plan, started, token), ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            StepFailed(_log, failure, step.Name, run.Kind, run.Subject);
            await _store.WriteAsync((db, token) => RecordFailureAsync(db, held, step, failure, started, token), ct);
            return false;
        }
    }

    private async Task<StepPlan> PrepareAsync(LeasedFollowUp held, Run run, IFollowUpStep step, CancellationToken ct)
    {
        await using var keeper = LeaseKeeper.Start(_store, held, _options.Lease, _time, ct);
        return await step.PrepareAsync(run.Subject, keeper.Lost);
    }

    // Fence, effect and mark in one transaction; with the last step, the row's end as well.
    private async Task<bool> CarryOutAsync(
        WindowDb db, LeasedFollowUp held, Run run, IFollowUpStep step, StepPlan plan, DateTimeOffset started, CancellationToken ct)
    {
        if (!await HoldAsync(db, held, ct))
            return false;
        var now = _time.GetUtcNow();
        var row = await db.FollowUps.SingleAsync(row => row.Id == held.Id, ct);
        var mark = await MarkOf(db, held, step, ct);
        if (plan is StepPlan.Later later)
        {
            (mark.State, mark.Note, mark.LastError) = (StepState.Waiting, later.Reason, null);
            row.Rest(FollowUpState.Waiting, now + later.Again);
            return false;
        }

        if (plan is StepPlan.Effect effect)
            await effect.Apply(new(db, now), ct);
        Mark(mark, plan is StepPlan.Nothing ? StepState.Skipped : StepState.Done, started, now, null);
        mark.Note = (plan as StepPlan.Nothing)?.Reason;
        if (step == run.Steps[^1])
            row.Finish(now);
        return true;
    }

    private async Task RecordFailureAsync(
        WindowDb db, LeasedFollowUp held, IFollowUpStep step, Exception failure, DateTimeOffset started, CancellationToken ct)
    {
        if (!await HoldAsync(db, held, ct))
            return;
        var now = _time.GetUtcNow();
        var mark = await MarkOf(db, held, step, ct);
        // The kind of failure and not its text: texts of databases and people carry personal data.
        Mark(mark, StepState.Failed, started, now, failure.GetType().Name);
        var row = await db.FollowUps.SingleAsync(row => row.Id == held.Id, ct);
        row.Rest(mark.Attempts >= _options.Attempts ? FollowUpState.Dead : FollowUpState.Waiting, now + _options.RetryAfter(mark.Attempts));
        row.LastError = $"{step.Name}: {mark.LastError}";
    }

    private static Task<FollowUpStep> MarkOf(WindowDb db, LeasedFollowUp held, IFollowUpStep step, CancellationToken ct) =>
        db.FollowUpSteps.SingleAsync(row => row.FollowUp == held.Id && row.Name == step.Name, ct);

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

    /// <param name="Steps">Those that are not over, in order.</param>
    private sealed record Run(string Kind, Guid Subject, IReadOnlyList<IFollowUpStep> Steps);

    [LoggerMessage(5010, LogLevel.Information, "Case {Number} is filed ({CaseId})")]
    private static partial void Filed(ILogger log, string number, CaseId caseId);

    [LoggerMessage(5011, LogLevel.Warning, "Step {Step} of {Kind} {Subject} failed; it is tried again later")]
    private static partial void StepFailed(ILogger log, Exception failure, string step, string kind, Guid subject);

    [LoggerMessage(5012, LogLevel.Debug, "Follow-up {FollowUpId} has passed to another worker")]
    private static partial void LeaseGone(ILogger log, Guid followUpId);
}
