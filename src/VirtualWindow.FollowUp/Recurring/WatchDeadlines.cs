using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>Looks at every running term once a day: what nobody answered in time is accepted by law, and yellow and red cards are shown.</summary>
internal sealed partial class WatchDeadlines(IWindowStore store, TimeProvider time, ILogger<WatchDeadlines> log) : PeriodTask("watch-deadlines", hourly: false)
{
    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        foreach (var id in await store.ReadAsync((db, token) => db.Procedures.Where(row => row.DueOn != null).Select(row => row.Id).ToListAsync(token), ct))
            await LookAtAsync(id, ct);
    }

    // One at a time: somebody may be deciding the same case, and then one look is tried again, not a whole batch.
    private async Task LookAtAsync(CaseId id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (worse, warning) = await store.WriteAsync(async (db, token) =>
        {
            var procedure = await db.Procedures.SingleAsync(row => row.Id == id, token);
            var (site, calendar) = await db.CalendarOfAsync(procedure.Authority, token);
            return (Look(procedure, now, site.Today(now), calendar), procedure.Warning);
        }, ct);
        if (worse) Warned(log, warning, id);
    }

    private static bool Look(Procedure procedure, DateTimeOffset now, DateOnly today, WorkCalendar calendar)
    {
        procedure.AcceptByLapse(now, today, calendar);
        return procedure.LookAt(calendar, today);
    }

    [LoggerMessage(5031, LogLevel.Warning, "{Warning} card for case {CaseId}")]
    private static partial void Warned(ILogger log, Warning warning, CaseId caseId);
}
