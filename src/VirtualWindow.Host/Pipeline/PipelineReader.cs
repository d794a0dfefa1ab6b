using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Pipeline;
using VirtualWindow.Domain;
using VirtualWindow.FollowUp;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Host.Pipeline;

/// <summary>Runs and steps of the follow-up as an admin sees them.</summary>
internal sealed class PipelineReader(IWindowStore store, Interventions interventions, TimeProvider time)
{
    private const int AtMost = 200;

    public Task<RunList> ListAsync(RunFilter filter, CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var now = time.GetUtcNow();
        var rows = await Chosen(db, filter).OrderByDescending(row => row.State == FollowUpState.Dead).ThenByDescending(row => row.CreatedAt)
            .Take(AtMost).ToListAsync(token);
        var dayAgo = now.AddDays(-1);
        return new RunList(
            await RowsAsync(db, rows, token), await db.FollowUps.CountAsync(row => row.State == FollowUpState.Waiting || row.State == FollowUpState.Leased, token),
            await db.FollowUps.CountAsync(row => row.State == FollowUpState.Dead, token), await db.FollowUps.CountAsync(row => row.DoneAt > dayAgo, token));
    }, ct);

    public Task<RunDetails?> FindAsync(Guid id, CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        if (await db.FollowUps.SingleOrDefaultAsync(row => row.Id == id, token) is not { } row) return null;
        var steps = await db.FollowUpSteps.Where(step => step.FollowUp == id).OrderBy(step => step.Order).ToListAsync(token);
        var acts = await db.FollowUpActs.Where(act => act.FollowUp == id).OrderByDescending(act => act.Serial).ToListAsync(token);
        return new RunDetails(
            (await RowsAsync(db, [row], token))[0], [.. steps.Select(step => View(row.Kind, step))],
            [.. acts.Select(act => new RunAct(Word(act.Move), act.Step, act.Reason, act.By, act.At))]);
    }, ct);

    private static IQueryable<FollowUpEntry> Chosen(WindowDb db, RunFilter filter) => filter switch
    {
        RunFilter.Dead => db.FollowUps.Where(row => row.State == FollowUpState.Dead),
        RunFilter.Open => db.FollowUps.Where(row => row.State != FollowUpState.Done),
        _ => db.FollowUps,
    };

    private static async Task<IReadOnlyList<RunRow>> RowsAsync(WindowDb db, List<FollowUpEntry> rows, CancellationToken ct)
    {
        var (ids, subjects) = (rows.Select(row => row.Id).ToArray(), rows.Select(row => new CaseId(row.Subject)).ToArray());
        var numbers = await db.Cases.Where(filed => subjects.Contains(filed.Id)).Select(filed => new { filed.Id, filed.Number }).ToDictionaryAsync(filed => filed.Id.Value, ct);
        var next = (await db.FollowUpSteps.Where(step => ids.Contains(step.FollowUp) && step.State != StepState.Done && step.State != StepState.Skipped).ToListAsync(ct))
            .GroupBy(step => step.FollowUp).ToDictionary(steps => steps.Key, steps => steps.MinBy(step => step.Order)!.Name);
        return [.. rows.Select(row => new RunRow(
            row.Id.ToString("N"), row.Kind, row.Label ?? numbers.GetValueOrDefault(row.Subject)?.Number, View(row.State), row.CreatedAt, row.Attempts,
            row.State == FollowUpState.Waiting ? row.NextTryAt : null, row.DoneAt, next.GetValueOrDefault(row.Id), row.LastError))];
    }

    private RunStep View(string kind, FollowUpStep step) => new(
        step.Name, Word(step.State), step.Attempts, step.StartedAt, step.DoneAt, step.DurationMs, step.LastError, step.Note,
        !step.Over && interventions.MayBeSkipped(kind, step.Name));

    private static RunState View(FollowUpState state) => state switch
    {
        FollowUpState.Waiting => RunState.Waiting,
        FollowUpState.Leased => RunState.Running,
        FollowUpState.Done => RunState.Done,
        _ => RunState.Dead,
    };

    private static string Word(StepState state) => state switch
    {
        StepState.Waiting => "waiting",
        StepState.Running => "running",
        StepState.Done => "done",
        StepState.Skipped => "skipped",
        _ => "failed",
    };

    private static string Word(FollowUpMove move) => move switch
    {
        FollowUpMove.Retry => "retry",
        FollowUpMove.Skip => "skip",
        _ => "replay",
    };
}
