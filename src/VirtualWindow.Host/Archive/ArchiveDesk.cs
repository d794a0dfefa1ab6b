using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Papers;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Host.Archive;

/// <summary>What the archive's keeper does: legal holds, classes of items, handing a dossier out. Each act is a line of the journal.</summary>
internal sealed class ArchiveDesk(IWindowStore store, CasePapers papers, TimeProvider time)
{
    public Task<Refusal?> HoldAsync(ArchiveCaseRequest request, string by, CancellationToken ct) => ChangeAsync(request, by, ArchiveAct.Held, (archive, now) => archive.Hold(request.Reason.Trim(), by, now), ct);

    public Task<Refusal?> ReleaseAsync(ArchiveCaseRequest request, string by, CancellationToken ct) => ChangeAsync(request, by, ArchiveAct.Released, (archive, _) => archive.Release(), ct);

    /// <summary>Leaves the general rule where <paramref name="retention"/> is null. What is archived already keeps the class it was archived with.</summary>
    public Task<Refusal?> ClassifyAsync(ItemCode item, RetentionClass? retention, string by, CancellationToken ct) => store.WriteAsync(async (db, token) =>
    {
        if (!await db.Items.AnyAsync(row => row.Code == item, token)) return Refusals.Of(RefusalCodes.NotFound);
        var now = time.GetUtcNow();
        var set = await db.ItemRetentions.SingleOrDefaultAsync(row => row.Item == item, token);
        if (retention is not { } chosen)
        {
            if (set is not null) db.ItemRetentions.Remove(set);
        }
        else if (set is null) db.ItemRetentions.Add(new() { Item = item, Class = chosen, SetBy = by, SetAt = now });
        else (set.Class, set.SetBy, set.SetAt) = (chosen, by, now);

        await db.JournalAsync(new(ArchiveAct.ClassSet, item.Value, by, retention?.ToString() ?? "general rule"), now, token);
        return null;
    }, ct);

    /// <summary>The package of a dossier leaves the house: journaled first, with the purpose.</summary>
    public async Task<(byte[]? Package, Refusal? Refusal)> FetchAsync(ArchiveCaseRequest request, string by, CancellationToken ct)
    {
        var archive = await store.WriteAsync(async (db, token) =>
        {
            var (filed, archive) = await FindAsync(db, request.CaseNumber, token);
            if (archive is { State: ArchiveState.Kept }) await db.JournalAsync(new(ArchiveAct.Fetched, filed!.Number!, by, request.Reason.Trim()), time.GetUtcNow(), token);
            return archive;
        }, ct);
        if (archive is not { State: ArchiveState.Kept }) return (null, Refusals.Of(RefusalCodes.NotFound));
        return (await papers.ReadAsync(archive.Id, archive.File!, archive.Sha256!, ct), null);
    }

    private async Task<Refusal?> ChangeAsync(ArchiveCaseRequest request, string by, ArchiveAct act, Func<CaseArchive, DateTimeOffset, bool> change, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync(async (db, token) =>
            {
                var (filed, archive) = await FindAsync(db, request.CaseNumber, token);
                if (filed is null) return Refusals.Of(RefusalCodes.NotFound);
                // A hold may be placed long before the case is archived.
                if (archive is null) db.CaseArchives.Add(archive = CaseArchive.Open(filed.Id));
                var now = time.GetUtcNow();
                if (!change(archive, now)) return Refusals.Of(RefusalCodes.Stale);
                await db.JournalAsync(new(act, filed.Number!, by, request.Reason.Trim()), now, token);
                return null;
            }, ct);
        }
        catch (Exception stale) when (stale is LostUpdateException or DuplicateRowException)
        {
            return Refusals.Of(RefusalCodes.Stale);
        }
    }

    private static async Task<(Case? Case, CaseArchive? Archive)> FindAsync(WindowDb db, string number, CancellationToken ct)
    {
        var wanted = number.Trim().ToUpperInvariant();
        var filed = await db.Cases.AsNoTracking().SingleOrDefaultAsync(row => row.Number == wanted || row.FullNumber == wanted, ct);
        return (filed, filed is null ? null : await db.CaseArchives.SingleOrDefaultAsync(row => row.Id == filed.Id, ct));
    }
}
