using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage.Calendar;
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
        if (ProcedureOpening.Of(filing, item, calendar, site.Today(filing.EndedAt)) is not { } opened) return StepReasons.NothingApplied;
        work.Db.Procedures.Add(opened);
        work.Db.CallForNotices(opened, filing.Number!, work.Now);
        return null;
    }
}
