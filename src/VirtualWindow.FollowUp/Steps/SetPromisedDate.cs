using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Storage.Calendar;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>The last working day of the item's promise, by the authority's own calendar. Only what was accepted is promised.</summary>
internal sealed class SetPromisedDate() : QuickCaseStep(FollowUpEntry.FileCase, "set-promised-date")
{
    protected override async Task<string?> TryAsync(CaseWork work, CancellationToken ct)
    {
        var filing = work.Case;
        var days = await work.Db.Items.AsNoTracking().Where(item => item.Code == filing.Item).Select(item => item.PromisedDays).SingleAsync(ct);
        if (filing.Outcome != Outcome.Accepted || days is null)
        {
            filing.Promise(null);
            return null;
        }

        var (site, calendar) = await work.Db.CalendarOfAsync(filing.AuthoritySite, ct);
        filing.Promise(calendar.AddWorkingDays(site.Today(filing.EndedAt), days.Value));
        return null;
    }
}
