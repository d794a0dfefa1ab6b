"""Exchanges data channel messages through the media node with Debian's python3-aiortc; prints what it sees as JSON lines.

    aiortc_channels.py send|receive URL TOKEN

No sound, no picture: the offer has an m=application line alone.
"""
import asyncio
import hashlib
import json
import sys
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription

FILE = bytes((i * 7 + i // 251) % 256 for i in range(512 << 10))
PART = 16384


def post(url, token, sdp):
    request = urllib.request.Request(url, sdp.encode(), {"Content-Type": "application/sdp", "Authorization": "Bearer " + token})
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.read().decode()


def report(**seen):
    print(json.dumps(seen), flush=True)


async def opened(channel):
    event = asyncio.Event()
    channel.on("open", event.set)
    if channel.readyState != "open":
        await event.wait()
    report(open=channel.label)


async def send_file(channel):
    channel.bufferedAmountLowThreshold = 256 * 1024
    low = asyncio.Event()
    channel.on("bufferedamountlow", low.set)
    for at in range(0, len(FILE), PART):
        if channel.bufferedAmount > 1 << 20:
            low.clear()
            await low.wait()
        channel.send(FILE[at:at + PART])
    # aiortc resets a stream on close without what it still holds back: close only what has left.
    channel.bufferedAmountLowThreshold = 0
    low.clear()
    if channel.bufferedAmount > 0:
        await low.wait()
    report(sent=hashlib.sha256(FILE).hexdigest())


def receive_file(channel):
    digest, length = hashlib.sha256(), 0

    @channel.on("message")
    def on_message(message):
        nonlocal length
        digest.update(message)
        length += len(message)
        if length >= len(FILE):
            report(received=digest.hexdigest(), length=length)


async def main(role, url, token):
    pc = RTCPeerConnection()
    files = pc.createDataChannel("files")
    live = pc.createDataChannel("live", ordered=False, maxRetransmits=0)
    live.on("message", lambda message: report(live=message))
    files.on("close", lambda: report(closed="files"))
    if role == "receive":
        receive_file(files)
    await pc.setLocalDescription(await pc.createOffer())
    answer = await asyncio.get_running_loop().run_in_executor(None, post, url, token, pc.localDescription.sdp)
    await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await asyncio.gather(opened(files), opened(live))
    report(ready=role)
    if role == "send":
        live.send("指针")
        await send_file(files)
        files.close()
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
