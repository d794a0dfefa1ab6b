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
public sealed partial class FileCaseJob
{
    private readonly IWindowStore _store;
    private readonly IReadOnlyList<ICaseStep> _steps;
    private readonly CaseNews _news;
    private readonly FollowUpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FileCaseJob> _log;

    internal FileCaseJob(
        IWindowStore store, IEnumerable<ICaseStep> steps, CaseNews news, FollowUpOptions options, TimeProvider time, ILogger<FileCaseJob> log)
    {
        (_store, _news, _options, _time, _log) = (store, news, options, time, log);
        _steps = [.. steps];
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

        foreach (var step in _steps.Where(step => !run.Done.Contains(step.Name)))
        {
            if (!await TryStepAsync(held, run.Case, step, ct))
                return;
        }

        await AnnounceAsync(run.Case, ct);
    }

    /// <summary>Writes down all steps, so that people see what is to come, and reads which are done.</summary>
    private Task<Run?> BeginAsync(LeasedFollowUp held, CancellationToken ct) => _store.WriteAsync(async (db, token) =>
    {
        if (!await HoldAsync(db, held, token))
            return null;
        var known = await db.FollowUpSteps.Where(row => row.FollowUp == held.Id).ToListAsync(token);
        var missing = _steps.Where(step => known.All(row => row.Name != step.Name));
        db.FollowUpSteps.AddRange(missing.Select(step => new FollowUpStep { FollowUp = held.Id, Name = step.Name, Order = OrderOf(step) }));
        var subject = await db.FollowUps.Where(row => row.Id == held.Id).Select(row => row.Subject).SingleAsync(token);
        return new Run(new(subject), known.Where(row => row.State == StepState.Done).Select(row => row.Name).ToHashSet());
    }, ct);

    private async Task<bool> TryStepAsync(LeasedFollowUp held, CaseId id, ICaseStep step, CancellationToken ct)
    {
        var started = _time.GetUtcNow();
        try
        {
            var effect = await step.PrepareAsync(id, ct);
            return await _store.WriteAsync((db, token) => ApplyAsync(db, held, id, step, effect, started, token), ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            StepFailed(_log, failure, step.Name, id);
            await _store.WriteAsync((db, token) => RecordFailureAsync(db, held, step, failure, started, token), ct);
            return false;
        }
    }

    // Fence, effect and mark in one transaction; with the last step, the row's end as well.
    private async Task<bool> ApplyAsync(
        WindowDb db, LeasedFollowUp held, CaseId id, ICaseStep step, CaseEffect effect, DateTimeOffset started, CancellationToken ct)
    {
        if (!await HoldAsync(db, held, ct))
            return false;
        var now = _time.GetUtcNow();
        await effect(new(db, await db.Cases.SingleAsync(row => row.Id == id, ct), now), ct);
        var mark = await db.FollowUpSteps.SingleAsync(row => row.FollowUp == held.Id && row.Name == step.Name, ct);
        Mark(mark, StepState.Done, started, now, null);
        if (OrderOf(step) == _steps.Count - 1)
            await FinishAsync(db, held, now, ct);
        return true;
    }

    private static async Task FinishAsync(WindowDb db, LeasedFollowUp held, DateTimeOffset now, CancellationToken ct)
    {
        var row = await db.FollowUps.SingleAsync(row => row.Id == held.Id, ct);
        (row.State, row.DoneAt, row.Lease, row.LeasedBy, row.LeasedUntil, row.LastError) = (FollowUpState.Done, now, null, null, null, null);
    }

    private async Task RecordFailureAsync(
        WindowDb db, LeasedFollowUp held, ICaseStep step, Exception failure, DateTimeOffset started, CancellationToken ct)
    {
        if (!await HoldAsync(db, held, ct))
            return;
        var now = _time.GetUtcNow();
        var mark = await db.FollowUpSteps.SingleAsync(row => row.FollowUp == held.Id && row.Name == step.Name, ct);
        // The kind of failure and not its text: texts of databases and people carry personal data.
        Mark(mark, StepState.Failed, started, now, failure.GetType().Name);
        var row = await db.FollowUps.SingleAsync(row => row.Id == held.Id, ct);
        row.State = mark.Attempts >= _options.Attempts ? FollowUpState.Dead : FollowUpState.Waiting;
        (row.NextTryAt, row.LastError, row.Lease, row.LeasedBy, row.LeasedUntil) =
            (now + _options.RetryAfter(mark.Attempts), $"{step.Name}: {mark.LastError}", null, null, null);
    }

    private static void Mark(FollowUpStep mark, StepState state, DateTimeOffset started, DateTimeOffset now, string? error)
    {
        mark.Attempts++;
        (mark.State, mark.StartedAt, mark.LastError) = (state, started, error);
        mark.DoneAt = state == StepState.Done ? now : null;
        mark.DurationMs = (int)(now - started).TotalMilliseconds;
    }

    private async Task AnnounceAsync(CaseId id, CancellationToken ct)
    {
        var filed = await _store.ReadAsync((db, token) => db.Cases.SingleAsync(row => row.Id == id, token), ct);
        if (filed.State == CaseState.Filed)
            _news.Announce(filed);
        Filed(_log, filed.Number!, id);
    }

    private Task<bool> HoldAsync(WindowDb db, LeasedFollowUp held, CancellationToken ct) =>
        OutboxLeases.HoldAsync(db, held, _time.GetUtcNow() + _options.Lease, ct);

    private int OrderOf(ICaseStep step) => _steps.TakeWhile(other => other.Name != step.Name).Count();

    private sealed record Run(CaseId Case, IReadOnlySet<string> Done);

    [LoggerMessage(5010, LogLevel.Information, "Case {Number} is filed ({CaseId})")]
    private static partial void Filed(ILogger log, string number, CaseId caseId);

    [LoggerMessage(5011, LogLevel.Warning, "Step {Step} of case {CaseId} failed; it is tried again later")]
    private static partial void StepFailed(ILogger log, Exception failure, string step, CaseId caseId);

    [LoggerMessage(5012, LogLevel.Debug, "Follow-up {FollowUpId} has passed to another worker")]
    private static partial void LeaseGone(ILogger log, Guid followUpId);
}
