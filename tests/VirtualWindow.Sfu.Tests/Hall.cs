using System.Buffers.Binary;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Tests;

/// <summary>One forwarder in virtual time with fake peers; the "offer" names which media list to negotiate.</summary>
internal sealed class Hall : IPeerFactory, ISfuObserver
{
    public const byte Vp8 = 96;
    public const byte Vp8Rtx = 97;
    public const byte Opus = 111;
    public const uint VideoSsrc = 0x1000;
    public const uint AudioSsrc = 0x2000;
    public const byte TransportId = 8;
    public const uint VideoOut = 0xC1DE0;
    public const uint AudioOut = 0xA0DE0;
    public const uint RepairOut = 0xD1DE0;
    public const uint ScreenOut = 0xE1DE0;
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public const string AudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    public const string VideoOrientation = "urn:3gpp:video-orientation";

    private static readonly string[] VideoFeedback = ["nack", "nack pli", "ccm fir", "goog-remb"];

    public Hall(SfuOptions? options = null) => Forwarder = new SelectiveForwarder(this, options ?? new SfuOptions(), this);

    public SelectiveForwarder Forwarder { get; }

    public MediaTime Now { get; private set; } = new(1_000_000);

    public List<(string Participant, PublisherChange Change)> Changes { get; } = [];

    public List<MediaConnection> Closed { get; } = [];

    public Dictionary<string, IReadOnlyList<NegotiatedMedia>> Offers { get; } = new()
    {
        ["publish"] = [Audio(true), Video(true)],
        ["publish silent about ssrcs"] = [Audio(true) with { RemoteSsrcs = [] }, Video(true) with { RemoteSsrcs = [] }],
        ["watch"] = [Audio(false), Video(false)],
        ["publish layers"] = [Audio(true), Layered()],
        ["publish wide"] = [Wide(Audio(true)), Wide(Video(true))],
        ["watch wide"] = [Wide(Audio(false)), Wide(Video(false)) with { LocalRepairSsrc = RepairOut }],
        ["watch wide without repairs"] = [Wide(Audio(false)), Wide(Video(false))],
        ["watch two pictures"] =
            [Wide(Audio(false)), Wide(Video(false)) with { LocalRepairSsrc = RepairOut }, Wide(Video(false)) with { Mid = "s", LocalSsrc = ScreenOut, LocalRepairSsrc = RepairOut + 1 }],
        ["watch with other payload types"] =
        [
            Audio(false) with { Codecs = [new NegotiatedCodec(63, "OPUS", 48000, 2, null, null, [])] },
            Video(false) with { Codecs = [new NegotiatedCodec(120, "vp8", 90000, 0, null, 121, VideoFeedback)] },
        ],
        ["watch with extensions"] =
        [
            Audio(false) with { Extensions = new Dictionary<string, byte> { [Mid] = 4, [AudioLevel] = 9 } },
            Video(false) with { Extensions = new Dictionary<string, byte> { [Mid] = 4, [VideoOrientation] = 2 } },
        ],
    };

    public static NegotiatedMedia Audio(bool receives) => new(
        "a", MediaKind.Audio, receives, !receives, [new NegotiatedCodec(Opus, "opus", 48000, 2, null, null, [])],
        receives ? [AudioSsrc] : [], receives ? 0 : 0xA0DE0u, new Dictionary<string, byte> { [Mid] = 1, [AudioLevel] = 3 });

    public static NegotiatedMedia Video(bool receives) => new(
        "v", MediaKind.Video, receives, !receives, [new NegotiatedCodec(Vp8, "VP8", 90000, 0, null, Vp8Rtx, VideoFeedback)],
        receives ? [VideoSsrc] : [], receives ? 0 : 0xC1DE0u, new Dictionary<string, byte> { [Mid] = 1, [VideoOrientation] = 5 });

    /// <summary>In this hall only clients offer; server offers are tested where descriptions are real.</summary>
    public IServerOffer Offer() => throw new NotSupportedException();

    /// <summary>The same line with transport-wide numbers (id <see cref="TransportId"/>) and feedback about them.</summary>
    public static NegotiatedMedia Wide(NegotiatedMedia media) => media with
    {
        Codecs = [.. media.Codecs.Select(c => c with { Feedback = [.. c.Feedback, "transport-cc"] })],
        Extensions = new Dictionary<string, byte>(media.Extensions) { [HeaderExtensionUri.TransportSequence] = TransportId },
    };

    /// <summary>A camera in three layers "q", "h" and "f", told apart by rid (id 6).</summary>
    public static NegotiatedMedia Layered() => Video(true) with
    {
        Rids = ["q", "h", "f"], RemoteSsrcs = [],
        Extensions = new Dictionary<string, byte> { [Mid] = 1, [HeaderExtensionUri.StreamId] = 6, [HeaderExtensionUri.RepairedStreamId] = 7 },
    };

    public IPeer? TryAnswer(string offerSdp, IPeerHandler handler, MediaTime now, out string? reason)
    {
        reason = Offers.TryGetValue(offerSdp, out var media) ? null : "unknown offer";
        return media is null ? null : new FakePeer(handler, media, now);
    }

    public FakePeer Publish(string who, string offer = "publish", bool connect = true) => Open(Forwarder.Publish("room", who, offer, Now, out _), connect);

    public FakePeer Watch(string who, string publisher, string offer = "watch", bool connect = true) =>
        Open(Forwarder.Subscribe("room", who, publisher, offer, Now, out _), connect);

