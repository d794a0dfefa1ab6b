using System.Buffers.Binary;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu.Congestion;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Tests.Congestion;

/// <summary>A receiver behind a link: answers with transport-wide feedback as a browser does, every 50 to 100 ms.</summary>
internal sealed class SimulatedWatcher
{
    private readonly PriorityQueue<ushort, long> _underWay = new();
    private readonly PriorityQueue<byte[], long> _feedback = new();
    private readonly TransportArrivals _arrivals = new();

    public SimulatedWatcher(Hall hall, string who, string publisher, SimulatedLink link, string offer = "watch wide")
    {
        Link = link;
        Connection = (SubscribeConnection)hall.Forwarder.Subscribe("room", who, publisher, offer, hall.Now, out _)!;
        Peer = (FakePeer)Connection.Peer;
        Peer.Records = false;
        Peer.Connect(hall.Now);
        Peer.Wire = (header, payload) => OnSent(header, payload, hall.Now);
    }

    public SubscribeConnection Connection { get; }

    public FakePeer Peer { get; }

    public SimulatedLink Link { get; }

    public long Estimate => Connection.Estimator!.BitsPerSecond;

    /// <summary>Octets that arrived of each SSRC.</summary>
    public Dictionary<uint, long> Arrived { get; } = [];

    public void Step(MediaTime now)
    {
        while (_underWay.TryPeek(out var sequence, out var at) && at <= now.Microseconds)
        {
            _underWay.Dequeue();
            _arrivals.Note(sequence, new MediaTime(at));
        }

        if (_arrivals.IsDue(now)) Report(now);
        while (_feedback.TryPeek(out var packet, out var at) && at <= now.Microseconds)
        {
            _feedback.Dequeue();
            Peer.Handler.OnRtcp(Peer, packet, now);
        }
    }

    private void OnSent(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, MediaTime now)
    {
        byte[] whole = [.. header, .. payload];
        Assert.True(RtpHeader.TryParse(whole, out var parsed));
        Assert.True(parsed.TryFindExtension(whole, Hall.TransportId, out var number));
        if (Link.Send(whole.Length + BandwidthEstimator.PacketOverhead, now) is not { } at) return;
        _underWay.Enqueue(BinaryPrimitives.ReadUInt16BigEndian(number), at.Microseconds);
        Arrived[parsed.Ssrc] = Arrived.GetValueOrDefault(parsed.Ssrc) + whole.Length;
    }

    private void Report(MediaTime now)
    {
        var buffer = new byte[1500];
        for (var more = true; more;)
        {
            var writer = new RtcpWriter(buffer);
            more = _arrivals.TryWrite(ref writer, 7, 1, now);
            if (writer.Length > 0) _feedback.Enqueue(writer.Written.ToArray(), (now + Link.Delay).Microseconds);
        }
    }
}
