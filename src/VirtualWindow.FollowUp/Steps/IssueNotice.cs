using Microsoft.EntityFrameworkCore;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Papers;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Papers.Notices;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>
/// Prints one notice, has it sealed where the rules ask, keeps it. A crash before the commit leaves a file that no row knows, and it is swept.
/// A character that no font has stops the notice and names it: a paper with a hole in somebody's name must not go out.
/// </summary>
internal sealed class IssueNotice(IWindowStore store, CasePapers papers, IPaperSeals seals, TimeProvider time) : IFollowUpStep
{
    public string Kind => FollowUpEntry.IssueNotice;
    public string Name => "issue-notice";
    public bool MayBeSkipped => true;

    public async ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct)
    {
        var id = new NoticeId(subject);
        var (called, file) = await store.ReadAsync(async (db, stop) =>
        {
            var called = await db.CaseNotices.SingleAsync(row => row.Id == id, stop);
            return (called, await CaseFile.LoadAsync(db, called.Case, stop));
        }, ct);
        if (called.Issued) return StepPlan.Do((_, _) => Task.CompletedTask);
        var notice = NoticeFacts.Of(file, called, time.GetUtcNow());
        var (printed, isSealed) = (Print(notice), called.Kind.IsSealed());
        var pdf = isSealed ? await seals.SealNoticeAsync(ToSeal(file, notice, printed), ct) : printed.Pdf;
        var kept = await papers.WriteAsync(called.Case, pdf, ct);
        return StepPlan.Do(async (work, stop) =>
            (await work.Db.CaseNotices.SingleAsync(row => row.Id == id, stop)).Issue(printed.Title, notice.Head.Number, isSealed, kept, work.Now));
    }

    private static PrintedNotice Print(Notice notice)
    {
        try
        {
            return notice.Print();
        }
        catch (MissingGlyphsException missing)
        {
            throw new StepToldException(missing.Message, missing);
        }
    }

    private static PaperToSeal ToSeal(CaseFile file, Notice notice, PrintedNotice printed) =>
        new(printed.Pdf, printed.Seal!.Value, file.AuthoritySite.Id, file.Authority, file.Case.Item, printed.Title, notice.Head.Number);
}
