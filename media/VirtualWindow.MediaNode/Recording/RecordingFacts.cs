using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Recording;

/// <summary>What a recording says about itself, in the words of the contracts.</summary>
internal static class RecordingFacts
{
    private const int Format = 1;

    /// <summary>Machine and process: at a start only recordings whose process is gone are closed.</summary>
    public static string Node { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    public static RecordingManifest Of(RecordedRoom room, RecordingState state, DateTimeOffset? endedAt) => new(
        Format, room.Order.Recording, room.Order.Room, Node, state, room.BegunAt, endedAt, room.Overruns,
        [.. room.Parts.SelectMany(part => part.Files.Select(file => FileOf(room, part, file)))]);

    public static RecordingSummary SummaryOf(RecordingFolder folder, RecordingManifest manifest, string sha256) => new(
        manifest.Recording, folder.RelativePath, sha256, manifest.State, manifest.StartedAt, manifest.EndedAt ?? manifest.StartedAt,
        manifest.Files.Count, manifest.Files.Sum(static file => file.Bytes ?? 0),
        manifest.Files.SelectMany(static file => file.Tracks).SelectMany(static track => track.Gaps)
            .Where(static gap => gap.Cause != "held").Sum(static gap => gap.ToMilliseconds - gap.FromMilliseconds));

    public static RecordingTrouble Of(RecordingFault fault) => fault switch
    {
        RecordingFault.NotStarted => RecordingTrouble.NotStarted,
        RecordingFault.Silent => RecordingTrouble.Silent,
        RecordingFault.Clipped => RecordingTrouble.Clipped,
        RecordingFault.Black => RecordingTrouble.Black,
        RecordingFault.Frozen => RecordingTrouble.Frozen,
        RecordingFault.Disk => RecordingTrouble.Disk,
        RecordingFault.Overrun => RecordingTrouble.Overrun,
        _ => RecordingTrouble.Codec,
    };

    private static RecordedFileEntry FileOf(RecordedRoom room, RecordedPartView part, RecordedFile file) => new(
        file.Name, part.Participant, room.BegunAt + TimeSpan.FromMicroseconds(file.StartedAt), file.StartedAt / 1_000,
        file.IsComplete ? file.Duration : null, null, null, [.. part.Tracks.Select(TrackOf)]);

    private static RecordedTrackEntry TrackOf(RecordedTrackView track)
    {
        var seen = track.Frames > 0;
        return new RecordedTrackEntry(
            track.Mid, track.Kind == MediaKind.Audio ? "audio" : "video", track.Place, seen ? track.FirstFrame / 1_000 : null,
            seen ? track.LastEnd / 1_000 : null, track.Frames, track.LostPackets, track.ClockCorrection / 1_000.0,
            track.Width > 0 ? track.Width : null, track.Height > 0 ? track.Height : null,
            [.. track.Gaps.Select(static gap => new RecordedGapEntry(gap.From / 1_000, gap.To / 1_000, CauseOf(gap.Cause)))]);
    }

    private static string CauseOf(GapCause cause) => cause switch
    {
        GapCause.Held => "held",
        GapCause.NewSource => "newSource",
        GapCause.Overrun => "overrun",
        GapCause.Disk => "disk",
        _ => "network",
    };
}