    public void Advance(TimeSpan by, TimeSpan? tick = null)
    {
        var end = Now + by;
        while (Now < end)
        {
            Now += tick ?? TimeSpan.FromMilliseconds(50);
            Forwarder.Tick(Now);
        }
    }

    public void Advance(int milliseconds) => Now += TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>Several packets in one receive batch.</summary>
    public void Receive(FakePeer from, params byte[][] packets)
    {
        var pinned = packets.Select(Pin).ToArray();
        foreach (var packet in pinned) from.Handler.OnRtp(from, packet, Now);
        Forwarder.EndBatch(Now);
    }

    public void ReceiveRtcp(FakePeer from, WriteRtcp write)
    {
        var buffer = new byte[1500];
        var writer = new RtcpWriter(buffer);
        write(ref writer);
        from.Handler.OnRtcp(from, writer.Written, Now);
        Forwarder.EndBatch(Now);
    }

    public static byte[] VideoPacket(int sequence, uint timestamp, bool keyFrame = false, uint ssrc = VideoSsrc, byte payloadType = Vp8, int size = 200, byte[]? extension = null)
    {
        var payload = new byte[size];
        for (var i = 4; i < size; i++) payload[i] = (byte)(sequence + i);
        payload[0] = 0x10; // first partition of a frame
        payload[1] = (byte)(keyFrame ? 0x00 : 0x01);
        return Packet(payloadType, sequence, timestamp, ssrc, payload, extension);
    }

    public static byte[] AudioPacket(int sequence, uint timestamp, uint ssrc = AudioSsrc, byte[]? extension = null) =>
        Packet(Opus, sequence, timestamp, ssrc, [0x78, (byte)sequence, 2, 3], extension);

    public static byte[] PaddingPacket(int sequence, uint timestamp)
    {
        var packet = Packet(Vp8, sequence, timestamp, VideoSsrc, new byte[100], null);
        packet[0] |= 0x20;
        packet[^1] = 100;
        return packet;
    }

    public static byte[] Packet(byte payloadType, int sequence, uint timestamp, uint ssrc, byte[] payload, byte[]? extension)
    {
        var packet = new byte[12 + (extension?.Length ?? 0) + payload.Length];
        packet[0] = (byte)(extension is null ? 0x80 : 0x90);
        packet[1] = payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        extension?.CopyTo(packet, 12);
        payload.CopyTo(packet, packet.Length - payload.Length);
        return packet;
    }

    public static byte[] Pin(byte[] packet)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(packet.Length, pinned: true);
        packet.CopyTo(pinned, 0);
        return pinned;
    }

    public static List<SentRtp> VideoOf(FakePeer peer) => [.. peer.Rtp.Where(p => p.Parsed.Ssrc == 0xC1DE0)];

    public static List<SentRtp> AudioOf(FakePeer peer) => [.. peer.Rtp.Where(p => p.Parsed.Ssrc == 0xA0DE0)];

    public void OnPublisherChanged(string room, string participant, PublisherChange change) => Changes.Add((participant, change));

    public void OnConnectionClosed(MediaConnection connection) => Closed.Add(connection);

    private FakePeer Open(MediaConnection? connection, bool connect)
    {
        Assert.NotNull(connection);
        var peer = (FakePeer)connection.Peer;
        if (connect) peer.Connect(Now);
        return peer;
    }

    public delegate void WriteRtcp(ref RtcpWriter writer);
}

/// <summary>Counts and reads what a fake peer was sent.</summary>
internal static class SentRtcp
{
    public static int PictureLosses(FakePeer peer)
    {
        var count = 0;
        foreach (var compound in peer.Rtcp)
        {
            var reader = new RtcpReader(compound);
            while (reader.MoveNext())
                if (PictureLossIndication.TryParse(reader.Current, out _)) count++;
            Assert.Equal(RtcpFault.None, reader.Fault);
        }

        return count;
    }

    public static List<ushort> Nacked(FakePeer peer)
    {
        var numbers = new List<ushort>();
        foreach (var compound in peer.Rtcp)
        {
            var reader = new RtcpReader(compound);
            while (reader.MoveNext())
            {
                if (!NackReader.TryParse(reader.Current, out var nack)) continue;
                while (nack.MoveNext()) numbers.Add(nack.Current);
            }
        }

        return numbers;
    }

    public static List<SenderReport> SenderReports(FakePeer peer)
    {
        var reports = new List<SenderReport>();
        foreach (var compound in peer.Rtcp)
        {
            var reader = new RtcpReader(compound);
            while (reader.MoveNext())
                if (SenderReport.TryParse(reader.Current, out var report)) reports.Add(report);
        }

        return reports;
    }

    public static List<ReportBlock> ReportBlocks(FakePeer peer)
    {
        var blocks = new List<ReportBlock>();
        foreach (var compound in peer.Rtcp)
        {
            var reader = new RtcpReader(compound);
            while (reader.MoveNext())
            {
                var block = ReportBlock.Read(reader.Current);
                while (block.MoveNext()) blocks.Add(block.Current);
            }
        }

        return blocks;
    }

    public static List<long> Estimates(FakePeer peer)
    {
        var estimates = new List<long>();
        foreach (var compound in peer.Rtcp)
        {
            var reader = new RtcpReader(compound);
            while (reader.MoveNext())
                if (ReceiverEstimate.TryParse(reader.Current, out var estimate)) estimates.Add(estimate.BitsPerSecond);
        }

        return estimates;
    }
}
