using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage.Sequences;

namespace VirtualWindow.Storage.Papers;

public static class ArchiveJournal
{
    /// <summary>Writes a line behind the last one. The sequence's row stays locked until the transaction ends, so two writers queue up.</summary>
    public static async Task JournalAsync(this WindowDb db, ArchiveFact fact, DateTimeOffset now, CancellationToken ct)
    {
        await db.NextJournalSerialAsync(ct);
        var last = db.ArchiveEntries.Local.MaxBy(entry => entry.Sequence) ?? await db.ArchiveEntries.OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(ct);
        db.ArchiveEntries.Add(ArchiveEntry.After(last, fact, now));
    }
}
