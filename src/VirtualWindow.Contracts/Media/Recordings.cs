namespace VirtualWindow.Contracts.Media;

/// <summary>Record everybody who publishes in a room.</summary>
/// <param name="Recording">Id of the recording, chosen by the caller; a second request with it changes nothing.</param>
public sealed record RecordingRequest(string Room, string Recording);

public enum RecordingState
{
    Running,
    Closed,
    /// <summary>The process ended before it could close the recording; the files were closed at the next start.</summary>
    Interrupted,
}

/// <summary><c>manifest.json</c> in the folder of a recording: who, which tracks, from when to when, what is missing, and the hashes.</summary>
/// <param name="Format">1.</param>
/// <param name="Node">Machine and process that wrote it.</param>
/// <param name="StartedAt">Time 0 of all milliseconds below.</param>
/// <param name="Overruns">Packets left out because the disk was too slow.</param>
public sealed record RecordingManifest(
    int Format, string Recording, string Room, string Node, RecordingState State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    long Overruns, IReadOnlyList<RecordedFileEntry> Files);

/// <param name="Name">Within the folder; WebM (RFC 9559).</param>
/// <param name="StartedAt">Time 0 of the file (its DateUTC).</param>
/// <param name="OffsetMilliseconds">Time 0 of the file since the start of the recording.</param>
/// <param name="DurationMilliseconds">Null while it is not complete.</param>
/// <param name="Bytes">Null until closed; <paramref name="Sha256"/> likewise (hexadecimal).</param>
public sealed record RecordedFileEntry(
    string Name, string Participant, DateTimeOffset StartedAt, long OffsetMilliseconds, long? DurationMilliseconds, long? Bytes, string? Sha256,
    IReadOnlyList<RecordedTrackEntry> Tracks);

/// <param name="Kind">"audio" (Opus) or "video" (VP8).</param>
/// <param name="Place">0: microphone or camera; 1 and up: screen, document.</param>
/// <param name="FirstMilliseconds">First frame since the start of the recording; null without any. <paramref name="EndMilliseconds"/>: end of the last.</param>
/// <param name="ClockCorrectionMilliseconds">How far the sender's reports moved it to match the sound.</param>
public sealed record RecordedTrackEntry(
    string Mid, string Kind, int Place, long? FirstMilliseconds, long? EndMilliseconds, long Frames, long LostPackets,
    double ClockCorrectionMilliseconds, int? Width, int? Height, IReadOnlyList<RecordedGapEntry> Gaps);

/// <param name="Cause">"network", "held", "newSource", "overrun" or "disk".</param>
public sealed record RecordedGapEntry(long FromMilliseconds, long ToMilliseconds, string Cause);

/// <summary>A recording whose files are closed and hashed.</summary>
/// <param name="Folder">Under the recordings' root, with slashes.</param>
/// <param name="ManifestSha256">Hexadecimal; the manifest holds the hashes of the files.</param>
public sealed record RecordingSummary(
    string Recording, string Folder, string ManifestSha256, RecordingState State, DateTimeOffset StartedAt, DateTimeOffset EndedAt,
    int Files, long Bytes, long GapMilliseconds);
