using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Sites;

namespace VirtualWindow.Storage.Calendar;

public static class SiteCalendars
{
    /// <summary>A site with its working days as the hall has them now.</summary>
    public static async Task<(Site Site, WorkCalendar Calendar)> CalendarOfAsync(this WindowDb db, SiteId id, CancellationToken ct) => (
        await db.Sites.AsNoTracking().SingleAsync(site => site.Id == id, ct),
        new(await db.SpecialDays.AsNoTracking().Where(day => day.Site == id).ToListAsync(ct)));
}
