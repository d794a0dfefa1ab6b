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

    private const string EstimateFeedback = "goog-remb";
    private const string MidExtension = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /// <summary>A browser sends audio, video and its retransmissions; older SSRCs are forgotten.</summary>
    private const int MaxRoutes = 16;

    private readonly List<Producer> _producers = [];
    private readonly List<Route> _routes = [];
    private Route? _lastRoute;
    private MediaTime _lastPacket;
    private MediaTime _lastReport = MediaTimes.Never;
    private bool _publishing;
    private bool _silent;

    public IReadOnlyList<Producer> Producers => _producers;

    public bool IsHeld => room.IsHeld;

    /// <summary>Tells this connection from earlier ones of the same participant.</summary>
    public int Number { get; } = forwarder.NextConnectionNumber();

    public void Open(IPeer peer, MediaTime now)
    {
        Peer = peer;
        _lastPacket = now;
        foreach (var media in peer.Media)
            if (media.Receives) _producers.Add(new Producer(this, media, forwarder));
    }

    public void OnConnected(IPeer peer, MediaTime now)
    {
        // The first key frame may have been sent into a connection that was not there yet.
        foreach (var producer in _producers) producer.Tick(now);
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

        var route = _lastRoute is { } last && last.Ssrc == header.Ssrc ? last : FindRoute(packet, header, now);
        if (route is null)
        {
            forwarder.Counters.UnknownStream++;
            return;
        }

        _lastPacket = now;
        if (!_publishing) ReportPublishing();
        if (!route.IsRepair) route.Producer.Receive(packet, header, wasRepaired: false, now);
        else ReceiveRepair(route, packet, header, now);
    }

    public void OnRtcp(IPeer peer, ReadOnlySpan<byte> compound, MediaTime now)
    {
        var reader = new RtcpReader(compound);
        while (reader.MoveNext())
        {
            if (!SenderReport.TryParse(reader.Current, out var report)) continue;
            foreach (var producer in _producers)
                if (producer.Ssrc == report.Ssrc) producer.OnSenderReport(report, now);
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

    public void Tick(MediaTime now)
    {
        foreach (var producer in _producers) producer.Tick(now);
        WatchSilence(now);
        if (!now.IsDue(_lastReport, forwarder.Options.ReportInterval)) return;
        _lastReport = now;
        SendReport(now);
    }

    private void End(MediaTime now)
    {
        if (IsClosed) return;
        IsClosed = true;
        foreach (var producer in _producers) producer.Close(now);
        room.OnPublishEnded(this);
        forwarder.OnConnectionClosed(this);
    }

    private Route? FindRoute(ReadOnlySpan<byte> packet, in RtpHeader header, MediaTime now)
    {
        foreach (var route in _routes)
        {
            if (route.Ssrc != header.Ssrc) continue;
            // After a takeover the old SSRC has to win the m-line back like any other.
            if (!route.IsRepair && !route.Producer.TryAdopt(header.Ssrc, now)) return null;
            return _lastRoute = route;
        }

        return AddRoute(packet, header, now);
    }

    private Route? AddRoute(ReadOnlySpan<byte> packet, in RtpHeader header, MediaTime now)
    {
        var producer = FindProducer(packet, header);
        if (producer is null) return null;
        var repairs = RepairedPayloadType(producer, header.PayloadType);
        if (repairs is null && !producer.TryAdopt(header.Ssrc, now)) return null;
        // The oldest that is not in use makes room: a page that replaces its tracks all day must not run out.
        if (_routes.Count == MaxRoutes) _routes.RemoveAt(Math.Max(0, _routes.FindIndex(r => r.Producer.Ssrc != r.Ssrc)));
        _lastRoute = new Route(header.Ssrc, producer, repairs is not null);
        _routes.Add(_lastRoute);
        return _lastRoute;
    }

    /// <summary>By announced SSRC, by mid extension (RFC 8843 §9.2), by payload type.</summary>
    private Producer? FindProducer(ReadOnlySpan<byte> packet, in RtpHeader header)
    {
        foreach (var producer in _producers)
            if (producer.Media.RemoteSsrcs.Contains(header.Ssrc)) return producer;
        return FindByMid(packet, header) ?? FindByPayloadType(header.PayloadType);
    }

    private Producer? FindByMid(ReadOnlySpan<byte> packet, in RtpHeader header)
    {
        var extensions = header.Extensions(packet);
        while (extensions.MoveNext())
        {
            foreach (var producer in _producers)
            {
                if (producer.Media.Extensions.TryGetValue(MidExtension, out var id) && id == extensions.Id
                    && System.Text.Ascii.Equals(extensions.Value, producer.Media.Mid))
                    return producer;
            }
        }

        return null;
    }

    private Producer? FindByPayloadType(byte payloadType)
    {
        foreach (var producer in _producers)
            foreach (var codec in producer.Media.Codecs)
                if (codec.PayloadType == payloadType || codec.RtxPayloadType == payloadType) return producer;
        return null;
    }

    private static byte? RepairedPayloadType(Producer producer, byte payloadType)
    {
        foreach (var codec in producer.Media.Codecs)
            if (codec.RtxPayloadType == payloadType) return codec.PayloadType;
        return null;
    }

    /// <summary>
    /// Turns a retransmission back into the packet it repeats (RFC 4588 §4): the original sequence number leads the payload.
    /// The header moves two bytes towards the payload, nothing is copied.
    /// </summary>
    private void ReceiveRepair(Route route, Span<byte> packet, in RtpHeader header, MediaTime now)
    {
        const int originalSequenceLength = 2;
        const byte markerFlag = 0x80;
        var payloadType = RepairedPayloadType(route.Producer, header.PayloadType);
        if (payloadType is null || route.Producer.Ssrc == 0
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
        BinaryPrimitives.WriteUInt32BigEndian(original[8..], route.Producer.Ssrc);
        if (RtpHeader.TryParse(original, out var restored)) route.Producer.Receive(original, restored, wasRepaired: true, now);
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
        if (Peer.State != PeerState.Connected) return;
        Span<ReportBlock> blocks = stackalloc ReportBlock[RtcpWriter.MaxReportBlocks];
        var count = 0;
        foreach (var producer in _producers)
            if (count < blocks.Length && producer.TryTakeReport(now, out var block)) blocks[count++] = block;

        Span<byte> buffer = stackalloc byte[1024];
        var writer = new RtcpWriter(buffer);
        writer.WriteReceiverReport(SenderSsrc, blocks[..count]);
        WriteEstimate(ref writer, now);
        Peer.SendRtcp(writer.Written);
    }

    private void WriteEstimate(ref RtcpWriter writer, MediaTime now)
    {
        Span<uint> ssrcs = stackalloc uint[MaxRoutes];
        var count = 0;
        foreach (var producer in _producers)
        {
            if (count < ssrcs.Length && producer.Ssrc != 0 && producer.Media.Kind == MediaKind.Video
                && producer.Media.Codecs.Any(c => c.Feedback.Contains(EstimateFeedback)))
                ssrcs[count++] = producer.Ssrc;
        }

        if (count == 0) return;
        writer.WriteReceiverEstimate(new ReceiverEstimate(SenderSsrc, room.AffordableBitsPerSecond(Participant, now)), ssrcs[..count]);
    }

    private sealed record Route(uint Ssrc, Producer Producer, bool IsRepair);
}
