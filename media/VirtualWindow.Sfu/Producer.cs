using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu.Feedback;
using VirtualWindow.Sfu.Forwarding;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu;

/// <summary>One published m-line: its stream, or its simulcast layers (RFC 8853), and who consumes them.</summary>
internal sealed class Producer
{
    private const string NackFeedback = "nack";
    private const string PictureLossFeedback = "nack pli";
    private const string FullIntraFeedback = "ccm fir";

    /// <summary>A layer that is this much quieter than its siblings is switched off: the publisher's uplink does not carry it.</summary>
    private static readonly TimeSpan LayerSilence = TimeSpan.FromMilliseconds(400);

    private readonly PublishConnection _connection;
    private readonly SelectiveForwarder _forwarder;
    private readonly KeyFrameFormat[] _keyFrameFormats = new KeyFrameFormat[128];
    private readonly List<Consumer> _consumers = [];
    private readonly byte _levelId;
    private Loudness _loudness = new();
    private TapFeed? _tap;
    private bool _isPending;

    public Producer(PublishConnection connection, NegotiatedMedia media, SelectiveForwarder forwarder)
    {
        _connection = connection;
        _forwarder = forwarder;
        Media = media;
        ClockRate = media.Codecs.Count > 0 ? media.Codecs[0].ClockRate : media.Kind == MediaKind.Video ? 90_000 : 48_000;
        foreach (var codec in media.Codecs) _keyFrameFormats[codec.PayloadType & 0x7F] = KeyFrames.FormatOf(codec.Name);
        MidId = media.Extensions.GetValueOrDefault(HeaderExtensionUri.Mid);
        _levelId = media.Extensions.GetValueOrDefault(HeaderExtensionUri.AudioLevel);
        AnswersNacks = Offers(NackFeedback);
        AsksByFullIntra = !Offers(PictureLossFeedback) && Offers(FullIntraFeedback);
        Streams = media.Rids.Count == 0
            ? [new ProducedStream(this, 0, null, forwarder)]
            : [.. media.Rids.Select((rid, index) => new ProducedStream(this, index, rid, forwarder))];
        if (!IsLayered && media.RemoteSsrcs.Count > 0) Streams[0].Announce(media.RemoteSsrcs[0]);
    }

    public NegotiatedMedia Media { get; }

    /// <summary>In the order of the offer; one where there are no layers.</summary>
    public ProducedStream[] Streams { get; }

    public bool IsLayered => Media.Rids.Count > 0;

    /// <summary>Id of the mid extension, 0 when not negotiated.</summary>
    public byte MidId { get; }

    public int ClockRate { get; }

    public bool AnswersNacks { get; }

    public bool AsksByFullIntra { get; }

    public IPeer Peer => _connection.Peer;

    public bool IsHeld => _connection.IsHeld;

    /// <summary>Nothing of it is recorded now.</summary>
    public bool IsOffTheRecord => _connection.IsRoomHeld;

    /// <summary>Named in sender reports: audio and video of one participant share a clock.</summary>
    public string CanonicalName => _connection.Participant;

    public bool HasKeyFrames => Media.Kind == MediaKind.Video;

    /// <summary>Nobody would miss a key frame.</summary>
    public bool IsUnheard => _consumers.Count == 0 && _tap is null;

    /// <summary>What all its streams bring, bits per second.</summary>
    public long BitsPerSecond
    {
        get
        {
            var sum = 0L;
            foreach (var stream in Streams) sum += stream.Rate.BitsPerSecond;
            return sum;
        }
    }

    public void Add(Consumer consumer) => _consumers.Add(consumer);

    public void Remove(Consumer consumer) => _consumers.Remove(consumer);

    /// <summary>Recording is one more consumer; null ends it.</summary>
    public void Tap(TrackTap? tap, MediaTime now)
    {
        _tap?.Close(now);
        _tap = tap is null ? null : new TapFeed(this, tap);
        if (IsOffTheRecord) _tap?.Hold(held: true, now);
        _tap?.AskForKeyFrame(now);
    }

    /// <summary>The room is held, or no longer.</summary>
    public void HoldTap(bool held, MediaTime now)
    {
        _tap?.Hold(held, now);
        if (!held) _tap?.AskForKeyFrame(now);
    }

    /// <summary>The recording lost frames that nobody can repair any more.</summary>
    public void RestartTap(MediaTime now) => _tap?.Restart(now);

