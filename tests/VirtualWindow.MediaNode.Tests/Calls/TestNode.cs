using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Admission;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc.Srtp;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>A media node on a free port.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>();
    private uint _nextSsrc = 1_000;
    private int _connected;

    private TestNode(MediaOptions options, TimeProvider time, Func<UdpPortOptions, UdpPort> openPort, Func<MediaLoad>? measure, Func<string, IRecordingFile>? openFile = null)
    {
        Node = new LocalMediaNode(options with { Port = 0 }, time, NullLogger<LocalMediaNode>.Instance, openPort, measure, openFile);
        Node.Changed += change => _events.Writer.TryWrite(change);
    }

    public LocalMediaNode Node { get; }

    /// <summary>The whole test run shares the processor: by default its use is no reason to refuse a room.</summary>
    /// <param name="openPort">Other ports than the system's.</param>
    public static TestNode Start(MediaOptions? options = null, Func<UdpPortOptions, UdpPort>? openPort = null) =>
        new(options ?? new MediaOptions { MaxCpuPercent = 100, MaxLoopPercent = 100 }, TimeProvider.System, openPort ?? UdpPort.Open, null);

    /// <summary>A node that records.</summary>
    /// <param name="openFile">Other files than the disk's.</param>
    public static TestNode Recording(string folder, Func<string, IRecordingFile>? openFile = null) => new(
        new MediaOptions { MaxCpuPercent = 100, MaxLoopPercent = 100, RecordingFolder = folder, RecordingQueueBytes = 1 << 20 }, TimeProvider.System, UdpPort.Open, null, openFile);

    /// <summary>A node that believes what it is told about its load, once a second of <paramref name="time"/>.</summary>
    public static TestNode Measuring(MediaOptions options, TimeProvider time, Func<MediaLoad> measure) => new(options, time, UdpPort.Open, measure);

    public async Task<TestPeer> PublishAsync(string room, string participant, SrtpProfile profile = SrtpProfile.AeadAes128Gcm, Reach reach = Reach.Udp)
    {
        var ssrc = Interlocked.Add(ref _nextSsrc, 2);
        var peer = new TestPeer(new TestOffer(Publishes: true, ssrc, ssrc + 1), profile);
        var answer = await Node.PublishAsync(room, participant, peer.Offer.Sdp, CancellationToken.None);
        Assert.True(answer.Accepted, answer.RefusalCode);
        await ConnectAsync(peer, answer.Sdp!, reach);
        return peer;
    }

    public async Task<TestPeer> WatchAsync(string room, string subscriber, string publisher, SrtpProfile profile = SrtpProfile.AeadAes128Gcm, Reach reach = Reach.Udp)
    {
        var peer = new TestPeer(new TestOffer(Publishes: false), profile);
        var answer = await Node.SubscribeAsync(room, subscriber, publisher, peer.Offer.Sdp, CancellationToken.None);
        Assert.True(answer.Accepted, answer.RefusalCode);
        await ConnectAsync(peer, answer.Sdp!, reach);
        return peer;
    }

    public async Task<MediaEvent> NextEventAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(TestPeer.Patience);

    /// <summary>Waits, a loop's turn at a time, until the node has got there.</summary>
    public async Task UntilAsync(Func<MediaMetrics, bool> there)
    {
        var deadline = Environment.TickCount64 + (long)TestPeer.Patience.TotalMilliseconds;
        while (!there(Node.Metrics))
        {
            Assert.True(Environment.TickCount64 < deadline, "the node never got there");
            foreach (var loop in Node.Loops)
            {
                if (loop.TryAsk(static (_, _) => true) is { } turn) await turn;
            }
        }
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    /// <summary>The client has the last word of the handshake a moment before the node's loop hears of it: media sent then would be early.</summary>
    public async Task ConnectAsync(TestPeer peer, string answer, Reach reach = Reach.Udp)
    {
        await peer.ConnectAsync(answer, reach);
        var count = Interlocked.Increment(ref _connected);
        await UntilAsync(metrics => metrics.Peers.HandshakesCompleted >= count);
    }
}

/// <summary>One publisher and one who watches, and the frames between them.</summary>
internal sealed record Call(TestNode Node, TestPeer Publisher, TestPeer Watcher) : IAsyncDisposable
{
    private const int FrameBytes = 900;

    /// <summary>Start of a VP8 key frame: payload descriptor with S, frame tag, start code, 640×360 (RFC 7741 §4.2, RFC 6386 §9.1).</summary>
    private static readonly byte[] KeyFrame = [0x10, 0x10, 0x00, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01];

    public ushort FirstSequence { get; init; } = 100;

    public static async Task<Call> StartAsync(SrtpProfile profile = SrtpProfile.AeadAes128Gcm, ushort firstSequence = 100, Reach publisherBy = Reach.Udp, Reach watcherBy = Reach.Udp, TestNode? on = null)
    {
        var node = on ?? TestNode.Start();
        var publisher = await node.PublishAsync("r", "applicant", profile, publisherBy);
        var watcher = await node.WatchAsync("r", "clerk", "applicant", profile, watcherBy);
        return new Call(node, publisher, watcher) { FirstSequence = firstSequence };
    }

    /// <summary>One key frame in one packet, its payload made from <paramref name="number"/>.</summary>
    public void SendFrame(ushort number) => Publisher.SendRaw(ProtectFrame(number));

    public byte[] ProtectFrame(ushort number) => Publisher.Protect(
        TestOffer.Vp8Type, Publisher.Offer.VideoSsrc, (ushort)(FirstSequence + number), (uint)(number * 3_000), Payload(number), marker: true);

    public void AssertFrame(byte[] packet, ushort number)
    {
        Assert.Equal(TestOffer.AnnouncedSsrc(Watcher.Answer, "video"), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(8)));
        Assert.Equal(TestOffer.Vp8Type, packet[1] & 0x7F);
        Assert.Equal(Payload(number), packet[^FrameBytes..]);
    }

    public async ValueTask DisposeAsync()
    {
        Publisher.Dispose();
        Watcher.Dispose();
        await Node.DisposeAsync();
    }

    private static byte[] Payload(ushort number)
    {
        var payload = new byte[FrameBytes];
        new Random(number).NextBytes(payload);
        KeyFrame.CopyTo(payload, 0);
        return payload;
    }
}
