using Microsoft.EntityFrameworkCore;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Asks for the film of the sitting, which is made beside the case and never holds it up. No recording, no film.</summary>
internal sealed class RequestFilm() : QuickCaseStep(FollowUpEntry.FileCase, "request-film", mayBeSkipped: true)
{
    protected override async Task<string?> TryAsync(CaseWork work, CancellationToken ct)
    {
        // A linked case has the sitting's film already.
        if (work.Case.Linked || !await work.Db.Recordings.AnyAsync(row => row.Session == work.Case.Session, ct)) return StepReasons.NoRecording;
        var subject = work.Case.Id.Value;
        if (!await work.Db.FollowUps.AnyAsync(row => row.Kind == FollowUpEntry.ComposeRecording && row.Subject == subject, ct))
            work.Db.Promise(FollowUpEntry.ComposeRecording, subject, work.Now, FollowUpLane.Slow);
        return null;
    }
}
