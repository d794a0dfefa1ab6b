using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Figures;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>Every hour: was everything recorded that was consented to? What never began, never ended or has gaps is counted and told.</summary>
internal sealed partial class CheckRecordings(IWindowStore store, MessageOptions messages, TimeProvider time, ILogger<CheckRecordings> log) : PeriodTask("check-recordings", hourly: true)
{
    /// <summary>So long may a node take to close its files.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromMinutes(10);

    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        var until = time.GetUtcNow() - Closing;
        var since = until.AddDays(-1);
        var found = await store.ReadAsync((db, token) => FindAsync(db, since, until, token), ct);
        foreach (var site in found) await store.WriteAsync((db, token) => KeepAsync(db, period.Day, site, token), ct);
        foreach (var site in found.Where(site => site.Missing + site.Open > 0)) await TellAsync(period.Day, site, ct);
    }

    /// <summary>The log each hour, the operator's mailbox once a day.</summary>
    private async Task TellAsync(DateOnly day, Health site, CancellationToken ct)
    {
        Unhealthy(log, site.Site, site.Missing, site.Open, site.Gaps);
        if (messages.Operator.Length == 0) return;
        var purpose = string.Create(CultureInfo.InvariantCulture, $"recordings-{site.Site}-{day:yyyy-MM-dd}");
        await store.WriteAsync(async (db, token) =>
        {
            if (await db.Messages.AnyAsync(row => row.Purpose == purpose, token)) return;
            db.TellByMail(null, purpose, messages.Operator, $"录音录像异常：{site.Site}",
                $"{site.Site}：一天内有 {site.Missing} 场未开始录制，{site.Open} 场未正常结束，{site.Gaps} 场有缺失，请检查。\n"
                + $"{site.Site}: within a day {site.Missing} recordings never began, {site.Open} never ended, {site.Gaps} have gaps.\n", time.GetUtcNow());
        }, ct);
    }

    private static async Task<List<Health>> FindAsync(WindowDb db, DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        var consented = await db.Sessions.IgnoreAutoIncludes()
            .Where(row => row.EndedAt > since && row.EndedAt <= until && row.RecordingConsent == RecordingConsent.Given)
            .Select(row => new { row.Id, row.Site }).ToListAsync(ct);
        var ids = consented.Select(row => row.Id).ToArray();
        var recordings = (await db.Recordings.Where(row => ids.Contains(row.Session)).ToListAsync(ct)).ToLookup(row => row.Session);
        return [.. consented.GroupBy(row => row.Site).Select(site => new Health(
            site.Key, site.Count(), site.Count(row => !recordings[row.Id].Any()), site.Sum(row => recordings[row.Id].Count(recording => !recording.Closed)),
            site.Sum(row => recordings[row.Id].Count(recording => recording.GapMilliseconds > 0))))];
    }

    private static async Task KeepAsync(WindowDb db, DateOnly day, Health health, CancellationToken ct)
    {
        await db.SetFigureAsync(day, health.Site, "recordings-consented", health.Consented, ct);
        await db.SetFigureAsync(day, health.Site, "recordings-missing", health.Missing, ct);
        await db.SetFigureAsync(day, health.Site, "recordings-open", health.Open, ct);
        await db.SetFigureAsync(day, health.Site, "recordings-with-gaps", health.Gaps, ct);
    }

    private sealed record Health(SiteId Site, int Consented, int Missing, int Open, int Gaps);

    [LoggerMessage(5034, LogLevel.Warning, "Recordings of {SiteId} within a day: {Missing} never began, {Open} never ended, {Gaps} have gaps")]
    private static partial void Unhealthy(ILogger log, SiteId siteId, int missing, int open, int gaps);
}
