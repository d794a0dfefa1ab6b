using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>
/// Throws away the key of an archived case whose time has run out, and what the tables say about people. A hold that was placed meanwhile wins:
/// it and the purge change the same row, so that one of the two is refused.
/// </summary>
internal sealed class ShredCase() : CaseStep(FollowUpEntry.PurgeCase, "shred-case")
{
    protected override ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct) =>
        new(StepPlan.Do(async (work, stop) => await ShredAsync(await WorkOnAsync(id, work, stop), stop)));

    private static async Task<string?> ShredAsync(CaseWork work, CancellationToken ct)
    {
        var (db, filed) = (work.Db, work.Case);
        var archive = await db.CaseArchives.SingleAsync(row => row.Id == filed.Id, ct);
        if (archive.State == ArchiveState.Purged) return null;
        var site = await db.Sites.AsNoTracking().SingleAsync(row => row.Id == filed.AuthoritySite, ct);
        var order = await db.ArchiveEntries.AsNoTracking().Where(entry => entry.Case == filed.Number && entry.Act == ArchiveAct.PurgeOrdered).OrderByDescending(entry => entry.Sequence).FirstAsync(ct);
        if (archive.Purge(site.Today(work.Now), work.Now) is { } refusal)
        {
            await db.JournalAsync(new(ArchiveAct.NotPurged, filed.Number!, order.By, refusal.ToString(), order.Run), work.Now, ct);
            return refusal == PurgeRefusal.Held ? StepReasons.LegalHold : StepReasons.NotDue;
        }

        var last = await db.IsLastOfSittingAsync(filed, ct);
        await db.ShredCaseAsync(filed, ct);
        if (last) await db.ShredSittingAsync(filed, ct);
        await db.JournalAsync(new(ArchiveAct.Purged, filed.Number!, order.By, $"{(last ? "case and sitting" : "case")} sha256={archive.Sha256}", order.Run), work.Now, ct);
        return null;
    }
}
