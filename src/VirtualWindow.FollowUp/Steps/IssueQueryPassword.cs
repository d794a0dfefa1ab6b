using VirtualWindow.Domain;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>The password that, with the number, opens the case's progress. A second one made by a repeated run is thrown away.</summary>
internal sealed class IssueQueryPassword(QueryPasswords passwords) : CaseStep(FollowUpEntry.FileCase, "issue-query-password")
{
    public override bool Quick => true;

    protected override ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct)
    {
        var password = passwords.Issue();
        return new(Do(id, (work, _) =>
        {
            work.Case.IssuePassword(password);
            return Task.CompletedTask;
        }));
    }
}
