using System.Globalization;
using System.Security.Cryptography;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Media;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>The film that the follow-up composes of what the media node recorded of two browsers.</summary>
internal static class FilmOfTheSitting
{
    /// <summary>Both browsers send a bright moving picture; an empty cell is black.</summary>
    private const double DarkestPicture = 40;

    /// <summary>Waits for the follow-up, which makes it beside the case.</summary>
    public static Task UntilMadeAsync(string dataRoot, CancellationToken ct) => Eventually.HoldsAsync(() =>
    {
        using var records = new HallRecords(dataRoot);
        return Task.FromResult(records.Count(
            $"SELECT COUNT(*) FROM FollowUps WHERE Kind = '{FollowUpEntry.ComposeRecording}' AND State = {(int)FollowUpState.Done}") == 1);
    }, ct);

    /// <summary>Each in a cell of their own, with sound, as long as the longest track, and with the hash that is in the case.</summary>
    public static async Task AssertShowsBothAsync(string dataRoot)
    {
        var film = Assert.Single(Directory.GetFiles(Path.Combine(dataRoot, "recordings"), "side-by-side.webm", SearchOption.AllDirectories));
        using var records = new HallRecords(dataRoot);
        Assert.Equal(records.Text("SELECT SideBySideSha256 FROM Recordings"), Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(film))));
        await RecordedEvents.AssertPlaysAsync(film);
        var (codecs, seconds) = await RecordedEvents.ProbeAsync(film);
        Assert.Equal(["opus", "vp8"], codecs.Order());
        var tracks = Directory.GetFiles(Path.GetDirectoryName(film)!, "*.webm").Where(file => file != film);
        var longest = (await Task.WhenAll(tracks.Select(async file => (await RecordedEvents.ProbeAsync(file)).Duration ?? 0))).Max();
        Assert.InRange(seconds!.Value, longest - 1, double.MaxValue);
        Assert.NotEmpty(await RecordedEvents.BeepsAsync(film));
        foreach (var cell in (string[])["0", "640"])
            Assert.InRange(await BrightnessAsync(film, cell, seconds.Value / 2), DarkestPicture, 255);
    }

    /// <summary>Mean luma of one cell around an instant.</summary>
    private static async Task<double> BrightnessAsync(string film, string left, double at)
    {
        var (code, output) = await Tool.RunAsync("ffmpeg",
        [
            "-v", "error", "-ss", at.ToString(CultureInfo.InvariantCulture), "-i", film, "-frames:v", "1", "-vf",
            $"crop=640:480:{left}:0,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-", "-f", "null", "-",
        ]);
        Assert.True(code == 0, output);
        return double.Parse(output.Split("YAVG=")[1].Split('\n')[0], CultureInfo.InvariantCulture);
    }
}
