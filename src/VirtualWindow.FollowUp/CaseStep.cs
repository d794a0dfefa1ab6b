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

    public ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct) => PrepareAsync(new CaseId(subject), ct);

    protected virtual ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct) => new(Do(id, ApplyAsync));

    protected virtual Task ApplyAsync(CaseWork work, CancellationToken ct) => Task.CompletedTask;

    protected static StepPlan Do(CaseId id, Func<CaseWork, CancellationToken, Task> apply) => StepPlan.Do(async (work, ct) =>
        await apply(new(work.Db, await work.Db.Cases.SingleAsync(row => row.Id == id, ct), work.Now), ct));
}
