using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Papers;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Archive;

/// <summary>The archive as its keeper sees it.</summary>
internal sealed class ArchiveReader(IWindowStore store, TimeProvider time)
{
    private const int AtMost = 200;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().DateTime);

    public Task<ArchiveList> ListAsync(ArchiveFilter filter, CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var today = Today;
        var rows = await (
            from archive in Chosen(db, filter, today)
            join filed in db.Cases on archive.Id equals filed.Id
            orderby archive.ArchivedAt descending, archive.Id
            select new { archive, filed }).Take(AtMost).ToListAsync(token);
        return new ArchiveList(
            [.. rows.Select(row => View(row.archive, row.filed, today))], await db.CaseArchives.CountAsync(row => row.State == ArchiveState.Kept, token),
            await Chosen(db, ArchiveFilter.Due, today).CountAsync(token), await Chosen(db, ArchiveFilter.Held, today).CountAsync(token), await Chosen(db, ArchiveFilter.Purged, today).CountAsync(token));
    }, ct);

    public Task<ArchiveJournalView> JournalAsync(CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        // The chain is judged as a whole, and the newest are shown.
        var entries = await db.ArchiveEntries.OrderBy(entry => entry.Sequence).ToListAsync(token);
        return new ArchiveJournalView([.. entries.TakeLast(AtMost).Reverse().Select(View)], ArchiveEntry.FirstBroken(entries));
    }, ct);

    /// <returns>Null when there was no such run.</returns>
    public Task<PurgeReport?> ReportAsync(Guid run, CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var entries = await db.ArchiveEntries.Where(entry => entry.Run == run).OrderBy(entry => entry.Sequence).ToListAsync(token);
        return entries.Count == 0 ? null : Report(run, entries);
    }, ct);

    public Task<ItemRetentionList> ClassesAsync(CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var set = await db.ItemRetentions.ToDictionaryAsync(row => row.Item, row => row.Class, token);
        var items = await db.Items.OrderBy(item => item.Code).Select(item => new { item.Code, item.Name, item.NameEn }).ToListAsync(token);
        return new ItemRetentionList([.. items.Select(item => new ItemRetentionRow(item.Code.Value, item.Name, item.NameEn, set.TryGetValue(item.Code, out var own) ? OnWire(own) : null))]);
    }, ct);

    public static PurgeReport Report(Guid run, IReadOnlyList<ArchiveEntry> entries) => new(
        run.ToString("N"), entries.Count(entry => entry.Act == ArchiveAct.PurgeOrdered), entries.Count(entry => entry.Act == ArchiveAct.Purged),
        entries.Count(entry => entry.Act == ArchiveAct.NotPurged), [.. entries.Select(View)]);

    private static IQueryable<CaseArchive> Chosen(WindowDb db, ArchiveFilter filter, DateOnly today) => filter switch
    {
        ArchiveFilter.Due => db.CaseArchives.Where(row => row.State == ArchiveState.Kept && row.KeepUntil < today),
        ArchiveFilter.Held => db.CaseArchives.Where(row => row.HeldAt != null),
        ArchiveFilter.Purged => db.CaseArchives.Where(row => row.State == ArchiveState.Purged),
        _ => db.CaseArchives,
    };

    private static ArchiveRow View(CaseArchive archive, Case filed, DateOnly today) => new(
        filed.Id.ToString(), filed.Number!, filed.ItemName, filed.ItemNameEn, Enum.Parse<ArchiveStage>(archive.State.ToString()), archive.Class is { } own ? OnWire(own) : null,
        archive.ArchivedAt, archive.KeepUntil, archive.State == ArchiveState.Kept && archive.KeepUntil < today, archive.Bytes, archive.Sha256, archive.HoldReason, archive.HeldBy, archive.PurgedAt);

    private static ArchiveLine View(ArchiveEntry entry) => new(
        entry.Sequence, entry.At, Enum.Parse<ArchiveActName>(entry.Act.ToString()), entry.Case, entry.By, entry.Text, entry.Run?.ToString("N"), Convert.ToHexStringLower(entry.Hash));

    private static RetentionName OnWire(RetentionClass retention) => Enum.Parse<RetentionName>(retention.ToString());
}
