using Microsoft.Playwright;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>Looks into a page's call from outside: what is decoded, which colours are on the remote video, which tone is heard.</summary>
public sealed class CallProbe(IPage page)
{
    /// <summary>Keeps every RTCPeerConnection the page makes, so that <c>getStats</c> can be asked; installed before any page script.</summary>
    public const string KeepConnections = """
        (() => {
          const Real = window.RTCPeerConnection;
          const kept = [];
          window.RTCPeerConnection = class extends Real { constructor(...a) { super(...a); kept.push(this); } };
          Object.defineProperty(window, 'keptConnections', { value: kept });
        })();
        """;

    /// <summary>Settable, because the browser driver fills it in.</summary>
    public sealed record Inbound
    {
        public int FramesDecoded { get; set; }
        public int AudioPackets { get; set; }
        public double AudioEnergy { get; set; }
    }

    /// <summary>Sums inbound-rtp over all connections that are still open.</summary>
    public Task<Inbound> InboundAsync() => page.EvaluateAsync<Inbound>("""
        async () => {
          const sum = { framesDecoded: 0, audioPackets: 0, audioEnergy: 0 };
          for (const pc of window.keptConnections) {
            if (pc.connectionState === 'closed') continue;
            for (const s of (await pc.getStats()).values()) {
              if (s.type !== 'inbound-rtp') continue;
              if (s.kind === 'video') sum.framesDecoded += s.framesDecoded ?? 0;
              else { sum.audioPackets += s.packetsReceived ?? 0; sum.audioEnergy += s.totalAudioEnergy ?? 0; }
            }
          }
          return sum;
        }
        """);

    /// <summary>One picture that the page receives: whose, how it comes, and what its decoder has been through.</summary>
    public sealed record Picture
    {
        public string Participant { get; set; } = "";
        public int Height { get; set; }
        public int FramesDecoded { get; set; }
        public int KeyFramesDecoded { get; set; }
        public double SecondsFrozen { get; set; }
    }

    /// <summary>Pictures that are decoded, by the tiles that show them.</summary>
    public Task<Picture[]> PicturesAsync() => page.EvaluateAsync<Picture[]>("""
        async () => {
          const tiles = [...document.querySelectorAll('video[data-participant]')].filter(tile => tile.srcObject);
          const pictures = [];
          for (const pc of window.keptConnections.filter(pc => pc.connectionState === 'connected'))
            for (const s of (await pc.getStats()).values()) {
              if (s.type !== 'inbound-rtp' || s.kind !== 'video' || !s.framesDecoded) continue;
              const tile = tiles.find(tile => tile.srcObject.getVideoTracks().some(track => track.id === s.trackIdentifier));
              if (tile) pictures.push({ participant: tile.dataset.participant, height: s.frameHeight ?? 0, framesDecoded: s.framesDecoded,
                keyFramesDecoded: s.keyFramesDecoded ?? 0, secondsFrozen: s.totalFreezesDuration ?? 0 });
            }
          return pictures;
        }
        """);

    /// <summary>How each open connection reaches the node: "relay udp", "relay tls", "host tcp" (own candidate, and the protocol to the relay or the node).</summary>
    public Task<string[]> WaysAsync() => page.EvaluateAsync<string[]>("""
        async () => {
          const ways = [];
          for (const pc of window.keptConnections.filter(pc => pc.connectionState === 'connected')) {
            const all = [...(await pc.getStats()).values()];
            const transport = all.find(s => s.type === 'transport');
            const own = all.find(s => s.id === all.find(p => p.id === transport.selectedCandidatePairId)?.localCandidateId);
            ways.push(`${own?.candidateType} ${own?.relayProtocol ?? own?.protocol}`);
          }
          return ways;
        }
        """);

    /// <summary>Connections not closed plus own tracks still live; 0 after a call ended: nothing keeps transmitting, no camera light stays on.</summary>
    public Task<int> StillTransmittingAsync() => page.EvaluateAsync<int>("""
        () => window.keptConnections.filter(pc => pc.connectionState !== 'closed').length
          + window.keptConnections.flatMap(pc => pc.getSenders()).filter(s => s.track?.readyState === 'live').length
        """);

