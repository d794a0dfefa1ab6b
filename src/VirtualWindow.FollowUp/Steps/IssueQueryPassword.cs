using VirtualWindow.Domain;
using VirtualWindow.Storage.Cases;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>The password that, with the number, opens the case's progress. A second one made by a repeated run is thrown away.</summary>
internal sealed class IssueQueryPassword(QueryPasswords passwords) : ICaseStep
{
    public string Name => "issue-query-password";

    public ValueTask<CaseEffect> PrepareAsync(CaseId id, CancellationToken ct)
    {
        var password = passwords.Issue();
        return new((work, _) =>
        {
            work.Case.IssuePassword(password);
            return Task.CompletedTask;
        });
    }
}
