using System.Globalization;
using System.Text.RegularExpressions;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Testing.Media;

/// <summary>Finds flashes and beeps in a file by decoding it with ffmpeg. Times are seconds of the file.</summary>
public static partial class RecordedEvents
{
    private const int SamplesPerSecond = 8_000;
    private const int SamplesPerWindow = 80;

    /// <summary>Instants at which the picture turned from dark to bright.</summary>
    public static async Task<IReadOnlyList<double>> FlashesAsync(string file)
    {
        var (code, output) = await Tool.RunAsync("ffprobe",
        [
            "-v", "error", "-f", "lavfi", "-i", $"movie={file},signalstats", "-show_entries", "frame=pts_time:frame_tags=lavfi.signalstats.YAVG", "-of", "csv=p=0",
        ]);
        Require(code == 0, output);
        var frames = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).Where(parts => parts.Length >= 2)
            .Select(parts => (At: Number(parts[0]), Bright: Number(parts[1]) > 128)).ToList();
        return [.. frames.Skip(1).Zip(frames).Where(pair => pair.First.Bright && !pair.Second.Bright).Select(pair => pair.First.At)];
    }

    /// <summary>Instants at which a tone began; missing stretches of sound are silence.</summary>
    public static async Task<IReadOnlyList<double>> BeepsAsync(string file)
    {
        using var folder = new TemporaryFolder("vw-beeps");
        var raw = folder.File("sound.raw");
        var (code, output) = await Tool.RunAsync("ffmpeg",
        [
            "-v", "error", "-i", file, "-vn", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", $"{SamplesPerSecond}", "-f", "s16le", raw,
        ]);
        Require(code == 0, output);
        return OnsetsOf(await File.ReadAllBytesAsync(raw));
    }

    /// <summary>What ffprobe says about a file: codec names in the order of the tracks, duration in seconds or null.</summary>
    public static async Task<(IReadOnlyList<string> Codecs, double? Duration)> ProbeAsync(string file)
    {
        var (code, output) = await Tool.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name:format=duration", "-of", "default=nw=1", file]);
        Require(code == 0, output);
        var duration = DurationLine().Match(output);
        return ([.. CodecLine().Matches(output).Select(match => match.Groups[1].Value)], duration.Success ? Number(duration.Groups[1].Value) : null);
    }

    /// <summary>Decodes everything; any complaint of the decoder, and a track without a frame, is an error.</summary>
    public static async Task AssertPlaysAsync(string file)
    {
        var (code, output) = await Tool.RunAsync("ffprobe", ["-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", file]);
        var frames = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Require(code == 0 && frames.Length > 0 && frames.All(line => int.TryParse(line.TrimEnd(','), out var count) && count > 0), $"{file}: {output}");
    }

    private static void Require(bool well, string complaint)
    {
        if (!well) throw new InvalidDataException(complaint);
    }

    private static List<double> OnsetsOf(byte[] pcm)
    {
        var levels = new List<double>();
        for (var at = 0; at + (SamplesPerWindow * 2) <= pcm.Length; at += SamplesPerWindow * 2)
        {
            var energy = 0.0;
            for (var i = 0; i < SamplesPerWindow; i++) energy += Math.Pow(BitConverter.ToInt16(pcm, at + (i * 2)), 2);
            levels.Add(Math.Sqrt(energy / SamplesPerWindow));
        }

        var onsets = new List<double>();
        for (var i = 0; i < levels.Count; i++)
            if (levels[i] > 1_500 && (i == 0 || levels[i - 1] <= 1_500) && (onsets.Count == 0 || Second(i) - onsets[^1] > 0.4)) onsets.Add(Second(i));
        return onsets;
    }

    private static double Second(int window) => (double)window * SamplesPerWindow / SamplesPerSecond;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"codec_name=(\w+)")]
    private static partial Regex CodecLine();

    [GeneratedRegex(@"duration=([\d.]+)")]
    private static partial Regex DurationLine();
}
