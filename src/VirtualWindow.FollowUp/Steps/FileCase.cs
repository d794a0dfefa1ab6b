using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Pending → Filed, once: the state machine refuses a second time, the step asks first.</summary>
internal sealed class FileCase() : CaseStep(FollowUpEntry.FileCase, "file-case")
{
    protected override Task ApplyAsync(CaseWork work, CancellationToken ct)
    {
        if (work.Case.State == CaseState.Pending)
            work.Case.File(work.Now);
        return Task.CompletedTask;
    }
}
