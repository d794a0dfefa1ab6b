using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Opens the authority's procedure as far as the clerk took it, with its first clock. A consultation has none.</summary>
internal sealed class OpenProcedure(IWindowStore store) : CaseStep(FollowUpEntry.FileCase, "open-procedure")
{
    protected override async ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct) =>
        await store.ReadAsync((db, stop) => OpenedAsync(db, id, stop), ct) is null ? StepPlan.Skip(StepReasons.NothingApplied) : Do(id, ApplyAsync);

    protected override async Task ApplyAsync(CaseWork work, CancellationToken ct)
    {
        if (!await work.Db.Procedures.AnyAsync(row => row.Id == work.Case.Id, ct))
            work.Db.Procedures.Add((await OpenedAsync(work.Db, work.Case.Id, ct))!);
    }

    private static async Task<Procedure?> OpenedAsync(WindowDb db, CaseId id, CancellationToken ct)
    {
        var filing = await db.Cases.SingleAsync(row => row.Id == id, ct);
        var item = await db.Items.AsNoTracking().SingleAsync(row => row.Code == filing.Item, ct);
        var (site, calendar) = await db.CalendarOfAsync(filing.AuthoritySite, ct);
        return ProcedureOpening.Of(filing, item, calendar, site.Today(filing.EndedAt));
    }
}
