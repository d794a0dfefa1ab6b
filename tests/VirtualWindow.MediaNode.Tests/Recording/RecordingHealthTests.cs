using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Tests.Whip;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>Real Chromium sends what is wrong with real cameras and microphones; the recorder must say so, and nothing of one in order.</summary>
public sealed class RecordingHealthTests(ChromiumBrowser browser)
{
    /// <summary>Picture: noise, black, frozen; sound: tone, silence, square (full scale); or a connection on which nothing is sent.</summary>
    private const string Page = """
        <!doctype html><meta charset="utf-8"><title>health</title><canvas id="c" width="320" height="240"></canvas>
        <script>
        async function publish(url, token, picture, voice) {
          const sound = new AudioContext(), g = document.getElementById('c').getContext('2d');
          await sound.resume();
          const out = sound.createMediaStreamDestination(), gain = sound.createGain(), tone = sound.createOscillator();
          tone.type = voice === 'square' ? 'square' : 'sine'; tone.frequency.value = 440;
          gain.gain.value = { tone: 0.2, silence: 0, square: 1 }[voice] ?? 0;
          tone.connect(gain).connect(out); tone.start();
          let drawn = 0;
          setInterval(() => {
            if (picture === 'frozen' && drawn++ > 50) { g.fillStyle = '#000'; g.fillRect(0, 0, 0, 0); return; }
            g.fillStyle = '#000'; g.fillRect(0, 0, 320, 240);
            if (picture !== 'black') for (let i = 0; i < 300; i++) { g.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`; g.fillRect(Math.random() * 310, Math.random() * 230, 12, 12); }
          }, 40);
          const stream = new MediaStream([...document.getElementById('c').captureStream(25).getTracks(), ...out.stream.getTracks()]);
          const pc = window.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
          for (const track of stream.getTracks()) pc.addTransceiver(picture === 'nothing' ? track.kind : track, { direction: 'sendonly' });
          const video = pc.getTransceivers().find(t => t.receiver.track.kind === 'video');
          video.setCodecPreferences(RTCRtpSender.getCapabilities('video').codecs.filter(c => /VP8|rtx/i.test(c.mimeType)));
          await pc.setLocalDescription();
          if (pc.iceGatheringState !== 'complete') await new Promise(done => pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done());
          const answer = await fetch(url, { method: 'POST', body: pc.localDescription.sdp, headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token } });
          if (answer.status !== 201) throw new Error(answer.status);
          await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
        }
        </script>
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Each_trouble_of_a_real_stream_is_told_and_a_stream_in_order_raises_none()
    {
        using var folder = new TemporaryFolder("vw-health");
        await using var host = await WhipHost.StartAsync(
            map: static app => app.MapGet("/page", () => Results.Content(Page, "text/html")), settings: [("Media:RecordingFolder", folder.Path), ("Media:MaxCpuPercent", "100"), ("Media:MaxLoopPercent", "100")]);
        var told = new ConcurrentDictionary<(string Room, RecordingTrouble Trouble), TaskCompletionSource>();
        TaskCompletionSource Told(string room, RecordingTrouble trouble) => told.GetOrAdd((room, trouble), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        host.Node.Changed += change =>
        {
            if (change is MediaEvent.RecordingTroubleChanged { Present: true } trouble) Told(trouble.Room, trouble.Trouble).TrySetResult();
        };
        await using var context = await browser.NewContextAsync();
        await PublishAsync(host, context, "fine", "noise", "tone");
        await PublishAsync(host, context, "black", "black", "tone");
        await PublishAsync(host, context, "frozen", "frozen", "tone");
        await PublishAsync(host, context, "silent", "noise", "silence");
        await PublishAsync(host, context, "clipped", "noise", "square");
        await PublishAsync(host, context, "nothing", "nothing", "silence");

        // On a connection without packets the missing sound and picture are told too, a few seconds later.
        (string, RecordingTrouble)[] expected =
        [
            ("black", RecordingTrouble.Black), ("clipped", RecordingTrouble.Clipped), ("frozen", RecordingTrouble.Frozen),
            ("nothing", RecordingTrouble.Frozen), ("nothing", RecordingTrouble.NotStarted), ("nothing", RecordingTrouble.Silent), ("silent", RecordingTrouble.Silent),
        ];
        var all = Task.WhenAll(expected.Select(one => Told(one.Item1, one.Item2).Task));
        await Task.WhenAny(all, Task.Delay(Patience));
        var raised = told.Where(one => one.Value.Task.IsCompleted).Select(one => one.Key).OrderBy(one => one.Room, StringComparer.Ordinal).ThenBy(one => one.Trouble.ToString(), StringComparer.Ordinal);
        Assert.Equal(expected, raised);
    }

    private static async Task PublishAsync(WhipHost host, IBrowserContext context, string room, string picture, string sound)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Url + "/page");
        await page.EvaluateAsync($"publish('/whip/{room}/applicant', '{host.Token(room, "applicant")}', '{picture}', '{sound}')");
        Assert.True(await host.Node.StartRecordingAsync(new RecordingRequest(room, room), CancellationToken.None));
    }
}
