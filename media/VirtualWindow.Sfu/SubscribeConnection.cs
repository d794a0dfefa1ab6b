using VirtualWindow.Rtc;
using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu;

/// <summary>What one participant watches of one publisher: one consumer per m-line, and the receiver's feedback.</summary>
internal sealed class SubscribeConnection(Room room, string participant, string publisher, SelectiveForwarder forwarder)
    : MediaConnection(room.Id, participant), IPeerHandler
{
    private readonly List<Consumer> _consumers = [];
    private ReceiverLimit _limit = new();

    public string Publisher { get; } = publisher;

    public IReadOnlyList<Consumer> Consumers => _consumers;

    public bool IsConnected { get; private set; }

    public void Open(IPeer peer)
    {
        Peer = peer;
        foreach (var media in peer.Media)
            if (media.Sends) _consumers.Add(new Consumer(this, media, forwarder));
    }

    /// <summary>First audio to first audio, first video to first video, and so on; what the publisher lacks stays unbound.</summary>
    public void Bind(IReadOnlyList<Producer> producers, MediaTime now)
    {
        Span<int> next = [0, 0];
        foreach (var consumer in _consumers)
        {
            var producer = Nth(producers, consumer.Kind, next[(int)consumer.Kind]++);
            if (producer is null) consumer.Unbind();
            else consumer.Bind(producer, now);
        }
    }

    /// <summary>Bits per second this receiver can take, when it said so lately.</summary>
    public bool TryGetEstimate(MediaTime now, out long bitsPerSecond) => _limit.TryGet(now, forwarder.Options.EstimateLifetime, out bitsPerSecond);

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
        Peer.Close(PeerCloseReason.Local);
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

    private void OnFeedback(in RtcpPacket packet, MediaTime now)
    {
        var blocks = ReportBlock.Read(packet);
        while (blocks.MoveNext()) Find(blocks.Current.Ssrc)?.OnReport(blocks.Current, now);

        if (NackReader.TryParse(packet, out var nack))
        {
            var consumer = Find(nack.MediaSsrc);
            while (consumer is not null && nack.MoveNext()) consumer.Resend(nack.Current, now);
        }
        else if (PictureLossIndication.TryParse(packet, out var loss))
        {
            Find(loss.MediaSsrc)?.RequestKeyFrame(now);
        }
        else if (FullIntraReader.TryParse(packet, out var requests))
        {
            while (requests.MoveNext()) Find(requests.MediaSsrc)?.RequestKeyFrame(now);
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
