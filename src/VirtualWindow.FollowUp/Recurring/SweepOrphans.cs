using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Domain;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>
/// Finds what should not exist: an ended sitting without its case, a case without a promise to file it. Both are written in one
/// transaction, so whatever is found here came from outside the program (a restored table, a hand in the database) and is told loudly.
/// </summary>
internal sealed partial class SweepOrphans(IWindowStore store, TimeProvider time, ILogger<SweepOrphans> log) : PeriodTask("sweep-orphans", hourly: true)
{
    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        foreach (var session in await store.ReadAsync(CaselessAsync, ct)) await AdoptAsync(session, ct);
        foreach (var id in await store.ReadAsync(UnpromisedAsync, ct)) await PromiseAsync(id, ct);
    }

    private static Task<List<SessionId>> CaselessAsync(WindowDb db, CancellationToken ct) => db.Sessions.IgnoreAutoIncludes()
        .Where(row => row.EndedAt != null && row.ApplicantJoinedAt != null && !db.Cases.Any(filed => filed.Session == row.Id)).Select(row => row.Id).ToListAsync(ct);

    private static Task<List<Guid>> UnpromisedAsync(WindowDb db, CancellationToken ct) => db.Database.SqlQuery<Guid>(
        $"""
         SELECT c."Id" AS "Value" FROM "Cases" c WHERE c."State" = 0
           AND NOT EXISTS (SELECT 1 FROM "FollowUps" f WHERE f."Kind" = {FollowUpEntry.FileCase} AND f."Subject" = c."Id")
         """).ToListAsync(ct);

    private async Task AdoptAsync(SessionId id, CancellationToken ct)
    {
        await store.WriteAsync(async (db, token) =>
        {
            var session = await db.Sessions.SingleAsync(row => row.Id == id, token);
            var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, token);
            await db.PromiseCaseAsync(session, ticket, time.GetUtcNow(), token);
        }, ct);
        Caseless(log, id);
    }

    private async Task PromiseAsync(Guid id, CancellationToken ct)
    {
        await store.WriteAsync((db, _) =>
        {
            db.Promise(FollowUpEntry.FileCase, id, time.GetUtcNow());
            return Task.CompletedTask;
        }, ct);
        Unpromised(log, new CaseId(id));
    }

    [LoggerMessage(5032, LogLevel.Error, "Ended session {SessionId} had no case; it has one now")]
    private static partial void Caseless(ILogger log, SessionId sessionId);

    [LoggerMessage(5033, LogLevel.Error, "Pending case {CaseId} had no follow-up; it has one now")]
    private static partial void Unpromised(ILogger log, CaseId caseId);
}
