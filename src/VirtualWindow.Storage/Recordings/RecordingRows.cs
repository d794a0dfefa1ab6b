using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Recordings;

/// <summary>One answer of an applicant to being recorded; never changed, never deleted (PIPL §56 wants records of at least three years).</summary>
public sealed class RecordingAnswer
{
    public required Guid Id { get; init; }
    public required SessionId Session { get; init; }
    public required ParticipantId Participant { get; init; }
    public required bool Agreed { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>Version of the sentence that was shown.</summary>
    public required int Wording { get; init; }
}

/// <summary>Why a recording ended. Stored as numbers: append only.</summary>
public enum RecordingEnd
{
    /// <summary>It is still under way, or its process died and has not come back.</summary>
    None = 0,
    SessionEnded = 1,
    /// <summary>The applicant took the consent back.</summary>
    ConsentRevoked = 2,
    /// <summary>The process ended; the files are as they were.</summary>
    Interrupted = 3,
}

/// <summary>One recording of one session: a session has several when consent was taken back and given again, or a process died.</summary>
public sealed class SessionRecording
{
    public required Guid Id { get; init; }
    public required SessionId Session { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public RecordingEnd End { get; set; }
    /// <summary>Folder of manifest and files under the recordings' root; null until closed.</summary>
    public string? Folder { get; set; }
    /// <summary>SHA-256 of the manifest (which holds those of the files), hexadecimal; null until closed.</summary>
    public string? ManifestSha256 { get; set; }
    public int Files { get; set; }
    public long Bytes { get; set; }
    /// <summary>What is missing, holds left out, over all tracks.</summary>
    public long GapMilliseconds { get; set; }

    /// <summary>SHA-256 of everybody side by side, for whoever wants to look at the whole; null until composed. The tracks remain the evidence.</summary>
    public string? SideBySideSha256 { get; set; }

    public bool Closed => ManifestSha256 is not null;
}
