using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Tests.Whip;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Media;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>A real Chromium flashes and beeps once a second at instants that it writes down; the recording must hold them.</summary>
public sealed class RecordingContentTests(ChromiumBrowser browser)
{
    /// <summary>Picture and sound of one clock: at each second of the audio context a white frame and a tone of 150 ms.</summary>
    private const string Page = """
        <!doctype html><meta charset="utf-8"><title>flash and beep</title><canvas id="c" width="320" height="240"></canvas>
        <script>
        const sound = new AudioContext(), g = document.getElementById('c').getContext('2d'), flashes = [];
        const out = sound.createMediaStreamDestination(), gain = sound.createGain(), tone = sound.createOscillator();
        gain.gain.value = 0; tone.frequency.value = 1000; tone.connect(gain).connect(out); tone.start();
        let next = 0;
        function draw() {
          const now = sound.currentTime;
          if (now > next - 0.5) {
            next = Math.ceil(now + 0.2);
            gain.gain.setValueAtTime(0.5, next); gain.gain.setValueAtTime(0, next + 0.15);
            flashes.push(Date.now() + (next - now) * 1000);
            next++;
          }
          const bright = (now % 1) < 0.15 && now > 0.5;
          g.fillStyle = bright ? '#fff' : '#102030'; g.fillRect(0, 0, 320, 240);
          for (let i = 0; i < 60; i++) { g.fillStyle = `hsl(${Math.random() * 360} 80% ${bright ? 90 : 20}%)`; g.fillRect(Math.random() * 310, Math.random() * 230, 10, 10); }
        }
        setInterval(draw, 20);
        async function publish(url, token) {
          await sound.resume();
          const stream = new MediaStream([...document.getElementById('c').captureStream(25).getTracks(), ...out.stream.getTracks()]);
          const pc = window.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
          for (const track of stream.getTracks()) pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
          pc.getTransceivers().find(t => t.sender.track.kind === 'video').setCodecPreferences(RTCRtpSender.getCapabilities('video').codecs.filter(c => /VP8|rtx/i.test(c.mimeType)));
          await pc.setLocalDescription();
          if (pc.iceGatheringState !== 'complete') await new Promise(done => pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done());
          const answer = await fetch(url, { method: 'POST', body: pc.localDescription.sdp, headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token } });
          if (answer.status !== 201) throw new Error(answer.status);
          await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
        }
        </script>
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Flashes_and_beeps_of_a_real_browser_are_in_the_recording_at_their_times()
    {
        using var folder = new TemporaryFolder("vw-recording");
        await using var host = await WhipHost.StartAsync(
            map: static app => app.MapGet("/page", () => Results.Content(Page, "text/html")), settings: [("Media:RecordingFolder", folder.Path), ("Media:MaxCpuPercent", "100"), ("Media:MaxLoopPercent", "100")]);
        var news = Channel.CreateUnbounded<MediaEvent>();
        host.Node.Changed += change => news.Writer.TryWrite(change);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Url + "/page");
        await page.EvaluateAsync($"publish('/whip/r/applicant', '{host.Token("r", "applicant")}')");
        await NextAsync<MediaEvent.Publishing>(news);

        var asked = DateTimeOffset.UtcNow;
        Assert.True(await host.Node.StartRecordingAsync(new RecordingRequest("r", "rec1"), CancellationToken.None));
        await NextAsync<MediaEvent.RecordingStarted>(news);
        await page.WaitForFunctionAsync($"() => Date.now() > {asked.ToUnixTimeMilliseconds() + 15_000}", null, new() { Timeout = (float)Patience.TotalMilliseconds });
        await host.Node.StopRecordingAsync("r", CancellationToken.None);
        var stopped = DateTimeOffset.UtcNow;
        var closed = await NextAsync<MediaEvent.RecordingClosed>(news);
        var truth = (await page.EvaluateAsync<double[]>("flashes")).Where(at => at > asked.ToUnixTimeMilliseconds() + 1_500 && at < stopped.ToUnixTimeMilliseconds() - 500).ToList();

        var manifest = RecordingsOnDisk.Manifest(folder.Path);
        var entry = Assert.Single(manifest.Files);
        var file = Assert.Single(RecordingsOnDisk.Webm(folder.Path));
        Assert.True(entry.StartedAt - asked < TimeSpan.FromSeconds(5), "start lag");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file))), entry.Sha256);
        Assert.Equal(RecordingState.Closed, manifest.State);
        Assert.Equal(closed.Summary.Bytes, new FileInfo(file).Length);
        Assert.Empty(entry.Tracks.SelectMany(track => track.Gaps));
        await RecordedEvents.AssertPlaysAsync(file);
        var (codecs, duration) = await RecordedEvents.ProbeAsync(file);
        Assert.Equal(["opus", "vp8"], codecs.Order());
        Assert.InRange(duration!.Value, 12, 17);

        var flashes = await RecordedEvents.FlashesAsync(file);
        var beeps = await RecordedEvents.BeepsAsync(file);
        var report = string.Create(CultureInfo.InvariantCulture, $"truth {truth.Count}; flashes {string.Join(' ', flashes)}; beeps {string.Join(' ', beeps)}; corrections {string.Join(' ', entry.Tracks.Select(track => track.ClockCorrectionMilliseconds))}");
        TestContext.Current.TestOutputHelper?.WriteLine(report);
        Assert.True(truth.Count >= 10, report);
        var wall = entry.StartedAt.ToUnixTimeMilliseconds();
        AssertFound(truth, [.. flashes.Select(at => wall + (at * 1_000))], report);
        AssertFound(truth, [.. beeps.Select(at => wall + (at * 1_000))], report);
        AssertSpacing(flashes, report);
        AssertSpacing(beeps, report);
        foreach (var flash in flashes.Where(at => at > 1 && at < duration - 1)) Assert.True(beeps.Min(beep => Math.Abs(beep - flash)) <= 0.3, report);
    }

    /// <summary>At least nine of ten events lie within 300 ms of their wall-clock time.</summary>
    private static void AssertFound(List<double> truth, List<double> found, string report) =>
        Assert.True(truth.Count(at => found.Exists(one => Math.Abs(one - at) <= 300)) >= truth.Count * 0.9, report);

    private static void AssertSpacing(IReadOnlyList<double> events, string report)
    {
        foreach (var (earlier, later) in events.Zip(events.Skip(1)))
            Assert.True(Math.Abs(later - earlier - Math.Round(later - earlier)) <= 0.12, report);
    }

    private static async Task<T> NextAsync<T>(Channel<MediaEvent> news) where T : MediaEvent
    {
        while (true)
            if (await news.Reader.ReadAsync().AsTask().WaitAsync(Patience) is T found) return found;
    }
}
