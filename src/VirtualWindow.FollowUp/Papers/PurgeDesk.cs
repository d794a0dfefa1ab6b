using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Papers;

/// <summary>
/// A person orders that what is due be destroyed (鉴定销毁): nothing is destroyed by itself, because a mistake in a class or a calendar could not be
/// put right. Each case is a follow-up of its own; the order and what became of it are in the journal under one run.
/// </summary>
public sealed class PurgeDesk(IWindowStore store, OutboxBell bell, TimeProvider time)
{
    /// <summary>So many at once; what is left is ordered with the next run.</summary>
    private const int AtMost = 200;

    /// <returns>The run; its entries in the journal are the report.</returns>
    public async Task<Guid> OrderAsync(string reason, string by, CancellationToken ct)
    {
        var run = Guid.CreateVersion7();
        await store.WriteAsync(async (db, stop) =>
        {
            foreach (var (archive, filed) in await DueAsync(db, stop)) await OrderAsync(db, archive, filed, new(ArchiveAct.PurgeOrdered, filed.Number!, by, reason, run), stop);
        }, ct);
        bell.Ring();
        return run;
    }

    private async Task OrderAsync(WindowDb db, CaseArchive archive, Case filed, ArchiveFact order, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (archive.Held)
        {
            await db.JournalAsync(order with { Act = ArchiveAct.NotPurged, Text = nameof(PurgeRefusal.Held) }, now, ct);
            return;
        }

        await db.JournalAsync(order, now, ct);
        var subject = filed.Id.Value;
        if (await db.FollowUps.SingleOrDefaultAsync(row => row.Kind == FollowUpEntry.PurgeCase && row.Subject == subject, ct) is not { } earlier)
        {
            db.Promise(FollowUpEntry.PurgeCase, subject, now, FollowUpLane.Papers, $"{filed.Number} 销毁");
            return;
        }

        // Ordered once before, when a hold was on it.
        await db.FollowUpSteps.Where(step => step.FollowUp == earlier.Id).ExecuteDeleteAsync(ct);
        earlier.MakeDue(now);
    }

    private async Task<List<(CaseArchive Archive, Case Case)>> DueAsync(WindowDb db, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().DateTime);
        var due = await (
            from archive in db.CaseArchives
            join filed in db.Cases.AsNoTracking() on archive.Id equals filed.Id
            where archive.State == ArchiveState.Kept && archive.KeepUntil != null && archive.KeepUntil < today
            orderby archive.KeepUntil
            select new { archive, filed }).Take(AtMost).ToListAsync(ct);
        return due.ConvertAll(row => (row.archive, row.filed));
    }
}
