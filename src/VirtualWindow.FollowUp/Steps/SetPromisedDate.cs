using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>The last working day of the item's promise, by the authority's own calendar. Only what was accepted is promised.</summary>
internal sealed class SetPromisedDate : ICaseStep
{
    public string Name => "set-promised-date";

    public ValueTask<CaseEffect> PrepareAsync(CaseId id, CancellationToken ct) => new(ApplyAsync);

    private static async Task ApplyAsync(CaseWork work, CancellationToken ct)
    {
        var filing = work.Case;
        var days = await work.Db.Items.AsNoTracking().Where(item => item.Code == filing.Item).Select(item => item.PromisedDays).SingleAsync(ct);
        if (filing.Outcome != Outcome.Accepted || days is null)
        {
            filing.Promise(null);
            return;
        }

        var site = await work.Db.Sites.AsNoTracking().SingleAsync(row => row.Id == filing.AuthoritySite, ct);
        var special = await work.Db.SpecialDays.AsNoTracking().Where(day => day.Site == site.Id).ToListAsync(ct);
        filing.Promise(new WorkCalendar(special).AddWorkingDays(site.Today(filing.EndedAt), days.Value));
    }
}
