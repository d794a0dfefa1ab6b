using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualWindow.Contracts.Media;
using VirtualWindow.FollowUp.Recordings;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Media;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.FollowUp.Tests.Recordings;

/// <summary>Two participants who flash and beep at known times, merged by the real ffmpeg.</summary>
public sealed class SideBySideTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    [Fact]
    public async Task Everybody_is_side_by_side_at_the_right_time_and_as_loud_as_before()
    {
        using var folder = new TemporaryFolder("vw-merge");
        await MakeAsync(folder.File("clerk.webm"), 6, "mod(t,2)", 0.5);
        await MakeAsync(folder.File("applicant.webm"), 4, "mod(t,2)", 0.5);
        await WriteManifestAsync(folder, Entry("clerk", 0, 6_000), Entry("applicant", 1_000, 5_000));

        var merged = await new SideBySide().ComposeAsync(folder.Path, CancellationToken.None);

        Assert.Equal(MergeOutcome.Merged, merged.Outcome);
        Assert.Equal(64, merged.Sha256!.Length);
        await RecordedEvents.AssertPlaysAsync(merged.File!);
        // The clerk beeps at 0, 2, 4 s; the applicant, who came one second later, at 1, 3 s.
        var beeps = await RecordedEvents.BeepsAsync(merged.File!);
        Assert.Equal([0, 1, 2, 3, 4], beeps.Select(at => (int)Math.Round(at)));
        Assert.All(beeps, at => Assert.InRange(Math.Abs(at - Math.Round(at)), 0, 0.12));
        Assert.InRange(await LoudnessAsync(merged.File!) - await LoudnessAsync(folder.File("clerk.webm")), -1.5, 1.5);
        var (width, height, seconds) = await ShapeAsync(merged.File!);
        Assert.Equal((1_280, 480), (width, height));
        Assert.InRange(seconds, 5.8, 6.2);

        Assert.Equal(MergeOutcome.Exists, (await new SideBySide().ComposeAsync(folder.Path, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task Without_the_tool_the_tracks_stay_as_they_are()
    {
        using var folder = new TemporaryFolder("vw-merge");
        await File.WriteAllBytesAsync(folder.File("clerk.webm"), [1]);
        await WriteManifestAsync(folder, Entry("clerk", 0, 1_000));

        var merged = await new SideBySide(folder.File("no-such-tool")).ComposeAsync(folder.Path, CancellationToken.None);

        Assert.Equal(new MergeResult(MergeOutcome.NoTool, null, null), merged);
        Assert.Equal(["clerk.webm", "manifest.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_track_that_cannot_be_read_fails_the_merge_and_nothing_else()
    {
        using var folder = new TemporaryFolder("vw-merge");
        await File.WriteAllBytesAsync(folder.File("clerk.webm"), [1]);
        await WriteManifestAsync(folder, Entry("clerk", 0, 1_000));

        Assert.Equal(MergeOutcome.Failed, (await new SideBySide().ComposeAsync(folder.Path, CancellationToken.None)).Outcome);
    }

    [Theory]
    [InlineData(RecordingState.Running, true)]
    [InlineData(RecordingState.Closed, false)]
    public async Task What_still_runs_or_is_empty_is_not_merged(RecordingState state, bool withFile)
    {
        using var folder = new TemporaryFolder("vw-merge");
        await WriteManifestAsync(folder, state, withFile ? [Entry("clerk", 0, 1_000)] : []);

        Assert.Equal(MergeOutcome.NothingToMerge, (await new SideBySide().ComposeAsync(folder.Path, CancellationToken.None)).Outcome);
    }

    /// <summary>A tone of 150 ms and a white picture whenever <paramref name="phase"/> passes 0.</summary>
    private static async Task MakeAsync(string file, int seconds, string phase, double volume)
    {
        var (code, output) = await Tool.RunAsync("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i", $"color=black:size=320x240:rate=25,drawbox=color=white:t=fill:enable='lt({phase},0.15)'",
            "-f", "lavfi", "-i", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"aevalsrc='{volume}*sin(2*PI*1000*t)*lt({phase},0.15)':s=48000"),
            "-t", $"{seconds}", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "500k", "-c:a", "libopus", file,
        ]);
        Assert.True(code == 0, output);
    }

    private static RecordedFileEntry Entry(string participant, long from, long to) => new(
        $"{participant}.webm", participant, DateTimeOffset.UnixEpoch, from, to - from, 1, "", [Track("audio", from, to), Track("video", from, to)]);

    private static RecordedTrackEntry Track(string kind, long from, long to) => new(kind, kind, 0, from, to, 10, 0, 0, null, null, []);

    private static Task WriteManifestAsync(TemporaryFolder folder, params RecordedFileEntry[] files) => WriteManifestAsync(folder, RecordingState.Closed, files);

    private static Task WriteManifestAsync(TemporaryFolder folder, RecordingState state, RecordedFileEntry[] files) => File.WriteAllBytesAsync(
        folder.File("manifest.json"),
        JsonSerializer.SerializeToUtf8Bytes(new RecordingManifest(1, "rec", "room", "node/1", state, DateTimeOffset.UnixEpoch, null, 0, files), Json));

    /// <summary>Loudest sample in dB.</summary>
    private static async Task<double> LoudnessAsync(string file)
    {
        var (_, output) = await Tool.RunAsync("ffmpeg", ["-i", file, "-vn", "-af", "volumedetect", "-f", "null", "-"]);
        var line = output.Split('\n').Single(text => text.Contains("max_volume", StringComparison.Ordinal));
        return double.Parse(line.Split("max_volume:")[1].Replace("dB", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<(int Width, int Height, double Seconds)> ShapeAsync(string file)
    {
        var (_, output) = await Tool.RunAsync("ffprobe", ["-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height:format=duration", "-of", "csv=p=0", file]);
        var parts = output.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return (int.Parse(parts[0]), int.Parse(parts[1]), double.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
    }
}
