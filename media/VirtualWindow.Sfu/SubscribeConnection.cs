using VirtualWindow.Rtc;
using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Rtc.Sdp;
using VirtualWindow.Sfu.Congestion;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu;

/// <summary>
/// What one participant watches: one consumer per m-line, and the receiver's feedback. A client that offers (WHEP) watches one publisher
/// on a connection of its own; a page has one connection for everybody (<see cref="WatchList"/>).
/// </summary>
internal sealed class SubscribeConnection(Room room, string participant, SelectiveForwarder forwarder)
    : MediaConnection(room.Id, participant), IPeerHandler
{
    /// <summary>Between two looks at who gets how much.</summary>
    private static readonly TimeSpan AllocationInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>What a publisher is told of an estimate: headers, repairs and probes come on top, and a queue must be able to drain.</summary>
    private const double PublisherShare = 0.9;

    /// <summary>A probe's packets per turn, so that a wide link cannot stop the loop.</summary>
    private const int MaxProbePackets = 64;

    /// <summary>More wishes than anybody has participants are none.</summary>
    private const int MaxShown = 64;

    private const int EstimatorBytes = 256;

    private readonly List<Consumer> _consumers = [];

    /// <summary>How high the page shows whom, also of publishers that are still to come.</summary>
    private readonly Dictionary<string, int> _shown = [];
    private Consumer[] _byPriority = [];
    private ReceiverLimit _limit = new();
    private RepairShare _repairs = new();
    private MediaTime _lastAllocation = MediaTimes.Never;

    /// <summary>The publisher that a client's own offer watches; null when the server offers.</summary>
    public string? Publisher { get; private set; }

    /// <summary>What the server offers; null when the client does.</summary>
    public WatchList? List { get; private set; }

    public IReadOnlyList<Consumer> Consumers => _consumers;

    public bool IsConnected { get; private set; }

    /// <summary>What the connection can take by its transport-wide feedback; null when that was not negotiated.</summary>
    public BandwidthEstimator? Estimator { get; private set; }

    public void Open(string publisher, IPeer peer)
    {
        Publisher = publisher;
        Connect(peer);
        foreach (var media in peer.Media)
            if (media.Sends) Add(publisher, media);
    }

    public void Open(WatchList list) => List = list;

    /// <summary>Both sides have agreed for the first time.</summary>
    public void Connect(IPeer peer)
    {
        Peer = peer;
        var options = forwarder.Options;
        if (peer.Media.Any(m => m.Sends && m.Extensions.ContainsKey(HeaderExtensionUri.TransportSequence)))
            Estimator = new BandwidthEstimator(options.StartBitsPerSecond, options.MinEstimateBitsPerSecond, options.MaxEstimateBitsPerSecond);
    }

    public Consumer Add(string publisher, NegotiatedMedia media)
    {
        var consumer = new Consumer(this, publisher, media, RoleOf(publisher, media), forwarder);
        if (_shown.TryGetValue(publisher, out var height)) consumer.Prefer(height);
        _consumers.Add(consumer);
        _byPriority = [.. _consumers.OrderBy(c => c.Role)];
        return consumer;
    }

    /// <summary>Nothing more of what this m-line carried.</summary>
    public void Remove(Consumer consumer)
    {
        consumer.Unbind();
        _consumers.Remove(consumer);
        _byPriority = [.. _consumers.OrderBy(c => c.Role)];
    }

    /// <summary>A packet is sent soon (<see cref="CacheLines"/>).</summary>
    public void FetchForSending()
    {
        CacheLines.Fetch(Estimator, EstimatorBytes);
        CacheLines.Fetch(Peer, PeerTransport.HotBytes);
        Peer?.FetchForSending();
    }

    public bool Watches(string publisher) => _consumers.Exists(consumer => consumer.Publisher == publisher);

    /// <summary>A participant's second picture is a screen or a document.</summary>
    private TrackRole RoleOf(string publisher, NegotiatedMedia media) =>
        media.Kind == MediaKind.Audio ? TrackRole.Voice
        : _consumers.Exists(c => c.Publisher == publisher && c.Kind == MediaKind.Video) ? TrackRole.Document
        : TrackRole.Face;

    /// <summary>First audio to first audio, first video to first video, and so on; what the publisher lacks stays unbound.</summary>
    public void Bind(string publisher, IReadOnlyList<Producer> producers, MediaTime now)
    {
        Span<int> next = [0, 0];
        foreach (var consumer in _consumers)
        {
            if (consumer.Publisher != publisher) continue;
            var producer = Nth(producers, consumer.Kind, next[(int)consumer.Kind]++);
            if (producer is null) consumer.Unbind();
            else consumer.Bind(producer, now);
        }
    }

    /// <summary>Nothing of that publisher until it is bound again.</summary>
    public void Unbind(string publisher)
    {
        foreach (var consumer in _consumers)
            if (consumer.Publisher == publisher) consumer.Unbind();
    }

    /// <summary>Bits per second this receiver can take: by transport-wide feedback, else by what it said lately (REMB); false when nothing limits it.</summary>
    public bool TryGetEstimate(MediaTime now, out long bitsPerSecond)
    {
        if (Estimator is not { IsMeasured: true } estimator) return _limit.TryGet(now, forwarder.Options.EstimateLifetime, out bitsPerSecond);
        bitsPerSecond = (long)(estimator.BitsPerSecond * PublisherShare);
        return estimator.HasMetLimit;
    }

    /// <summary>Bits per second this receiver may be sent: assumed at first, then measured.</summary>
    public long Budget(MediaTime now)
    {
        if (Estimator is { IsMeasured: true } estimator) return estimator.BitsPerSecond;
        return TryGetEstimate(now, out var limit) ? limit : Math.Max(forwarder.Options.StartBitsPerSecond, forwarder.Options.MaxBitsPerSecond);
    }

    /// <summary>What the page shows of a publisher's pictures; 0 for the smallest layer, <see cref="int.MaxValue"/> for the largest.</summary>
    public void Prefer(string publisher, int height, MediaTime now)
    {
        if (_shown.Count >= MaxShown && !_shown.ContainsKey(publisher)) return;
        _shown[publisher] = height;
        foreach (var consumer in _consumers)
            if (consumer.Publisher == publisher) consumer.Prefer(height);
        Allocate(now);
    }

    public void Tick(MediaTime now)
    {
        if (!IsConnected) return;
        if (now.IsDue(_lastAllocation, AllocationInterval)) Allocate(now);
        if (Estimator is null) return;
        Estimator.Tick(Wanted(), now);
        SendProbe(now);
        if (Estimator.IsProbing) forwarder.MarkProbing(this);
    }

    /// <summary>Sends what a running probe has due; called after each batch, so that its packets leave evenly.</summary>
    /// <returns>False when the probe is over.</returns>
    public bool SendProbe(MediaTime now)
    {
        if (Estimator is not { IsProbing: true } estimator || !IsConnected || room.IsHeldFor(Participant)) return false;
        for (var packets = 0; packets < MaxProbePackets && estimator.ProbeDue(now) > 0; packets++)
        {
            var sent = 0;
            foreach (var consumer in _consumers)
                if (sent == 0) sent = consumer.SendProbe(now);
            if (sent == 0) break;
            forwarder.Counters.ProbeOctets += sent;
        }

        return true;
    }

    public override string? Offer(IReadOnlyList<string> publishers, bool restartIce, out int version, MediaTime now)
    {
        version = 0;
        if (List is null || IsClosed) return null;
        var offer = List.Offer(publishers, restartIce, now);
        version = List.Version;
        return offer;
    }

    public override string? Answer(int version, string answerSdp, MediaTime now)
    {
        if (List is null || IsClosed) return SdpRefusal.Outdated;
        var refusal = List.Answer(version, answerSdp, now);
        if (refusal is null) room.OnAnswered(this, now);
        return refusal;
    }

    public void OnConnected(IPeer peer, MediaTime now)
    {
        IsConnected = true;
        _limit.Start(SentOctets(), now);
        foreach (var consumer in _consumers)
            if (consumer.AwaitsKeyFrame) consumer.RequestKeyFrame(now);
    }

    /// <summary>A receiver sends no media.</summary>
    public void OnRtp(IPeer peer, Span<byte> packet, MediaTime now) => forwarder.Counters.UnknownStream++;

    public void OnRtcp(IPeer peer, ReadOnlySpan<byte> compound, MediaTime now)
    {
        if (IsClosed) return;
        var reader = new RtcpReader(compound);
        while (reader.MoveNext()) OnFeedback(reader.Current, now);
        if (reader.Fault != RtcpFault.None) forwarder.Counters.RtcpMalformed++;
    }

    public void OnChannelOpen(IPeer peer, IDataChannel channel, MediaTime now) => room.Channels.OnOpen(Participant, channel, now);

    public void OnChannelMessage(IPeer peer, IDataChannel channel, ref ChannelMessage message, MediaTime now) => room.Channels.OnMessage(channel, ref message, now);

    public void OnChannelDrained(IPeer peer, IDataChannel channel, MediaTime now) => room.Channels.OnDrained(channel, now);

    public void OnChannelClosed(IPeer peer, IDataChannel channel, MediaTime now) => room.Channels.OnClosed(channel, now);

    public void OnClosed(IPeer peer, PeerCloseReason reason, MediaTime now) => End();

    public override void Close(MediaTime now)
    {
        if (IsClosed) return;
        End();
        Peer?.Close(PeerCloseReason.Local);
    }

    private static Producer? Nth(IReadOnlyList<Producer> producers, MediaKind kind, int n)
    {
        foreach (var producer in producers)
            if (producer.Media.Kind == kind && n-- == 0) return producer;
        return null;
    }

    private void End()
    {
        if (IsClosed) return;
        IsClosed = true;
        IsConnected = false;
        foreach (var consumer in _consumers) consumer.Unbind();
        room.OnSubscribeEnded(this);
        forwarder.OnConnectionClosed(this);
    }

    /// <summary>Voice first, then screens and documents, then faces (<see cref="TrackRole"/>): each takes what it needs of what is left.</summary>
    private void Allocate(MediaTime now)
    {
        _lastAllocation = now;
        var left = Budget(now);
        var isClogged = Estimator is { IsClogged: true };
        foreach (var consumer in _byPriority) left = Math.Max(0, left - consumer.Allocate(left, isClogged, now));
    }

    /// <summary>Repairs come after what is new: none into a full line, and on a narrow one a share of what it carries.</summary>
    public bool MayRepair(int octets, MediaTime now)
    {
        if (Estimator is not { HasMetLimit: true } estimator) return true;
        return !estimator.IsClogged && _repairs.TryTake(octets, estimator.BitsPerSecond, now);
    }

    /// <summary>No use for a wider line, no probes: where a single stream has met no limit, the publisher's own probes find one.</summary>
    private long Wanted()
    {
        if (!_consumers.Exists(c => c.HasRepairStream)) return 0;
        var (wanted, isLayered) = (0L, false);
        foreach (var consumer in _consumers)
        {
            wanted += consumer.Wanted();
            isLayered |= consumer.Producer is { IsLayered: true };
        }

        return isLayered || Estimator!.HasMetLimit ? wanted : 0;
    }

    private void OnFeedback(in RtcpPacket packet, MediaTime now)
    {
        var blocks = ReportBlock.Read(packet);
        while (blocks.MoveNext()) Find(blocks.Current.Ssrc)?.OnReport(blocks.Current, now);

        if (Estimator is not null && TransportFeedbackReader.TryParse(packet, out var arrivals))
        {
            forwarder.Counters.TransportFeedbackReceived++;
            var wasClogged = Estimator.IsClogged;
            Estimator.OnFeedback(ref arrivals, now);
            if (Estimator.IsClogged != wasClogged) Allocate(now);
        }
        else if (NackReader.TryParse(packet, out var nack))
        {
            var consumer = Find(nack.MediaSsrc);
            while (consumer is not null && nack.MoveNext()) consumer.Resend(nack.Current, now);
        }
        else if (PictureLossIndication.TryParse(packet, out var loss))
        {
            Find(loss.MediaSsrc)?.OnPictureLost(now);
        }
        else if (FullIntraReader.TryParse(packet, out var requests))
        {
            while (requests.MoveNext()) Find(requests.MediaSsrc)?.OnPictureLost(now);
        }
        else if (ReceiverEstimate.TryParse(packet, out var estimate))
        {
            _limit.OnEstimate(estimate.BitsPerSecond, SentOctets(), now);
        }
    }

    private long SentOctets()
    {
        var octets = 0L;
        foreach (var consumer in _consumers) octets += consumer.SentOctets;
        return octets;
    }

    private Consumer? Find(uint ssrc)
    {
        foreach (var consumer in _consumers)
            if (consumer.Ssrc == ssrc) return consumer;
        return null;
    }
}
