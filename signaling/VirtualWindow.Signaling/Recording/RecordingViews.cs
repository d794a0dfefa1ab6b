using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Live;

namespace VirtualWindow.Signaling.Recording;

/// <summary>What people are told about the recording of their session.</summary>
internal sealed class RecordingViews(RecordingPolicy policy, RecordingTruth truth)
{
    /// <summary>Between consent and first frame; longer is a trouble of its own.</summary>
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(5);

    /// <summary>Somebody who reads a form is silent for a while; the desk is told at once, the wall only when it lasts.</summary>
    private static readonly TimeSpan SilenceAlarm = TimeSpan.FromSeconds(30);

    /// <returns>Null when sessions like this are never recorded.</returns>
    public RecordingView? Of(Session session, Ticket ticket, Floor floor)
    {
        if (!policy.Allows(session, ticket)) return null;
        var running = truth.Of(session.Id.ToString());
        var stage = StageOf(session, running);
        return new RecordingView(stage, stage == RecordingStage.Recording ? running!.StartedAt : session.RecordingConsentAt, Troubles(session, stage, running, floor));
    }

    public RecordingView? ForApplicant(Session session, Ticket ticket, Floor floor) =>
        Of(session, ticket, floor) is { } view ? view with { Troubles = [] } : null;

    /// <summary>Since when somebody should act; null when nobody has to.</summary>
    public DateTimeOffset? AlarmSince(Session session, Ticket ticket, Floor floor)
    {
        var urgent = Of(session, ticket, floor)?.Troubles.Where(trouble => trouble.Trouble != RecordingTrouble.Silent || floor.ReadAt - trouble.Since >= SilenceAlarm).ToList();
        return urgent is { Count: > 0 } ? urgent.Min(trouble => trouble.Since) : null;
    }

    private static RecordingStage StageOf(Session session, RunningRecording? running) => session.RecordingConsent switch
    {
        RecordingConsent.NotAnswered => RecordingStage.AwaitingConsent,
        // Until the node has stopped it, nobody is told that it has.
        RecordingConsent.Refused or RecordingConsent.Revoked => running is { StartedAt: not null } ? RecordingStage.Recording : RecordingStage.Declined,
        _ => running is { StartedAt: not null } ? RecordingStage.Recording : RecordingStage.Starting,
    };

    private static List<RecordingTroubleView> Troubles(Session session, RecordingStage stage, RunningRecording? running, Floor floor)
    {
        if (stage == RecordingStage.Starting)
            return NotStartedSince(session, floor) is { } since ? [new RecordingTroubleView(RecordingTrouble.NotStarted, null, since)] : [];
        return stage != RecordingStage.Recording
            ? []
            : [.. running!.Troubles.Where(known => Concerns(session, known)).Select(known => new RecordingTroubleView(known.Trouble, known.Participant, known.Since))];
    }

    private static DateTimeOffset? NotStartedSince(Session session, Floor floor)
    {
        if (session is not { ApplicantJoinedAt: { } joined, RecordingConsentAt: { } agreed, Held: false }) return null;
        var due = (joined > agreed ? joined : agreed) + StartsWithin;
        return floor.ReadAt >= due ? due : null;
    }

    /// <summary>Who says that the microphone or the camera is off is not silent or black by mistake.</summary>
    private static bool Concerns(Session session, KnownTrouble known)
    {
        var seat = ParticipantId.TryParse(known.Participant) is { } id ? session.Find(id) : null;
        return known.Trouble switch
        {
            RecordingTrouble.Silent or RecordingTrouble.Clipped => seat is { Microphone: true },
            RecordingTrouble.Black or RecordingTrouble.Frozen => seat is { Camera: true },
            _ => true,
        };
    }
}
