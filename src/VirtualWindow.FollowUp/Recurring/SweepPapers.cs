using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>Removes files of cases that no row knows: of workers that died between the file and its row, and of cases that were purged.</summary>
internal sealed partial class SweepPapers(IWindowStore store, CasePapers papers, TimeProvider time, ILogger<SweepPapers> log) : PeriodTask("sweep-papers", hourly: true)
{
    /// <summary>Whatever is younger may still get its row.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);

    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        var before = (time.GetUtcNow() - Young).UtcDateTime;
        var swept = 0;
        foreach (var (id, file) in papers.All().Where(found => found.File.LastWriteTimeUtc < before))
        {
            var isKnown = await store.ReadAsync(async (db, token) =>
                await db.CaseNotices.AnyAsync(row => row.Case == id && row.File == file.Name, token) || await db.CaseArchives.AnyAsync(row => row.Id == id && row.File == file.Name, token), ct);
            if (isKnown) continue;
            file.Delete();
            swept++;
        }

        if (swept > 0) Swept(log, swept);
    }

    [LoggerMessage(5036, LogLevel.Information, "{Count} files of papers that no row knows were removed")]
    private static partial void Swept(ILogger log, int count);
}
