using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Feedback;
using VirtualWindow.Sfu.Forwarding;

namespace VirtualWindow.Sfu;

/// <summary>
/// One subscribed m-line: an outgoing stream with one SSRC for life, fed by whichever producer its publisher has now, and of
/// that by the layer that suits this receiver.
/// </summary>
internal sealed class Consumer
{
    /// <summary>Two number lines with what they remember, and the selection.</summary>
    private const int HotBytes = 1536;
    private const int NeighbourBytes = 192;

    private readonly SubscribeConnection _connection;
    private readonly SelectiveForwarder _forwarder;
    private readonly OutgoingStream _outgoing;
    private RtpRewriter _rewriter;
    private PictureRewriter _pictures = new();
    private LayerSelection _selection;
    private Producer? _producer;

    /// <summary>What is forwarded now; null while waiting for something to begin with.</summary>
    private ProducedStream? _stream;

    /// <summary>Takes <see cref="_stream"/>'s place with its next key frame.</summary>
    private ProducedStream? _next;

    /// <summary>Whose clock the outgoing timestamps are in, also over a hold.</summary>
    private ProducedStream? _clock;
    private RateMeter _rate = new();
    private uint _packetCount;
    private uint _lastReportNtp;
    private MediaTime _lastReportSent;

    public Consumer(SubscribeConnection connection, string publisher, NegotiatedMedia media, TrackRole role, SelectiveForwarder forwarder)
    {
        _connection = connection;
        Publisher = publisher;
        _forwarder = forwarder;
        Media = media;
        Role = role;
        _selection = new LayerSelection(forwarder.Options, role);
        _outgoing = new OutgoingStream(connection, media, forwarder);
        RoundTrip = forwarder.Options.InitialRoundTrip;
        var clockRate = media.Codecs.Count > 0 ? media.Codecs[0].ClockRate : 90_000;
        // Below 2^15, so that a receiver that misses the first packets cannot guess the rollover wrongly (RFC 3711 §3.3.1).
        _rewriter = new RtpRewriter(clockRate, (ushort)(1 + (media.LocalSsrc & 0x3FFF)));
    }

    /// <summary>Whose media it is.</summary>
    public string Publisher { get; }

    public NegotiatedMedia Media { get; }

    public TrackRole Role { get; }

    public MediaKind Kind => Media.Kind;

    public uint Ssrc => Media.LocalSsrc;

    /// <summary>Repeats packets on a stream of their own, which can also carry probes.</summary>
    public bool HasRepairStream => _outgoing.HasRepairStream;

    public uint RepairSsrc => Media.LocalRepairSsrc;

    /// <summary>Payload octets forwarded since ever; its low 32 bits go into sender reports (RFC 3550 §6.4.1).</summary>
    public long SentOctets { get; private set; }

    /// <summary>Key frames that the receiver asked for.</summary>
    public long PictureLosses { get; private set; }

    public long BitsPerSecond => _rate.BitsPerSecond;

    /// <summary>As the receiver reported it, of a clock that ticks as the stream's.</summary>
    public TimeSpan Jitter => TimeSpan.FromSeconds(LastReport.Jitter / (double)(Media.Codecs.Count > 0 ? Media.Codecs[0].ClockRate : 90_000));

    public long SentPackets => _packetCount;

    public TimeSpan RoundTrip { get; private set; }

    /// <summary>What the receiver said last about this stream.</summary>
    public ReportBlock LastReport { get; private set; }

    public Producer? Producer => _producer;

    /// <summary>The layer that is forwarded; null while none is.</summary>
    public ProducedStream? Stream => _stream;

    public int TemporalLayer => _pictures.AllowedLayer;

    /// <summary>Left out because the line cannot carry it beside what is more important.</summary>
    public bool IsPaused => _selection.IsPaused;

    public bool AwaitsKeyFrame => _next is { HasKeyFrames: true } && _connection.IsConnected && !IsPaused;

    public bool AwaitsKeyFrameOf(ProducedStream stream) => _next == stream && AwaitsKeyFrame;

    /// <summary>Its losses would be seen here.</summary>
    public bool Takes(ProducedStream stream) => !IsPaused && (stream == _stream || stream == _next);

    public void Bind(Producer producer, MediaTime now)
    {
        if (_producer == producer) return;
        Unbind();
        _producer = producer;
        _outgoing.Bind(producer, Media);
        _clock = null;
        producer.Add(this);
        Await(producer.Streams[Math.Max(0, _selection.First(producer))], now);
    }

