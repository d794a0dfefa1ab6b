using System.Buffers.Binary;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu;

/// <summary>A participant's own media: one producer per m-line, reports back, and whether it is alive.</summary>
internal sealed class PublishConnection(Room room, string participant, SelectiveForwarder forwarder) : MediaConnection(room.Id, participant), IPeerHandler
{
    /// <summary>Who the feedback is from. The server publishes nothing here, so any constant will do.</summary>
    internal const uint SenderSsrc = 1;

    /// <summary>A smaller fall waits for the next report.</summary>
    private const double FallWorthTelling = 0.97;

    private const string EstimateFeedback = "goog-remb";

    private readonly List<Producer> _producers = [];
    private StreamRoutes _routes = new([]);
    private TransportArrivals? _arrivals;
    private byte _transportId;
    private MediaTime _lastPacket;
    private MediaTime _lastReport = MediaTimes.Never;
    private long _lastEstimate;
    private bool _publishing;
    private bool _silent;

    public IReadOnlyList<Producer> Producers => _producers;

    public bool IsHeld => room.IsHeldFor(Participant);

    /// <summary>What is held is not recorded, whoever confers meanwhile.</summary>
    public bool IsRoomHeld => room.IsHeld;

    /// <summary>Tells this connection from earlier ones of the same participant.</summary>
    public int Number { get; } = forwarder.NextConnectionNumber();

    public void Open(IPeer peer, MediaTime now)
    {
        Peer = peer;
        _lastPacket = now;
        foreach (var media in peer.Media)
            if (media.Receives) _producers.Add(new Producer(this, media, forwarder));
        _routes = new StreamRoutes(_producers);
        // One number for all streams, so one id: a bundle maps an id to one extension (RFC 9143 §9).
        foreach (var producer in _producers)
            if (producer.Media.Extensions.TryGetValue(HeaderExtensionUri.TransportSequence, out var id)) _transportId = id;
    }

    public void OnConnected(IPeer peer, MediaTime now)
    {
        // The first key frame may have been sent into a connection that was not there yet.
        foreach (var producer in _producers) producer.Tick(now);
    }

    public void FetchDeeper()
    {
        _routes.FetchLast();
        _arrivals?.Fetch();
    }

    public void OnRtp(IPeer peer, Span<byte> packet, MediaTime now)
    {
        if (IsClosed) return;
        forwarder.Counters.PacketsReceived++;
        if (!RtpHeader.TryParse(packet, out var header))
        {
            forwarder.Counters.Malformed++;
            return;
        }

        NoteArrival(packet, header, now);
        var route = _routes.Find(packet, header, now);
        if (route is null)
        {
            forwarder.Counters.UnknownStream++;
            return;
        }

        _lastPacket = now;
        if (!_publishing) ReportPublishing();
        if (!route.IsRepair) route.Stream.Receive(packet, header, wasRepaired: false, now);
        else ReceiveRepair(route, packet, header, now);
    }

    public void OnRtcp(IPeer peer, ReadOnlySpan<byte> compound, MediaTime now)
    {
        var reader = new RtcpReader(compound);
        while (reader.MoveNext())
        {
            if (!SenderReport.TryParse(reader.Current, out var report)) continue;
            foreach (var producer in _producers) producer.OnSenderReport(report, now);
        }

        if (reader.Fault != RtcpFault.None) forwarder.Counters.RtcpMalformed++;
    }

    public void OnChannelOpen(IPeer peer, IDataChannel channel, MediaTime now) => room.Channels.OnOpen(Participant, channel, now);

    public void OnChannelMessage(IPeer peer, IDataChannel channel, ref ChannelMessage message, MediaTime now) => room.Channels.OnMessage(channel, ref message, now);

    public void OnChannelDrained(IPeer peer, IDataChannel channel, MediaTime now) => room.Channels.OnDrained(channel, now);

    public void OnChannelClosed(IPeer peer, IDataChannel channel, MediaTime now) => room.Channels.OnClosed(channel, now);

    public void OnClosed(IPeer peer, PeerCloseReason reason, MediaTime now) => End(now);

    public override void Close(MediaTime now)
    {
        if (IsClosed) return;
        End(now);
        Peer.Close(PeerCloseReason.Local);
    }

    /// <summary>dB above digital silence of the microphone.</summary>
    public double Loudness(MediaTime now)
    {
        var loudest = 0.0;
        foreach (var producer in _producers) loudest = Math.Max(loudest, producer.Loudness(now));
        return loudest;
    }

    public void Tick(MediaTime now)
    {
        foreach (var producer in _producers) producer.Tick(now);
        WatchSilence(now);
        if (_arrivals is not null && _arrivals.IsDue(now)) SendTransportFeedback(_arrivals, now);
        if (now.IsDue(_lastReport, forwarder.Options.ReportInterval)) SendReport(now);
        else if (Affordable(now) < _lastEstimate * FallWorthTelling) SendFallenEstimate(now);
    }

    private void End(MediaTime now)
    {
        if (IsClosed) return;
        IsClosed = true;
        foreach (var producer in _producers) producer.Close(now);
        room.OnPublishEnded(this);
        forwarder.OnConnectionClosed(this);
    }

