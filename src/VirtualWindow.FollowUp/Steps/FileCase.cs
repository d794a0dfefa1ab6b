using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Pending → Filed, once: the state machine refuses a second time, the step asks first.</summary>
internal sealed class FileCase : ICaseStep
{
    public string Name => "file-case";

    public ValueTask<CaseEffect> PrepareAsync(CaseId id, CancellationToken ct) => new(ApplyAsync);

    private static Task ApplyAsync(CaseWork work, CancellationToken ct)
    {
        if (work.Case.State == CaseState.Pending)
            work.Case.File(work.Now);
        return Task.CompletedTask;
    }
}
