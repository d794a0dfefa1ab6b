using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Figures;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>Counts every day what has been kept long enough and may be destroyed, for whoever decides on it.</summary>
internal sealed partial class WatchRetention(IWindowStore store, ILogger<WatchRetention> log) : PeriodTask("watch-retention", hourly: false)
{
    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        var due = await store.ReadAsync((db, token) => (
            from archive in db.CaseArchives
            join filed in db.Cases on archive.Id equals filed.Id
            where archive.State == ArchiveState.Kept && archive.KeepUntil < period.Day
            group archive by filed.AuthoritySite into site
            select new { Site = site.Key, Due = site.Count(archive => archive.HeldAt == null), Held = site.Count(archive => archive.HeldAt != null) }).ToListAsync(token), ct);
        foreach (var site in due)
        {
            await store.WriteAsync(async (db, token) =>
            {
                await db.SetFigureAsync(period.Day, site.Site, "archives-due", site.Due, token);
                await db.SetFigureAsync(period.Day, site.Site, "archives-held", site.Held, token);
            }, ct);
            Due(log, site.Site, site.Due, site.Held);
        }
    }

    [LoggerMessage(5035, LogLevel.Information, "Archives of {SiteId}: {Due} kept long enough, {Held} held")]
    private static partial void Due(ILogger log, VirtualWindow.Domain.SiteId siteId, int due, int held);
}
