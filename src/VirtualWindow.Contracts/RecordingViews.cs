using VirtualWindow.Contracts.Media;

namespace VirtualWindow.Contracts;

/// <summary>Where the recording (录音录像) of a session stands. Everybody in the session is told the same.</summary>
public enum RecordingStage
{
    /// <summary>The applicant has not said yes or no.</summary>
    AwaitingConsent,
    /// <summary>Refused, or taken back: nothing is recorded.</summary>
    Declined,
    /// <summary>Agreed; the first frame is not in a file yet.</summary>
    Starting,
    /// <summary>正在录制.</summary>
    Recording,
}

/// <param name="Since">When the stage began; null before the answer.</param>
/// <param name="Troubles">What is wrong with it now, for staff; empty for the applicant.</param>
public sealed record RecordingView(RecordingStage Stage, DateTimeOffset? Since, IReadOnlyList<RecordingTroubleView> Troubles);

/// <param name="ParticipantId">Whose sound or picture; null when it concerns all.</param>
public sealed record RecordingTroubleView(RecordingTrouble Trouble, string? ParticipantId, DateTimeOffset Since);

/// <param name="Agreed">True: may be recorded; false: may not, or no longer. Nothing that arrives after the reply is recorded then.</param>
public sealed record AnswerRecordingRequest(string SessionId, bool Agreed);
