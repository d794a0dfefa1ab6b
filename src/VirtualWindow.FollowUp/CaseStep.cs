using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;

namespace VirtualWindow.FollowUp;

/// <summary>The case as it is inside the running transaction.</summary>
public sealed record CaseWork(WindowDb Db, Case Case, DateTimeOffset Now);

/// <summary>A step about one case. Most only override <see cref="ApplyAsync"/>.</summary>
/// <param name="mayBeSkipped">See <see cref="IFollowUpStep.MayBeSkipped"/>.</param>
internal abstract class CaseStep(string kind, string name, bool mayBeSkipped = false) : IFollowUpStep
{
    public string Kind => kind;
    public string Name => name;
    public bool MayBeSkipped => mayBeSkipped;
    public virtual bool Quick => false;

    public ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct) => PrepareAsync(new CaseId(subject), ct);

    protected virtual ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct) => new(Do(id, ApplyAsync));

    protected virtual Task ApplyAsync(CaseWork work, CancellationToken ct) => Task.CompletedTask;

    protected static StepPlan Do(CaseId id, Func<CaseWork, CancellationToken, Task> apply) =>
        StepPlan.Do(async (StepWork work, CancellationToken ct) => await apply(await WorkOnAsync(id, work, ct), ct));

    protected static async Task<CaseWork> WorkOnAsync(CaseId id, StepWork work, CancellationToken ct) =>
        new(work.Db, await work.Db.Cases.FindAsync([id], ct) ?? throw new InvalidOperationException($"There is no case {id}."), work.Now);
}

/// <summary>A step that only looks into the database and writes there; see <see cref="IFollowUpStep.Quick"/>.</summary>
internal abstract class QuickCaseStep(string kind, string name, bool mayBeSkipped = false) : CaseStep(kind, name, mayBeSkipped)
{
    public sealed override bool Quick => true;

    protected override ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct) =>
        new(StepPlan.Do(async (work, token) => await TryAsync(await WorkOnAsync(id, work, token), token)));

    /// <returns>Null when it was done; else why there was nothing to do.</returns>
    protected abstract Task<string?> TryAsync(CaseWork work, CancellationToken ct);
}