    /// <summary>What a payload type repeats (RFC 4588 apt); null when it is no retransmission.</summary>
    public byte? RepairedPayloadType(byte payloadType)
    {
        foreach (var codec in Media.Codecs)
            if (codec.RtxPayloadType == payloadType) return codec.PayloadType;
        return null;
    }

    public KeyFrameFormat KeyFrameFormatOf(byte payloadType) => _keyFrameFormats[payloadType & 0x7F];

    /// <summary>False for a layer that the publisher has switched off; a single stream is always live.</summary>
    public bool IsLive(ProducedStream stream)
    {
        if (!IsLayered) return true;
        if (stream.LastPacket == MediaTimes.Never) return false;
        var newest = stream.LastPacket;
        foreach (var other in Streams)
            if (other.LastPacket > newest) newest = other.LastPacket;
        return newest - stream.LastPacket < LayerSilence;
    }

    /// <summary>Somebody waits for a key frame of this stream.</summary>
    public bool IsAwaited(ProducedStream stream)
    {
        foreach (var consumer in _consumers)
            if (consumer.AwaitsKeyFrameOf(stream)) return true;
        return _tap is not null && _tap.AwaitsKeyFrameOf(stream);
    }

    /// <summary>A loss in this stream would be seen by somebody.</summary>
    public bool IsConsumed(ProducedStream stream)
    {
        if (IsHeld) return false;
        foreach (var consumer in _consumers)
            if (consumer.Takes(stream)) return true;
        return _tap is not null && _tap.Takes(stream);
    }

    /// <summary>Reads the audio level of a packet, where it carries one.</summary>
    public void Hear(ReadOnlySpan<byte> packet, in RtpHeader header, MediaTime now)
    {
        if (header.TryFindExtension(packet, _levelId, out var level)) _loudness.Hear(level, now);
    }

    /// <summary>dB above digital silence.</summary>
    public double Loudness(MediaTime now) => _loudness.At(now);

    public void MarkPending()
    {
        if (_isPending) return;
        _isPending = true;
        _forwarder.MarkPending(this);
    }

    /// <summary>Its first consumer is the next but one to send (<see cref="CacheLines"/>).</summary>
    public void FetchFirst() => Fetch(0);

    /// <summary>Its first consumer is the next to send.</summary>
    public void FetchFirstDeeper() => FetchDeeper(0);

    /// <summary>Receiver by receiver, so that each receiver's packets lie together in the send batch.</summary>
    public void Forward(MediaTime now)
    {
        _isPending = false;
        try
        {
            // The recording first: consumers write their picture numbers into the packets.
            _tap?.Forward(now);
            for (var i = 0; i < _consumers.Count && !IsHeld; i++)
            {
                Fetch(i + 2);
                FetchDeeper(i + 1);
                _consumers[i].Forward(now);
            }
        }
        finally
        {
            foreach (var stream in Streams) stream.EndBatch();
        }

        foreach (var stream in Streams) stream.Ask(now);
    }

    public void OnSenderReport(in SenderReport report, MediaTime now)
    {
        foreach (var stream in Streams)
        {
            if (stream.Ssrc != report.Ssrc) continue;
            stream.OnSenderReport(report, now);
            foreach (var consumer in _consumers) consumer.ForwardSenderReport(stream, report, now);
            _tap?.OnSenderReport(stream, report, now);
        }
    }

    public void OnStreamRestarted(ProducedStream stream, MediaTime now)
    {
        _tap?.OnStreamRestarted(stream, now);
        foreach (var consumer in _consumers) consumer.OnStreamRestarted(stream);
    }

    public void Tick(MediaTime now)
    {
        foreach (var stream in Streams) stream.Tick(now);
        _tap?.Tick(now);
    }

    /// <summary>The publish connection is gone: consumers keep their outgoing streams and wait for the next publisher.</summary>
    public void Close(MediaTime now)
    {
        foreach (var stream in Streams) stream.Close();
        Tap(null, now);
        foreach (var consumer in _consumers.ToArray()) consumer.Unbind();
    }

    private void Fetch(int index)
    {
        if (index < _consumers.Count) _consumers[index].Fetch();
    }

    private void FetchDeeper(int index)
    {
        if (index < _consumers.Count) _consumers[index].FetchDeeper();
    }

    private bool Offers(string feedback) => Media.Codecs.Any(c => c.Feedback.Contains(feedback));
}
