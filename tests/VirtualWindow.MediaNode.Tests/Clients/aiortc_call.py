"""Publishes by WHIP or watches by WHEP with Debian's python3-aiortc; prints what it sees as JSON lines.

    aiortc_call.py publish|watch URL TOKEN
"""
import asyncio
import fractions
import json
import math
import struct
import sys
import urllib.request

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av import AudioFrame, VideoFrame


class Tone(AudioStreamTrack):
    """440 Hz at half volume."""

    position = 0

    async def recv(self):
        silence = await super().recv()
        samples = silence.samples
        values = [int(16000 * math.sin(2 * math.pi * 440 * (self.position + i) / silence.sample_rate)) for i in range(samples)]
        self.position += samples
        frame = AudioFrame(format="s16", layout="mono", samples=samples)
        frame.planes[0].update(struct.pack(f"<{samples}h", *values))
        frame.pts, frame.sample_rate, frame.time_base = silence.pts, silence.sample_rate, silence.time_base
        return frame


class Picture(VideoStreamTrack):
    """Red."""

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        frame = VideoFrame(640, 480, "yuv420p")
        for plane, value in zip(frame.planes, (81, 90, 240)):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts, frame.time_base = pts, time_base
        return frame


def post(url, token, sdp):
    request = urllib.request.Request(url, sdp.encode(), {"Content-Type": "application/sdp", "Authorization": "Bearer " + token})
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.read().decode()


async def negotiate(pc, url, token):
    await pc.setLocalDescription(await pc.createOffer())
    answer = await asyncio.get_running_loop().run_in_executor(None, post, url, token, pc.localDescription.sdp)
    await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))


def report(**seen):
    print(json.dumps(seen), flush=True)


async def count_pictures(track):
    frames = 0
    while True:
        frame = await track.recv()
        frames += 1
        if frames % 15 == 0:
            centre = frame.to_rgb().to_ndarray()[frame.height // 2, frame.width // 2]
            report(kind="video", frames=frames, width=frame.width, height=frame.height, red=int(centre[0]), green=int(centre[1]), blue=int(centre[2]))


async def listen(track):
    samples, loudest = 0, 0
    while True:
        frame = await track.recv()
        samples += frame.samples
        loudest = max(loudest, int(abs(frame.to_ndarray().astype(int)).max()))
        if samples % 48000 < frame.samples:
            report(kind="audio", samples=samples, loudest=loudest)


async def main(role, url, token):
    pc = RTCPeerConnection()
    pc.on("connectionstatechange", lambda: report(state=pc.connectionState))
    if role == "publish":
        pc.addTransceiver(Tone(), direction="sendonly")
        pc.addTransceiver(Picture(), direction="sendonly")
    else:
        pc.addTransceiver("audio", direction="recvonly")
        pc.addTransceiver("video", direction="recvonly")
        pc.on("track", lambda track: asyncio.ensure_future(count_pictures(track) if track.kind == "video" else listen(track)))
    await negotiate(pc, url, token)
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