    public void Unbind()
    {
        _producer?.Remove(this);
        _producer = null;
        (_stream, _next) = (null, null);
        _outgoing.Forget();
    }

    /// <summary>Forwarding begins again with the next packet that can begin it: after a hold or a pause.</summary>
    public void Resume(MediaTime now)
    {
        if ((_next ?? _stream) is not { } stream) return;
        Await(stream, now);
    }

    public void RequestKeyFrame(MediaTime now)
    {
        if (_producer is { IsHeld: false } && (_next ?? _stream) is { } stream) stream.RequestKeyFrame(now);
    }

    /// <summary>The receiver cannot go on decoding (RFC 4585 §6.3.1, RFC 5104 §4.3.1).</summary>
    public void OnPictureLost(MediaTime now)
    {
        PictureLosses++;
        RequestKeyFrame(now);
    }

    /// <summary>A new source took a stream over: other numbers, other clock.</summary>
    public void OnStreamRestarted(ProducedStream stream)
    {
        if (_clock == stream) _clock = null;
        if (stream != _stream) return;
        (_stream, _next) = (null, _next ?? stream);
        _outgoing.Forget();
    }

    /// <summary>What the page shows of it: the height in pixels, 0 for the smallest layer, <see cref="int.MaxValue"/> for the largest.</summary>
    public void Prefer(int height) => _selection.Prefer(height);

    /// <summary>Chooses layers within what the connection can take after more important tracks.</summary>
    /// <param name="isClogged">The line is full of what was sent too much of.</param>
    /// <returns>Bits per second that this track will use.</returns>
    public long Allocate(long budget, bool isClogged, MediaTime now)
    {
        _rate.Tick(now);
        if (_producer is not { } producer) return 0;
        if (Role == TrackRole.Voice) return producer.BitsPerSecond;
        var wasPaused = IsPaused;
        var choice = _selection.Choose(producer, (_next ?? _stream)?.Index ?? -1, _pictures.WantedLayer, budget, isClogged, now);
        if (IsPaused) _stream = null;
        else if (wasPaused) Await(_next ?? producer.Streams[Math.Max(0, choice.Index)], now);
        if (choice.Index < 0 || IsPaused) return 0;
        _pictures.WantedLayer = choice.TemporalLayer;
        Switch(producer.Streams[choice.Index], now);
        return choice.BitsPerSecond;
    }

    /// <summary>Bits per second that this track could use if the line carried them.</summary>
    public long Wanted() => _producer is null ? 0 : _selection.Wanted(_producer);

    /// <summary>It sends after the next one (<see cref="CacheLines"/>).</summary>
    public void Fetch()
    {
        CacheLines.Fetch(this, HotBytes);
        CacheLines.Fetch(_outgoing, NeighbourBytes);
        CacheLines.Fetch(_connection, NeighbourBytes);
    }

    /// <summary>It sends next.</summary>
    public void FetchDeeper()
    {
        _outgoing.Fetch();
        _connection.FetchForSending();
    }

    public void Forward(MediaTime now)
    {
        if (!_connection.IsConnected || IsPaused) return;
        if (_stream is { } stream) Forward(stream.Pending, now);
        if (_next is { } next) TrySwitch(next, now);
    }

    /// <summary>A receiver asks for one packet again (RFC 4585 §6.2.1).</summary>
    public void Resend(ushort outgoingSequence, MediaTime now)
    {
        _forwarder.Counters.RepairsAsked++;
        if (_producer is not { IsHeld: false } producer) return;
        if (_outgoing.TryResend(outgoingSequence, producer, RoundTrip, now)) _forwarder.Counters.RepairsSent++;
    }

    /// <summary>Something for a bandwidth probe to send.</summary>
    /// <returns>Octets sent.</returns>
    public int SendProbe(MediaTime now) => _producer is { } producer ? _outgoing.SendProbe(producer, now) : 0;

