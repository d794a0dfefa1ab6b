using Microsoft.EntityFrameworkCore;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

/// <summary>What came of a person's intervention.</summary>
public enum Intervened
{
    Done,
    NotFound,
    /// <summary>Nothing to do there: it is over, or (retry) it waits for nobody.</summary>
    NotNow,
    /// <summary>What comes after cannot be without this step.</summary>
    NotSkippable,
}

/// <summary>
/// A person takes a follow-up in hand: tries it again, leaves a step out with a reason, or runs it anew from any step. A worker that
/// holds it at that moment is fenced out, so that nothing of what it was doing counts. Each act is written down.
/// </summary>
public sealed class Interventions(IWindowStore store, OutboxBell bell, TimeProvider time, IEnumerable<IFollowUpStep> steps)
{
    private readonly HashSet<(string Kind, string Name)> _skippable = [.. steps.Where(step => step.MayBeSkipped).Select(step => (step.Kind, step.Name))];

    public bool MayBeSkipped(string kind, string step) => _skippable.Contains((kind, step));

    /// <summary>A dead letter is tried again; what waits for its next try gets it now.</summary>
    public Task<Intervened> RetryAsync(Guid id, string by, CancellationToken ct) => ActAsync(id, FollowUpMove.Retry, null, null, by, (row, _) =>
        row.State is FollowUpState.Dead or FollowUpState.Waiting ? Intervened.Done : Intervened.NotNow, ct);

    /// <param name="reason">Why it is left out; shown with the step from then on.</param>
    public Task<Intervened> SkipAsync(Guid id, string step, string reason, string by, CancellationToken ct) =>
        ActAsync(id, FollowUpMove.Skip, step, reason, by, (row, marks) =>
        {
            if (marks.Find(mark => mark.Name == step) is not { } mark) return Intervened.NotFound;
            if (mark.Over) return Intervened.NotNow;
            if (!MayBeSkipped(row.Kind, step)) return Intervened.NotSkippable;
            (mark.State, mark.Note, mark.LastError, mark.DoneAt) = (StepState.Skipped, reason, null, time.GetUtcNow());
            return Intervened.Done;
        }, ct);

    /// <summary>Runs the step and all after it anew. Steps are idempotent: a number, a password, a filed case stay what they are.</summary>
    public Task<Intervened> ReplayAsync(Guid id, string step, string? reason, string by, CancellationToken ct) =>
        ActAsync(id, FollowUpMove.Replay, step, reason, by, (_, marks) =>
        {
            if (marks.Find(mark => mark.Name == step) is not { } from) return Intervened.NotFound;
            foreach (var mark in marks.Where(mark => mark.Order >= from.Order))
                (mark.State, mark.Note, mark.LastError, mark.DoneAt) = (StepState.Waiting, null, null, null);
            return Intervened.Done;
        }, ct);

    private async Task<Intervened> ActAsync(
        Guid id, FollowUpMove move, string? step, string? reason, string by, Func<FollowUpEntry, List<FollowUpStep>, Intervened> act, CancellationToken ct)
    {
        var came = await store.WriteAsync(async (db, token) =>
        {
            if (await db.FollowUps.SingleOrDefaultAsync(row => row.Id == id, token) is not { } row) return Intervened.NotFound;
            var result = act(row, await db.FollowUpSteps.Where(mark => mark.FollowUp == id).OrderBy(mark => mark.Order).ToListAsync(token));
            if (result != Intervened.Done) return result;
            row.MakeDue(time.GetUtcNow());
            db.FollowUpActs.Add(new() { FollowUp = id, Serial = ++row.Acts, Move = move, Step = step, Reason = reason, By = by, At = time.GetUtcNow() });
            return result;
        }, ct);
        bell.Ring();
        return came;
    }
}
