using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.FollowUp.Recordings;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Recordings;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>
/// Everybody of a sitting side by side in one film, for each of its recordings. Waits until the media node has closed them; without
/// ffmpeg, or where the files lie on another machine, the tracks stay as they are and play.
/// </summary>
internal sealed class ComposeRecording(IWindowStore store, SideBySide film, FollowUpOptions options, TimeProvider time)
    : CaseStep(FollowUpEntry.ComposeRecording, "compose-recording", mayBeSkipped: true)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2), Later = TimeSpan.FromMinutes(1);

    protected override async ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct)
    {
        var (endedAt, recordings) = await store.ReadAsync((db, stop) => FindAsync(db, id, stop), ct);
        if (recordings.Count == 0) return StepPlan.Skip(StepReasons.NoRecording);
        // A process that died closes its recordings at its next start, which may be a while.
        if (recordings.Any(recording => !recording.Closed))
            return StepPlan.NotYet(StepReasons.RecordingOpen, time.GetUtcNow() - endedAt < Later ? Soon : Later);
        return await ComposeAsync(recordings, ct);
    }

    private async Task<StepPlan> ComposeAsync(IReadOnlyList<SessionRecording> recordings, CancellationToken ct)
    {
        var hashes = new Dictionary<Guid, string>();
        var reason = StepReasons.NoRecording;
        foreach (var recording in recordings)
        {
            var result = await film.ComposeAsync(FolderOf(recording), ct);
            if (result.Outcome == MergeOutcome.Failed) throw new FilmFailedException();
            if (result.Outcome == MergeOutcome.NoTool) reason = StepReasons.NoTool;
            else if (!Directory.Exists(FolderOf(recording))) reason = StepReasons.FilesElsewhere;
            if (result.Sha256 is { } hash) hashes[recording.Id] = hash;
        }

        return hashes.Count == 0 ? StepPlan.Skip(reason) : StepPlan.Do((work, stop) => KeepAsync(work, hashes, stop));
    }

    private string FolderOf(SessionRecording recording) => Path.Combine(options.RecordingFolder ?? "", recording.Folder ?? "");

    private static async Task KeepAsync(StepWork work, Dictionary<Guid, string> hashes, CancellationToken ct)
    {
        var composed = hashes.Keys.ToArray();
        foreach (var recording in await work.Db.Recordings.Where(row => composed.Contains(row.Id)).ToListAsync(ct))
            recording.SideBySideSha256 = hashes[recording.Id];
    }

    private static async Task<(DateTimeOffset EndedAt, List<SessionRecording> Recordings)> FindAsync(WindowDb db, CaseId id, CancellationToken ct)
    {
        var filing = await db.Cases.SingleAsync(row => row.Id == id, ct);
        return (filing.EndedAt, await db.Recordings.Where(row => row.Session == filing.Session).OrderBy(row => row.StartedAt).ToListAsync(ct));
    }
}

/// <summary>ffmpeg gave up on a film: tried again, and then a person looks.</summary>
internal sealed class FilmFailedException() : Exception("ffmpeg could not compose the recording.");
