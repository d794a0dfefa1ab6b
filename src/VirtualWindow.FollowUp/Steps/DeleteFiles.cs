using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>
/// Removes the files of a purged case, which nobody can read any more, and with the last case of a sitting its recordings, which anybody could: a
/// recording follows its case.
/// </summary>
internal sealed class DeleteFiles(IWindowStore store, CasePapers papers, SessionDocuments documents, FollowUpOptions options) : CaseStep(FollowUpEntry.PurgeCase, "delete-files")
{
    protected override async ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct)
    {
        var (filed, isPurged, isLast, folders) = await store.ReadAsync((db, stop) => FindAsync(db, id, stop), ct);
        if (!isPurged) return StepPlan.Skip(StepReasons.LegalHold);
        papers.Delete(id);
        if (!isLast) return StepPlan.Do((_, _) => Task.CompletedTask);
        await documents.ShredAsync(filed.Session, ct);
        if (folders.Count > 0 && options.RecordingFolder is null) return StepPlan.Skip(StepReasons.FilesElsewhere);
        foreach (var folder in folders) DeleteRecording(folder);
        return Do(filed.Id, (_, _) => Task.CompletedTask);
    }

    private void DeleteRecording(string folder)
    {
        var (root, path) = (Path.GetFullPath(options.RecordingFolder!), Path.GetFullPath(folder, Path.GetFullPath(options.RecordingFolder!)));
        if (path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    private static async Task<(Case Case, bool IsPurged, bool IsLast, List<string> Recordings)> FindAsync(WindowDb db, CaseId id, CancellationToken ct)
    {
        var filed = await db.Cases.SingleAsync(row => row.Id == id, ct);
        return (filed, await db.CaseArchives.AnyAsync(row => row.Id == id && row.State == ArchiveState.Purged, ct), await db.IsLastOfSittingAsync(filed, ct),
            await db.Recordings.Where(row => row.Session == filed.Session && row.Folder != null).Select(row => row.Folder!).ToListAsync(ct));
    }
}
