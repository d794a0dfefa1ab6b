using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Cases;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>
/// Looks at every running term once a day: what nobody answered in time is accepted by law, and yellow and red cards are shown, and told to
/// the department's mailbox.
/// </summary>
internal sealed partial class WatchDeadlines(IWindowStore store, MessageOptions messages, TimeProvider time, ILogger<WatchDeadlines> log)
    : PeriodTask("watch-deadlines", hourly: false)
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
            var filed = await db.Cases.SingleAsync(row => row.Id == id, token);
            var worse = await LookAsync(db, filed, procedure, now, site.Today(now), calendar, token);
            db.CallForNotices(procedure, filed.Number!, now);
            return (worse, procedure.Warning);
        }, ct);
        if (worse) Warned(log, warning, id);
    }

    private async Task<bool> LookAsync(WindowDb db, Case filed, Procedure procedure, DateTimeOffset now, DateOnly today, WorkCalendar calendar, CancellationToken ct)
    {
        if (procedure.AcceptByLapse(now, today, calendar)) await db.TellOfMoveAsync(filed, procedure, now, ct);
        if (!procedure.LookAt(calendar, today)) return false;
        if (messages.MailboxOf(procedure.Department.Value) is { } mailbox) await WarnAsync(db, filed, procedure, mailbox, now, ct);
        return true;
    }

    private static async Task WarnAsync(WindowDb db, Case filed, Procedure procedure, string mailbox, DateTimeOffset now, CancellationToken ct)
    {
        var card = procedure.Warning == Warning.Red ? "红牌" : "黄牌";
        var due = procedure.DueOn!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var purpose = $"{(procedure.Warning == Warning.Red ? "red" : "yellow")}-{procedure.Acts}";
        // The same card after the same act was told already: a term that was given back and lost again is not.
        if (await db.Messages.AnyAsync(row => row.Case == filed.Id && row.Purpose == purpose, ct)) return;
        db.TellByMail(filed.Id, purpose, mailbox, $"{card}：{filed.Number} {filed.ItemName}",
            $"办件 {filed.Number}（{filed.ItemName}，{filed.DepartmentName}）{(procedure.Warning == Warning.Red ? "已超过" : "临近")}法定期限 {due}，请尽快处理。\n" +
            $"Case {filed.Number} {(procedure.Warning == Warning.Red ? "has passed" : "is near")} the end of its term, {due}.\n", now);
    }

    [LoggerMessage(5031, LogLevel.Warning, "{Warning} card for case {CaseId}")]
    private static partial void Warned(ILogger log, Warning warning, CaseId caseId);
}
