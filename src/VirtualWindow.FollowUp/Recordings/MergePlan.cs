using System.Globalization;
using System.Text;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.FollowUp.Recordings;

/// <summary>
/// How a recording's files become one: each laid at its time, one cell per participant, those of one participant (a reconnect, a full disk)
/// one after the other in the same cell. Sounds are added without levelling, so that nobody sounds louder or softer than they were.
/// </summary>
internal sealed class MergePlan
{
    private const int CellWidth = 640;
    private const int CellHeight = 480;
    private const int FramesPerSecond = 25;

    private readonly IReadOnlyList<RecordedFileEntry> _files;
    private readonly IReadOnlyList<string> _cells;
    private readonly double _seconds;

    private MergePlan(IReadOnlyList<RecordedFileEntry> files, double seconds)
    {
        (_files, _seconds) = (files, seconds);
        _cells = [.. files.Where(HasPicture).Select(CellOf).Distinct()];
    }

    /// <returns>Null when nothing was recorded.</returns>
    public static MergePlan? Of(RecordingManifest manifest)
    {
        var files = manifest.Files.Where(file => file.Tracks.Any(track => track.Frames > 0)).ToList();
        var end = files.SelectMany(file => file.Tracks).Max(track => track.EndMilliseconds);
        return end is null ? null : new MergePlan(files, end.Value / 1_000.0);
    }

    public IEnumerable<string> Arguments(string target)
    {
        List<string> arguments = ["-nostdin", "-v", "error", "-y"];
        foreach (var file in _files) arguments.AddRange(["-i", file.Name]);
        arguments.AddRange(["-filter_complex", Filters()]);
        if (_cells.Count > 0) arguments.AddRange(["-map", "[picture]", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k", "-g", "125"]);
        if (_files.Any(HasSound)) arguments.AddRange(["-map", "[sound]", "-c:a", "libopus", "-b:a", "96k"]);
        arguments.AddRange(["-t", Number(_seconds), target]);
        return arguments;
    }

    private static bool HasPicture(RecordedFileEntry file) => file.Tracks.Any(track => track is { Kind: "video", Frames: > 0 });

    private static bool HasSound(RecordedFileEntry file) => file.Tracks.Any(track => track is { Kind: "audio", Frames: > 0 });

    /// <summary>A screen stands beside its participant's face.</summary>
    private static string CellOf(RecordedFileEntry file) => $"{file.Participant}/{file.Tracks[0].Place}";

    private static string Number(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    private string Filters()
    {
        var filters = new StringBuilder();
        for (var cell = 0; cell < _cells.Count; cell++) AddCell(filters, cell);
        if (_cells.Count > 1) filters.Append(CultureInfo.InvariantCulture, $"{Labels("cell", _cells.Count)}xstack=inputs={_cells.Count}:layout={Layout(_cells.Count)},format=yuv420p[picture];");
        else if (_cells.Count == 1) filters.Append("[cell0]format=yuv420p[picture];");
        AddSound(filters);
        return filters.ToString().TrimEnd(';');
    }

    /// <summary>A black cell for the whole time, with the pictures of each of its files laid over it at their time.</summary>
    private void AddCell(StringBuilder filters, int cell)
    {
        filters.Append(CultureInfo.InvariantCulture, $"color=black:size={CellWidth}x{CellHeight}:rate={FramesPerSecond}:duration={Number(_seconds)}[under{cell}x0];");
        var layer = 0;
        for (var input = 0; input < _files.Count; input++)
        {
            if (!HasPicture(_files[input]) || CellOf(_files[input]) != _cells[cell]) continue;
            var offset = Number(_files[input].OffsetMilliseconds / 1_000.0);
            filters.Append(CultureInfo.InvariantCulture, $"[{input}:v]setpts=PTS+{offset}/TB,fps={FramesPerSecond},scale={CellWidth}:{CellHeight}:force_original_aspect_ratio=decrease,pad={CellWidth}:{CellHeight}:-1:-1,setsar=1[over{cell}x{layer}];");
            filters.Append(CultureInfo.InvariantCulture, $"[under{cell}x{layer}][over{cell}x{layer}]overlay=eof_action=pass:repeatlast=0[under{cell}x{layer + 1}];");
            layer++;
        }

        filters.Append(CultureInfo.InvariantCulture, $"[under{cell}x{layer}]null[cell{cell}];");
    }

    private void AddSound(StringBuilder filters)
    {
        var inputs = Enumerable.Range(0, _files.Count).Where(input => HasSound(_files[input])).ToList();
        if (inputs.Count == 0) return;
        foreach (var (input, number) in inputs.Select((input, number) => (input, number)))
        {
            // Missing stretches become silence first, so that what follows them stays where it was.
            filters.Append(CultureInfo.InvariantCulture, $"[{input}:a]aresample=48000:async=1:first_pts=0,adelay={_files[input].OffsetMilliseconds}:all=1[voice{number}];");
        }

        filters.Append(CultureInfo.InvariantCulture, $"{Labels("voice", inputs.Count)}amix=inputs={inputs.Count}:duration=longest:normalize=0[sound];");
    }

    private static string Labels(string name, int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"[{name}{i}]"));

    /// <summary>Rows of two.</summary>
    private static string Layout(int cells) => string.Join('|', Enumerable.Range(0, cells).Select(cell => $"{cell % 2 * CellWidth}_{cell / 2 * CellHeight}"));
}
