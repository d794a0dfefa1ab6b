using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>In the night after a purge: what the purge deleted leaves the database's files too. Where nothing was purged since the last time, nothing is done.</summary>
internal sealed partial class ScrubStorage(IWindowStore store, IStorageScrub storage, ILogger<ScrubStorage> log) : PeriodTask(ScrubStorage.Called, hourly: false)
{
    private const string Called = "scrub-storage";

    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        var purged = await store.ReadAsync(async (db, token) =>
        {
            var last = await db.FollowUps.Where(row => row.Kind == Called && row.State == FollowUpState.Done).MaxAsync(row => row.DoneAt, token);
            return await db.CaseArchives.CountAsync(row => row.PurgedAt != null && (last == null || row.PurgedAt > last), token);
        }, ct);
        if (purged == 0) return;
        // A failure is tried again by the follow-up, like any other.
        if (!await storage.ScrubAsync(ct)) throw new StepToldException("A reader held an old state of the database; it is scrubbed again later.");
        Scrubbed(log, purged);
    }

    [LoggerMessage(5037, LogLevel.Information, "The database's files were written anew after {Count} cases were purged")]
    private static partial void Scrubbed(ILogger log, int count);
}
