"""Publishes by WHIP or watches by WHEP with GStreamer's webrtcbin; prints what it sees as JSON lines.

    gstreamer_call.py publish|watch URL TOKEN
"""
import json
import sys
import threading
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

AUDIO = "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,payload=111,encoding-params=(string)2"
VIDEO = "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000,payload=96,rtcp-fb-nack=(boolean)true,rtcp-fb-nack-pli=(boolean)true"
SENDING = (
    "webrtcbin name=peer bundle-policy=max-bundle "
    "audiotestsrc is-live=true freq=440 ! audioconvert ! audioresample ! opusenc ! rtpopuspay pt=111 ! " + AUDIO + " ! peer. "
    "videotestsrc is-live=true pattern=red ! video/x-raw,width=640,height=480,framerate=30/1 ! "
    "vp8enc deadline=1 keyframe-max-dist=60 ! rtpvp8pay pt=96 picture-id-mode=15-bit ! " + VIDEO + " ! peer. ")

seen = {"video": 0, "audio": 0}


def report(**what):
    sys.stdout.write(json.dumps(what) + "\n")  # one call: callbacks of several threads report
    sys.stdout.flush()


class Call:
    def __init__(self, role, url, token):
        self.url, self.token = url, token
        # A lone element would come back as itself: two make a pipeline.
        self.pipeline = Gst.parse_launch(SENDING if role == "publish" else "webrtcbin name=peer bundle-policy=max-bundle fakesrc ! fakesink")
        self.peer = self.pipeline.get_by_name("peer")
        self.peer.connect("notify::ice-gathering-state", self.gathered)
        self.peer.connect("notify::connection-state", lambda peer, _: report(state=peer.get_property("connection-state").value_nick))
        self.posted = False
        if role == "watch":
            self.peer.connect("pad-added", self.play)
            for caps in (AUDIO, VIDEO):
                self.peer.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY, Gst.Caps.from_string(caps))
            self.pipeline.set_state(Gst.State.PLAYING)
            self.offer(self.peer)
        else:
            self.peer.connect("on-negotiation-needed", self.offer)
            self.pipeline.set_state(Gst.State.PLAYING)
            for transceiver in (self.peer.emit("get-transceiver", i) for i in range(2)):
                transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)

    def offer(self, peer):
        peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered, None))

    def offered(self, promise, _):
        reply = promise.get_reply()  # owns the offer
        self.peer.emit("set-local-description", reply.get_value("offer"), None)

    def gathered(self, peer, _):
        if peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE and not self.posted:
            self.posted = True
            threading.Thread(target=self.post, daemon=True).start()

    def post(self):
        offer = self.peer.get_property("local-description").sdp.as_text()
        headers = {"Content-Type": "application/sdp", "Authorization": "Bearer " + self.token}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, offer.encode(), headers), timeout=20) as response:
                text = response.read()
        except urllib.error.HTTPError as refused:
            print(refused.code, refused.read().decode(), "for", offer, file=sys.stderr, flush=True)
            return
        _, sdp = GstSdp.SDPMessage.new_from_text(text.decode())
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        self.peer.emit("set-remote-description", answer, None)

    def play(self, _, pad):
        kind = pad.get_current_caps().get_structure(0).get_string("media")
        chain = "rtpvp8depay ! vp8dec ! videoconvert ! video/x-raw,format=RGB" if kind == "video" else "rtpopusdepay ! opusdec"
        branch = Gst.parse_bin_from_description(f"queue ! {chain} ! appsink name=sink emit-signals=true sync=false max-buffers=50 drop=true", True)
        branch.get_by_name("sink").connect("new-sample", self.show, kind)
        self.pipeline.add(branch)
        branch.sync_state_with_parent()
        pad.link(branch.get_static_pad("sink"))

    def show(self, sink, kind):
        sample = sink.emit("pull-sample")
        caps, (_, data) = sample.get_caps().get_structure(0), sample.get_buffer().map(Gst.MapFlags.READ)
        seen[kind] += 1
        if kind == "video" and seen[kind] % 15 == 0:
            width, height = caps.get_value("width"), caps.get_value("height")
            at = (height // 2) * ((width * 3 + 3) // 4 * 4) + (width // 2) * 3
            report(kind=kind, frames=seen[kind], width=width, height=height, red=data.data[at], green=data.data[at + 1], blue=data.data[at + 2])
        elif kind == "audio" and seen[kind] % 50 == 0:
            loudest = max(abs(int.from_bytes(data.data[i:i + 2], "little", signed=True)) for i in range(0, len(data.data), 2))
            report(kind=kind, samples=seen[kind] * 960, loudest=loudest)
        sample.get_buffer().unmap(data)
        return Gst.FlowReturn.OK


Gst.init(None)
call = Call(*sys.argv[1:])
GLib.MainLoop().run()
