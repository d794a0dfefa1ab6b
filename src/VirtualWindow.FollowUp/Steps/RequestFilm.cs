using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Asks for the film of the sitting, which is made beside the case and never holds it up. No recording, no film.</summary>
internal sealed class RequestFilm(IWindowStore store) : CaseStep(FollowUpEntry.FileCase, "request-film", mayBeSkipped: true)
{
    protected override async ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct) =>
        await store.ReadAsync((db, stop) => IsRecordedAsync(db, id, stop), ct) ? Do(id, ApplyAsync) : StepPlan.Skip(StepReasons.NoRecording);

    protected override async Task ApplyAsync(CaseWork work, CancellationToken ct)
    {
        var subject = work.Case.Id.Value;
        if (!await work.Db.FollowUps.AnyAsync(row => row.Kind == FollowUpEntry.ComposeRecording && row.Subject == subject, ct))
            work.Db.Promise(FollowUpEntry.ComposeRecording, subject, work.Now, FollowUpLane.Slow);
    }

    // A linked case has the sitting's film already.
    private static async Task<bool> IsRecordedAsync(WindowDb db, CaseId id, CancellationToken ct)
    {
        var sitting = await db.Cases.Where(row => row.Id == id && row.MainCase == null).Select(row => (SessionId?)row.Session).SingleOrDefaultAsync(ct);
        return sitting is { } session && await db.Recordings.AnyAsync(row => row.Session == session, ct);
    }
}
