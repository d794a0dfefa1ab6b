namespace VirtualWindow.MediaNode.Tests.Whip;

/// <summary>A page that publishes by WHIP or watches by WHEP, for tests with a real browser.</summary>
internal static class CallPage
{
    /// <summary>Both pages in one: what a WHIP or WHEP client of a few lines does.</summary>
    public const string Html = """
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
        /* layers: sendEncodings of the picture, none for a single stream */
        async function publish(url, token, width = 640, height = 480, layers = undefined) {
          const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width, height, frameRate: 30 } });
          const pc = window.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
          for (const track of stream.getTracks())
            pc.addTransceiver(track, { direction: 'sendonly', streams: [stream], ...(track.kind === 'video' && layers ? { sendEncodings: layers } : {}) });
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
        async function figure(type, name) {
          let sum = 0;
          for (const s of (await window.pc.getStats()).values()) if (s.type === type && s[name] !== undefined) sum += s[name];
          return sum;
        }
        /* Milliseconds until a condition holds; -1 when it never does. */
        async function until(condition, patience) {
          for (const start = performance.now(); performance.now() - start < patience; await new Promise(r => setTimeout(r, 25)))
            if (await condition()) return Math.round(performance.now() - start);
          return -1;
        }
        /* From the connection until the browser's own congestion control allows so many bits per second. */
        async function allowed(bitsPerSecond, patience) {
          await until(() => pc.connectionState === 'connected', patience);
          return await until(async () => await figure('candidate-pair', 'availableOutgoingBitrate') >= bitsPerSecond, patience);
        }
        const height = (lines, patience) => until(async () => await figure('inbound-rtp', 'frameHeight') === lines, patience);
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
}
