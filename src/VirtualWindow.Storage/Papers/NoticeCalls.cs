using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Storage.Papers;

/// <summary>Calls for the papers that acts of a procedure need, in the very transaction of the act: no act without its paper.</summary>
public static class NoticeCalls
{
    /// <param name="procedure">Its record holds the lines that were added in this transaction.</param>
    /// <param name="caseNumber">For the page that shows the follow-up.</param>
    public static void CallForNotices(this WindowDb db, Procedure procedure, string caseNumber, DateTimeOffset now)
    {
        foreach (var line in procedure.Record.Where(line => db.Entry(line).State is Microsoft.EntityFrameworkCore.EntityState.Added or Microsoft.EntityFrameworkCore.EntityState.Detached))
        {
            if (NoticeKinds.CalledForBy(line.Move) is not { } kind) continue;
            var notice = CaseNotice.Call(new(Guid.CreateVersion7(now)), procedure.Id, line.Serial, kind, now);
            db.CaseNotices.Add(notice);
            db.Promise(FollowUpEntry.IssueNotice, notice.Id.Value, now, FollowUpLane.Papers, $"{caseNumber} {kind.Name()}");
        }
    }
}
