using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Figures;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>The figures of each finished day, counted from the rows themselves; days on which nothing ran are counted afterwards.</summary>
internal sealed class CountDay(IWindowStore store) : PeriodTask("count-day", hourly: false)
{
    /// <summary>So far back missing days are made up for.</summary>
    private const int DaysBack = 31;
    private const string Counted = "sittings";
    private static readonly ReviewState[] Settled = [ReviewState.Rectified, ReviewState.Closed, ReviewState.Excluded];

    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        foreach (var site in await store.ReadAsync((db, token) => db.Sites.ToListAsync(token), ct))
        {
            var first = period.Day.AddDays(-DaysBack);
            var known = await store.ReadAsync(
                (db, token) => db.DailyFigures.Where(row => row.Site == site.Id && row.Name == Counted && row.Day >= first).Select(row => row.Day).ToListAsync(token), ct);
            for (var day = first; day < period.Day; day = day.AddDays(1))
                if (!known.Contains(day)) await CountAsync(site, day, ct);
        }
    }

    private async Task CountAsync(Site site, DateOnly day, CancellationToken ct)
    {
        var (start, end) = (Start(site, day), Start(site, day.AddDays(1)));
        var figures = await store.ReadAsync((db, token) => FiguresAsync(db, site.Id, start, end, day, token), ct);
        await store.WriteAsync(async (db, token) =>
        {
            foreach (var (name, value) in figures) await db.SetFigureAsync(day, site.Id, name, value, token);
        }, ct);
    }

    private static async Task<List<(string Name, long Value)>> FiguresAsync(
        WindowDb db, SiteId site, DateTimeOffset start, DateTimeOffset end, DateOnly day, CancellationToken ct)
    {
        var cases = await db.Cases.Where(row => row.ServedAt == site && row.EndedAt >= start && row.EndedAt < end)
            .Select(row => new { row.Outcome, row.State, Linked = row.MainCase != null }).ToListAsync(ct);
        var ratings = await (
            from rating in db.Ratings
            join session in db.Sessions.IgnoreAutoIncludes() on rating.Session equals session.Id
            where session.Site == site && rating.RatedAt >= start && rating.RatedAt < end && rating.ExcludedAt == null
            select rating.Level).ToListAsync(ct);
        return
        [
            (Counted, cases.Count(row => !row.Linked)),
            ("cases-filed", cases.Count(row => row.State == CaseState.Filed)),
            .. cases.GroupBy(row => row.Outcome).Select(group => ($"outcome-{group.Key}", (long)group.Count())),
            .. ratings.GroupBy(level => level).Select(group => ($"rated-{group.Key}", (long)group.Count())),
            ("cases-decided", await db.Procedures.CountAsync(row => row.Authority == site && row.DecidedOn == day, ct)),
            ("reviews-opened", await db.BadReviews.CountAsync(row => row.Site == site && row.OpenedOn == day, ct)),
            ("reviews-overdue", await db.BadReviews.CountAsync(
                row => row.Site == site && !Settled.Contains(row.State) && day > row.DueOn, ct)),
        ];
    }

    private static DateTimeOffset Start(Site site, DateOnly day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone);
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new(midnight, zone.GetUtcOffset(midnight));
    }
}
