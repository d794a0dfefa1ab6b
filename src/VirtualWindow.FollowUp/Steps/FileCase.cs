using VirtualWindow.Domain.Cases;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Pending → Filed, once: the state machine refuses a second time, the step asks first.</summary>
internal sealed class FileCase() : QuickCaseStep(FollowUpEntry.FileCase, "file-case")
{
    protected override async Task<string?> TryAsync(CaseWork work, CancellationToken ct)
    {
        if (work.Case.State != CaseState.Pending) return null;
        work.Case.File(work.Now);
        await work.Db.PublishFiledAsync(work.Case, work.Now, ct);
        return null;
    }
}