    /// <summary>Own tracks on any connection that is still open; 0 for one who only watches.</summary>
    public Task<int> SendingTracksAsync() => page.EvaluateAsync<int>("""
        () => window.keptConnections.filter(pc => pc.connectionState !== 'closed').flatMap(pc => pc.getSenders()).filter(s => s.track).length
        """);

    /// <summary>The remote picture has the other side's two colours (VP8 and scaling shift each channel by a few steps).</summary>
    public Task AssertShowsAsync(FakeMedia other) => Patience.UntilAsync($"the picture of {other}", () => RemoteColoursAsync(),
        seen => seen.Top.DistanceTo(other.Top) < 90 && seen.Bottom.DistanceTo(other.Bottom) < 90);

    /// <summary>One of the pictures has the two colours of that side.</summary>
    public Task AssertShowsAnyAsync(FakeMedia other) => Patience.UntilAsync($"the picture of {other} among others", AllColoursAsync,
        seen => Array.Exists(seen, one => one.Top.DistanceTo(other.Top) < 90 && one.Bottom.DistanceTo(other.Bottom) < 90));

    /// <summary>The loudest frequency received is the other side's, within two bins of the spectrum (12 Hz).</summary>
    public async Task AssertSoundsLikeAsync(FakeMedia other) => Assert.Equal(other.ToneHz, await RemoteToneAsync(), tolerance: 12.0);

    /// <summary>Colours in the middle of the upper and lower half of the picture shown by <c>remote-video</c>.</summary>
    public async Task<(Rgb Top, Rgb Bottom)> RemoteColoursAsync(string testId = "remote-video") =>
        (await AllColoursAsync(testId)) is [var first, ..] ? first : default;

    private Task<(Rgb Top, Rgb Bottom)[]> AllColoursAsync() => AllColoursAsync("remote-video");

    private async Task<(Rgb Top, Rgb Bottom)[]> AllColoursAsync(string testId)
    {
        var pictures = await page.EvaluateAsync<int[][]>("""
            testId => [...document.querySelectorAll(`[data-testid="${testId}"]`)]
              .map(e => e instanceof HTMLVideoElement ? e : e.querySelector('video')).filter(v => v && v.videoWidth > 0).map(video => {
              const canvas = document.createElement('canvas');
              canvas.width = 8; canvas.height = 8;
              const context = canvas.getContext('2d');
              context.drawImage(video, 0, 0, 8, 8);
              const at = (x, y) => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)];
              return [...at(4, 1), ...at(4, 6)];
            })
            """, testId);
        return [.. pictures.Select(rgb => (new Rgb((byte)rgb[0], (byte)rgb[1], (byte)rgb[2]), new Rgb((byte)rgb[3], (byte)rgb[4], (byte)rgb[5])))];
    }

    /// <summary>The strongest frequency (Hz) of what is received, at the loudest moment of up to <paramref name="seconds"/> seconds.</summary>
    public Task<double> RemoteToneAsync(int seconds = 4) => page.EvaluateAsync<double>("""
        async seconds => {
          const tracks = window.keptConnections.filter(pc => pc.connectionState === 'connected')
            .flatMap(pc => pc.getReceivers()).map(r => r.track).filter(t => t && t.kind === 'audio' && t.readyState === 'live');
          const audio = new AudioContext();
          await audio.resume();
          const analyser = audio.createAnalyser();
          analyser.fftSize = 8192;
          analyser.smoothingTimeConstant = 0;
          for (const t of tracks) audio.createMediaStreamSource(new MediaStream([t])).connect(analyser);
          const bins = new Float32Array(analyser.frequencyBinCount);
          let best = -1000, tone = 0;
          const until = audio.currentTime + seconds;
          while (audio.currentTime < until) {
            await new Promise(done => requestAnimationFrame(done));
            analyser.getFloatFrequencyData(bins);
            for (let i = 4; i < bins.length; i++)
              if (bins[i] > best) { best = bins[i]; tone = i * audio.sampleRate / analyser.fftSize; }
          }
          await audio.close();
          return tone;
        }
        """, seconds);
}
