using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>Promises each period's work when it begins. Every process tries; the unique key lets one of them win.</summary>
internal sealed partial class PeriodClock(
    IWindowStore store, IEnumerable<IFollowUpStep> steps, FollowUpOptions options, TimeProvider time, ILogger<PeriodClock> log) : BackgroundService
{
    private readonly PeriodTask[] _tasks = [.. steps.OfType<PeriodTask>()];
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(options.PeriodPoll, time);
        do
        {
            try
            {
                await PromiseDueAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                PromiseFailed(log, failure);
            }
        }
        while (await beat.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <returns>How many periods this process was the first to promise.</returns>
    internal async Task<int> PromiseDueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var due = _tasks.Select(task => (task.Kind, Period: PeriodAt(now, task.Hourly))).ToList();
        var subjects = due.Select(one => one.Period.Id).Distinct().ToArray();
        var known = await store.ReadAsync(async (db, token) => (await db.FollowUps.Where(row => subjects.Contains(row.Subject))
            .Select(row => new { row.Kind, row.Subject }).ToListAsync(token)).Select(row => (row.Kind, row.Subject)).ToHashSet(), ct);
        var won = 0;
        foreach (var (kind, period) in due.Where(one => !known.Contains((one.Kind, one.Period.Id))))
            won += await store.WriteAsync((db, token) => db.PromisePeriodAsync(kind, period, now, token), ct) ? 1 : 0;
        return won;
    }

    private Period PeriodAt(DateTimeOffset now, bool hourly)
    {
        var there = TimeZoneInfo.ConvertTime(now, _zone);
        return new(DateOnly.FromDateTime(there.DateTime), hourly ? there.Hour : null);
    }

    [LoggerMessage(5030, LogLevel.Warning, "Recurring work could not be promised; it is tried again")]
    private static partial void PromiseFailed(ILogger log, Exception failure);
}
