using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Storage.Calendar;
using VirtualWindow.Storage.Materials;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Opens the authority's procedure as far as the clerk took it, with its first clock. A consultation has none.</summary>
internal sealed class OpenProcedure() : QuickCaseStep(FollowUpEntry.FileCase, "open-procedure")
{
    protected override async Task<string?> TryAsync(CaseWork work, CancellationToken ct)
    {
        var filing = work.Case;
        if (await work.Db.Procedures.AnyAsync(row => row.Id == filing.Id, ct)) return null;
        var item = await work.Db.Items.AsNoTracking().SingleAsync(row => row.Code == filing.Item, ct);
        var (site, calendar) = await work.Db.CalendarOfAsync(filing.AuthoritySite, ct);
        // A linked case has a checklist of its own; what its notice says is what the clerk noted.
        var told = filing is { Outcome: Outcome.SupplementNeeded, Linked: false } ? await work.Db.SupplementNoticeAsync(filing.Session, ct) : null;
        if (ProcedureOpening.Of(filing, item, calendar, site.Today(filing.EndedAt), told?.Text) is not { } opened) return await ArchiveAsync(work, ct);
        work.Db.Procedures.Add(opened);
        work.Db.CallForNotices(opened, filing.Number!, work.Now);
        return null;
    }

    // What no authority decides on is over with the sitting: its dossier waits only for the case to be filed.
    private static async Task<string?> ArchiveAsync(CaseWork work, CancellationToken ct)
    {
        var subject = work.Case.Id.Value;
        if (!await work.Db.FollowUps.AnyAsync(row => row.Kind == FollowUpEntry.ArchiveCase && row.Subject == subject, ct))
            work.Db.Promise(FollowUpEntry.ArchiveCase, subject, work.Now, FollowUpLane.Papers, $"{work.Case.Number} 归档");
        return StepReasons.NothingApplied;
    }
}
