using System.Security.Cryptography;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Tests.Calls;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Media;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>kill -9 at random moments of a recording: what is on disk plays, lacks one second at most, and is closed by the next start.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 5;
    private const int SecondOfSounds = RealFrames.SoundsPerSecond;

    [Fact]
    public async Task Killed_at_random_a_recording_plays_and_lacks_one_second_at_most()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var media = new TemporaryFolder("vw-frames");
        await RealFrames.MakeAsync(media.Path, 5);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var folder = new TemporaryFolder("vw-crash");
            var sent = await KillAfterAsync(folder.Path, media.Path, random.Next(20, 200));
            var file = Assert.Single(RecordingsOnDisk.Webm(folder.Path));
            await RecordedEvents.AssertPlaysAsync(file);
            var blocks = MatroskaReader.Read(await File.ReadAllBytesAsync(file)).Blocks;
            var sounds = blocks.Count(block => block.Track == 1);
            output.WriteLine($"sent {sent} sound packets of 20 ms, {sounds} in the file, {blocks.Count - sounds} pictures");
            Assert.InRange(sent - sounds, -1, SecondOfSounds);
            await AssertClosedByTheNextStartAsync(folder.Path, file);
        }
    }

    private static async Task<int> KillAfterAsync(string folder, string media, int packets)
    {
        await using var recorder = KillableProgram.Start("recorder", folder, media);
        await recorder.UntilAsync(line => line == $"sent {packets}");
        await recorder.KillAsync();
        return recorder.Said("sent ").Count;
    }

    private static async Task AssertClosedByTheNextStartAsync(string folder, string file)
    {
        var before = SHA256.HashData(await File.ReadAllBytesAsync(file));
        await using var node = TestNode.Recording(folder);
        node.Node.CloseInterruptedRecordings();

        var closed = Assert.IsType<MediaEvent.RecordingClosed>(await node.NextEventAsync());
        Assert.Equal(RecordingState.Interrupted, closed.Summary.State);
        var manifest = RecordingsOnDisk.Manifest(folder);
        Assert.Equal((RecordingState.Interrupted, "r"), (manifest.State, manifest.Room));
        Assert.Equal(Convert.ToHexStringLower(before), Assert.Single(manifest.Files).Sha256);
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(file)));
    }
}
