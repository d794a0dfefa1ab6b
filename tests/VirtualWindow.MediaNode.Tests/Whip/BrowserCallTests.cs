using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using VirtualWindow.Testing.Browser;

[assembly: AssemblyFixture(typeof(ChromiumBrowser))]

namespace VirtualWindow.MediaNode.Tests.Whip;

/// <summary>A real Chromium publishes its fake camera and microphone by WHIP, another page of it watches by WHEP.</summary>
public sealed class BrowserCallTests(ChromiumBrowser browser)
{
    /// <summary>Both pages in one: what a WHIP or WHEP client of a few lines does.</summary>
    private const string Page = """
        <!doctype html><meta charset="utf-8"><title>call</title><video id="v" autoplay playsinline></video>
        <script>
        async function negotiate(pc, url, token) {
          await pc.setLocalDescription();
          if (pc.iceGatheringState !== 'complete')
            await new Promise(done => pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done());
          const answer = await fetch(url, { method: 'POST', body: pc.localDescription.sdp,
            headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token } });
          if (answer.status !== 201) throw new Error(answer.status + ' ' + await answer.text());
          window.resource = answer.headers.get('Location');
          await pc.setRemoteDescription({ type: 'answer', sdp: keepCandidates(await answer.text()) });
        }
        /* ?only=tcp leaves the node's TCP candidates alone, as a network without UDP would. */
        function keepCandidates(sdp) {
          const only = new URLSearchParams(location.search).get('only');
          return only ? sdp.replace(/a=candidate:.*\r\n/g, line => line.includes(` ${only} `) ? line : '') : sdp;
        }
        async function pair() {
          const all = [...(await window.pc.getStats()).values()];
          const chosen = all.find(s => s.type === 'candidate-pair' && s.nominated && s.state === 'succeeded');
          const remote = all.find(s => s.id === chosen.remoteCandidateId);
          return `${remote.protocol} ${remote.address}`;
        }
        async function publish(url, token) {
          const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480, frameRate: 30 } });
          const pc = window.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
          for (const track of stream.getTracks()) pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
          const video = pc.getTransceivers().find(t => t.sender.track.kind === 'video');
          video.setCodecPreferences(RTCRtpSender.getCapabilities('video').codecs.filter(c => /VP8|rtx/i.test(c.mimeType)));
          await negotiate(pc, url, token);
        }
        async function watch(url, token) {
          const pc = window.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
          pc.addTransceiver('audio', { direction: 'recvonly' });
          pc.addTransceiver('video', { direction: 'recvonly' });
          const stream = new MediaStream();
          pc.ontrack = e => { stream.addTrack(e.track); document.getElementById('v').srcObject = stream; };
          await negotiate(pc, url, token);
        }
        async function inbound() {
          const report = { frames: 0, width: 0, audioSamples: 0, audioEnergy: 0, concealed: 0, audioPackets: 0, lost: 0 };
          for (const s of (await window.pc.getStats()).values()) {
            if (s.type !== 'inbound-rtp') continue;
            report.lost += s.packetsLost;
            if (s.kind === 'video') { report.frames = s.framesDecoded; report.width = s.frameWidth; }
            else { report.audioSamples = s.totalSamplesReceived; report.audioEnergy = s.totalAudioEnergy; report.concealed = s.concealedSamples; report.audioPackets = s.packetsReceived; }
          }
          return JSON.stringify(report);
        }
        /* Two seconds of picture and sound; false when they never came. */
        async function shown(patience) {
          for (const end = performance.now() + patience; performance.now() < end; await new Promise(r => setTimeout(r, 50))) {
            const r = JSON.parse(await inbound());
            if (r.frames >= 60 && r.width > 0 && r.audioSamples >= 96000 && r.audioEnergy > 0) return true;
          }
          return false;
        }
        /* The fake camera shows a green picture with a moving pacman: the middle of the picture tells it from black. */
        function middle() {
          const v = document.getElementById('v'), c = document.createElement('canvas');
          c.width = v.videoWidth; c.height = v.videoHeight;
          const g = c.getContext('2d'); g.drawImage(v, 0, 0);
          return Array.from(g.getImageData(10, 10, 1, 1).data);
        }
        </script>
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("udp", "127.0.0.1")]
    [InlineData("udp", "::1")]
    [InlineData("tcp", "127.0.0.1")]
    [InlineData("tcp", "::1")]
    public async Task A_page_publishes_and_another_page_decodes_picture_and_tone(string protocol, string address)
    {
        await using var host = await WhipHost.StartAsync(map: static app => app.MapGet("/page", () => Results.Content(Page, "text/html")), settings: ("Media:PublicAddress", address));
        await using var context = await browser.NewContextAsync();
        var publisher = await context.NewPageAsync();
        await publisher.GotoAsync($"{host.Url}/page?only={protocol}");
        await publisher.EvaluateAsync($"publish('/whip/r/applicant', '{host.Token("r", "applicant")}')");
        var watcher = await context.NewPageAsync();
        await watcher.GotoAsync($"{host.Url}/page?only={protocol}");
        await watcher.EvaluateAsync($"watch('/whep/r/applicant', '{host.Token("r", "clerk", publish: false)}')");

        // Not WaitForFunction: it takes the promise of an asynchronous condition for its fulfilment.
        var shown = await watcher.EvaluateAsync<bool>($"shown({Patience.TotalMilliseconds})");
        Assert.True(shown, await watcher.EvaluateAsync<string>("inbound()"));

        Assert.Equal($"{protocol} {address}", (await watcher.EvaluateAsync<string>("pair()")).Replace("[", "").Replace("]", ""));

        using var report = JsonDocument.Parse(await watcher.EvaluateAsync<string>("inbound()"));
        var root = report.RootElement;
        Assert.True(root.GetProperty("concealed").GetDouble() < root.GetProperty("audioSamples").GetDouble() / 4, "most of the tone was made up by concealment");
        Assert.Equal(0, root.GetProperty("lost").GetInt32());
        var colour = await watcher.EvaluateAsync<int[]>("middle()");
        Assert.True(colour[1] > colour[0] + 40 && colour[1] > colour[2] + 40, $"the fake camera is green, this was {string.Join(',', colour)}");

        var resource = await publisher.EvaluateAsync<string>("resource");
        using var deleted = await host.SendAsync(HttpMethod.Delete, resource, host.Token("r", "applicant"));
        Assert.Equal(System.Net.HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(1, host.Node.Metrics.PeerCount);
        await publisher.WaitForFunctionAsync("() => pc.connectionState !== 'connected'", null, new() { Timeout = (float)Patience.TotalMilliseconds });
    }
}