    /// <summary>The publisher's clock mapping in this stream's numbers, so that the receiver keeps lips and voice together.</summary>
    public void ForwardSenderReport(ProducedStream stream, in SenderReport report, MediaTime now)
    {
        if (stream != _stream || !_rewriter.Started || !_connection.IsConnected) return;
        var outgoing = new SenderReport(Ssrc, report.NtpTimestamp, report.RtpTimestamp + _rewriter.TimestampOffset, _packetCount, (uint)SentOctets);
        Span<byte> buffer = stackalloc byte[320];
        var writer = new RtcpWriter(buffer);
        writer.WriteSenderReport(outgoing);
        writer.WriteSourceDescription(Ssrc, _producer!.CanonicalName);
        _connection.Peer.SendRtcp(writer.Written);
        _lastReportNtp = outgoing.CompactNtp;
        _lastReportSent = now;
    }

    /// <summary>Round trip = now - last sender report - the receiver's delay (RFC 3550 §6.4.1).</summary>
    public void OnReport(in ReportBlock block, MediaTime now)
    {
        LastReport = block;
        if (block.LastSenderReport == 0 || block.LastSenderReport != _lastReportNtp) return;
        var delay = TimeSpan.FromMicroseconds((long)block.DelaySinceLastSenderReport * 1_000_000 / 65536);
        var roundTrip = now - _lastReportSent - delay;
        if (roundTrip < TimeSpan.Zero || roundTrip > TimeSpan.FromSeconds(10)) return;
        // Below 20 ms a second request still crosses the first answer in somebody's queue; above 1 s the picture has moved on.
        RoundTrip = TimeSpan.FromMilliseconds(Math.Clamp(roundTrip.TotalMilliseconds, 20, 1000));
    }

    private void Await(ProducedStream stream, MediaTime now)
    {
        (_stream, _next) = (null, stream);
        if (AwaitsKeyFrame) RequestKeyFrame(now);
    }

    private void Switch(ProducedStream wanted, MediaTime now)
    {
        if (wanted == (_next ?? _stream)) return;
        _next = wanted == _stream ? null : wanted;
        if (AwaitsKeyFrame) RequestKeyFrame(now);
    }

    private void TrySwitch(ProducedStream next, MediaTime now)
    {
        var pending = next.Pending;
        for (var i = 0; i < pending.Length; i++)
        {
            if (!pending[i].OpensStream) continue;
            Begin(next);
            Forward(pending[i..], now);
            return;
        }
    }

    private void Begin(ProducedStream stream)
    {
        if (_stream is not null) _forwarder.Counters.LayerSwitches++;
        _rewriter.Restart(OffsetFor(stream));
        _pictures.Restart();
        (_stream, _next, _clock) = (stream, null, stream);
    }

    private uint? OffsetFor(ProducedStream stream)
    {
        if (_clock is null) return null;
        if (_clock == stream) return _rewriter.TimestampOffset;
        return LayerClock.OffsetOf(_clock.Reception.LastReport, _rewriter.TimestampOffset, stream.Reception.LastReport, _producer!.ClockRate);
    }

    private void Forward(ReadOnlySpan<ForwardedPacket> packets, MediaTime now)
    {
        foreach (ref readonly var packet in packets) Forward(packet, now);
    }

    private void Forward(in ForwardedPacket packet, MediaTime now)
    {
        if (!_outgoing.Maps(packet.PayloadType))
        {
            _forwarder.Counters.NotNegotiated++;
            _rewriter.TryDrop(packet.Sequence);
            return;
        }

        if (packet.IsPadding && _rewriter.TryDrop(packet.Sequence))
        {
            _forwarder.Counters.PaddingDropped++;
            return;
        }

        var isShown = _pictures.TryMap(packet.Picture, packet.OpensStream, out var picture);
        if (!isShown && _rewriter.TryDrop(packet.Sequence))
        {
            _forwarder.Counters.LayersDropped++;
            return;
        }

        if (!_rewriter.TryMap(packet.Sequence, packet.Timestamp, now, out var sequence, out var timestamp)) return;
        var numbers = new SentPacket
        {
            Sequence = packet.Sequence, OutgoingSequence = sequence, OutgoingTimestamp = timestamp, Picture = picture, Stream = (byte)_stream!.Index,
        };
        if (!isShown)
        {
            _outgoing.SendNothing(packet.Header, numbers, now);
            return;
        }

        var payload = packet.Payload;
        _outgoing.Send(packet.Header, payload, ref numbers, now);
        _packetCount++;
        SentOctets += payload.Length;
        _rate.Add(0, payload.Length);
        _forwarder.Counters.PacketsForwarded++;
    }
}