    /// <summary>
    /// Turns a retransmission back into the packet it repeats (RFC 4588 §4): the original sequence number leads the payload.
    /// The header moves two bytes towards the payload, nothing is copied.
    /// </summary>
    private void ReceiveRepair(Route route, Span<byte> packet, in RtpHeader header, MediaTime now)
    {
        const int originalSequenceLength = 2;
        const byte markerFlag = 0x80;
        var payloadType = route.Producer.RepairedPayloadType(header.PayloadType);
        if (payloadType is null || route.Stream.Ssrc == 0
            || packet.Length - header.Length - header.PaddingLength <= originalSequenceLength)
        {
            forwarder.Counters.Useless++; // padding probes on the repair stream
            return;
        }

        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[header.Length..]);
        packet[..header.Length].CopyTo(packet[originalSequenceLength..]);
        var original = packet[originalSequenceLength..];
        original[1] = (byte)((original[1] & markerFlag) | payloadType.Value);
        BinaryPrimitives.WriteUInt16BigEndian(original[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(original[8..], route.Stream.Ssrc);
        if (RtpHeader.TryParse(original, out var restored)) route.Stream.Receive(original, restored, wasRepaired: true, now);
    }

    private void NoteArrival(ReadOnlySpan<byte> packet, in RtpHeader header, MediaTime now)
    {
        if (!header.TryFindExtension(packet, _transportId, out var number) || number.Length < sizeof(ushort)) return;
        _arrivals ??= new TransportArrivals();
        _arrivals.Note(BinaryPrimitives.ReadUInt16BigEndian(number), now);
    }

    private void SendTransportFeedback(TransportArrivals arrivals, MediaTime now)
    {
        if (Peer.State != PeerState.Connected) return;
        // The feedback is about the connection; any of its streams may be named as its media source.
        var ssrc = _producers.Count > 0 ? _producers[0].Streams[0].Ssrc : 0;
        Span<byte> buffer = stackalloc byte[1200];
        for (var more = true; more;)
        {
            var writer = new RtcpWriter(buffer);
            more = arrivals.TryWrite(ref writer, SenderSsrc, ssrc, now);
            if (writer.Length == 0) continue;
            Peer.SendRtcp(writer.Written);
            forwarder.Counters.TransportFeedbackSent++;
        }
    }

    private void ReportPublishing()
    {
        _publishing = true;
        forwarder.OnPublisherChanged(this, PublisherChange.Publishing);
    }

    private void WatchSilence(MediaTime now)
    {
        if (!_publishing) return;
        var heard = Peer.LastHeard > _lastPacket ? Peer.LastHeard : _lastPacket;
        var silent = now - heard >= forwarder.Options.SilentAfter;
        if (silent == _silent) return;
        _silent = silent;
        forwarder.OnPublisherChanged(this, silent ? PublisherChange.Silent : PublisherChange.Back);
    }

    private void SendReport(MediaTime now)
    {
        _lastReport = now;
        if (Peer.State != PeerState.Connected) return;
        Span<ReportBlock> blocks = stackalloc ReportBlock[RtcpWriter.MaxReportBlocks];
        var count = 0;
        foreach (var producer in _producers)
            foreach (var stream in producer.Streams)
                if (count < blocks.Length && stream.TryTakeReport(now, out var block)) blocks[count++] = block;

        Span<byte> buffer = stackalloc byte[1024];
        var writer = new RtcpWriter(buffer);
        writer.WriteReceiverReport(SenderSsrc, blocks[..count]);
        WriteEstimate(ref writer, now);
        Peer.SendRtcp(writer.Written);
    }

    /// <summary>Queues grow until the publisher hears of it: a fall is told between the reports.</summary>
    private void SendFallenEstimate(MediaTime now)
    {
        if (Peer.State != PeerState.Connected) return;
        Span<byte> buffer = stackalloc byte[256];
        var writer = new RtcpWriter(buffer);
        WriteEstimate(ref writer, now);
        if (writer.Length > 0) Peer.SendRtcp(writer.Written);
    }

    /// <summary>One stream has to suit all watchers; of layers each gets the one that suits it.</summary>
    private long Affordable(MediaTime now) =>
        _producers.Exists(p => p.IsLayered) ? forwarder.Options.MaxBitsPerSecond : room.AffordableBitsPerSecond(Participant, now);

    private void WriteEstimate(ref RtcpWriter writer, MediaTime now)
    {
        Span<uint> ssrcs = stackalloc uint[RtcpWriter.MaxReportBlocks];
        var count = 0;
        foreach (var producer in _producers)
        {
            if (producer.Media.Kind != MediaKind.Video || !producer.Media.Codecs.Any(c => c.Feedback.Contains(EstimateFeedback))) continue;
            foreach (var stream in producer.Streams)
                if (count < ssrcs.Length && stream.Ssrc != 0) ssrcs[count++] = stream.Ssrc;
        }

        if (count == 0) return;
        _lastEstimate = Affordable(now);
        writer.WriteReceiverEstimate(new ReceiverEstimate(SenderSsrc, _lastEstimate), ssrcs[..count]);
    }
}
