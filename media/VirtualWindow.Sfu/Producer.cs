using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu.Feedback;
using VirtualWindow.Sfu.Forwarding;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu;

/// <summary>One published m-line: what arrives on it, who consumes it, and what its publisher is asked for.</summary>
internal sealed class Producer
{
    private const string NackFeedback = "nack";
    private const string PictureLossFeedback = "nack pli";
    private const string FullIntraFeedback = "ccm fir";

    /// <summary>Another SSRC may take over an m-line when the current one has been quiet for this long.</summary>
    private static readonly TimeSpan TakeoverAfter = TimeSpan.FromMilliseconds(250);

    private readonly PublishConnection _connection;
    private readonly SelectiveForwarder _forwarder;
    private readonly KeyFrameFormat[] _keyFrameFormats = new KeyFrameFormat[128];
    private readonly MissingPackets? _missing;
    private readonly bool _asksByFullIntra;
    private readonly List<Consumer> _consumers = [];
    private KeyFrameRequests _keyFrames;
    private ReceptionStatistics _reception;
    private ForwardedPacket[] _pending = new ForwardedPacket[8];
    private int _pendingCount;
    private TrackTap? _tap;
    private MediaTime _lastPacket = MediaTimes.Never;

    public Producer(PublishConnection connection, NegotiatedMedia media, SelectiveForwarder forwarder)
    {
        _connection = connection;
        _forwarder = forwarder;
        Media = media;
        Ssrc = media.RemoteSsrcs.Count > 0 ? media.RemoteSsrcs[0] : 0;
        ClockRate = media.Codecs.Count > 0 ? media.Codecs[0].ClockRate : media.Kind == MediaKind.Video ? 90_000 : 48_000;
        _reception = new ReceptionStatistics(ClockRate);
        _keyFrames = new KeyFrameRequests(forwarder.Options.KeyFrameRequestInterval);
        foreach (var codec in media.Codecs) _keyFrameFormats[codec.PayloadType & 0x7F] = KeyFrames.FormatOf(codec.Name);
        if (media.Kind == MediaKind.Video) History = new PacketHistory(forwarder.Options.HistoryPackets, forwarder.Options.HistoryBytes);
        if (Offers(NackFeedback)) _missing = new MissingPackets(forwarder.Options.InitialRoundTrip, forwarder.Options.RepairWindow);
        _asksByFullIntra = !Offers(PictureLossFeedback) && Offers(FullIntraFeedback);
    }

    public NegotiatedMedia Media { get; }

    /// <summary>0 until announced or heard.</summary>
    public uint Ssrc { get; private set; }

    public int ClockRate { get; }

    /// <summary>Received packets to answer NACKs from; video only, lost audio is concealed by the decoder.</summary>
    public PacketHistory? History { get; }

    public bool IsHeld => _connection.IsHeld;

    /// <summary>Named in sender reports: audio and video of one participant share a clock.</summary>
    public string CanonicalName => _connection.Participant;

    public bool HasKeyFrames => Media.Kind == MediaKind.Video;

    /// <summary>Nobody would miss a repair or a key frame.</summary>
    private bool IsUnheard => _consumers.Count == 0 && _tap is null;

    public void Add(Consumer consumer) => _consumers.Add(consumer);

    public void Remove(Consumer consumer) => _consumers.Remove(consumer);

    /// <summary>Recording is one more consumer; null ends it.</summary>
    public void Tap(TrackTap? tap, MediaTime now)
    {
        _tap?.Close(now);
        _tap = tap;
        if (tap is { AwaitsKeyFrame: true }) RequestKeyFrame(now);
    }

    /// <summary>The recording lost frames that nobody can repair any more.</summary>
    public void RestartTap(MediaTime now)
    {
        _tap?.WantKeyFrame();
        if (_tap is { AwaitsKeyFrame: true }) RequestKeyFrame(now);
    }

    /// <summary>Takes over an SSRC for this m-line; false while another one is active.</summary>
    public bool TryAdopt(uint ssrc, MediaTime now)
    {
        if (Ssrc == ssrc) return true;
        if (_lastPacket != MediaTimes.Never)
        {
            if (now - _lastPacket < TakeoverAfter) return false;
            StartOver(now);
        }

        Ssrc = ssrc;
        return true;
    }

    /// <summary>Counts one packet and keeps it for the end of the batch.</summary>
    /// <param name="wasRepaired">True for a retransmission (RFC 4588): it counts only when somebody missed it.</param>
    public unsafe void Receive(Span<byte> packet, in RtpHeader header, bool wasRepaired, MediaTime now)
    {
        var sequence = _reception.Extend(header.SequenceNumber);
        if (sequence < 0 || !TrackGaps(sequence, wasRepaired, now))
        {
            _forwarder.Counters.Useless++;
            return;
        }

        _reception.Accept(sequence, header.Timestamp, now);
        _lastPacket = now;
        History?.Store(sequence, packet);

        var payload = packet[header.Length..(packet.Length - header.PaddingLength)];
        if (_pendingCount == _pending.Length) Array.Resize(ref _pending, _pendingCount * 2);
        ref var pending = ref _pending[_pendingCount];
        // The peer promises memory that does not move until the batch ends (IPeerHandler.OnRtp).
        pending.Data = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(packet));
        pending.Length = packet.Length;
        pending.HeaderLength = header.Length;
        pending.Sequence = sequence;
        pending.Timestamp = header.Timestamp;
        pending.PayloadType = header.PayloadType;
        pending.IsPadding = payload.IsEmpty;
        var format = _keyFrameFormats[header.PayloadType];
        var startsKeyFrame = KeyFrames.Starts(format, payload);
        pending.OpensStream = startsKeyFrame || format == KeyFrameFormat.Unknown;
        if (startsKeyFrame) _keyFrames.Satisfy();
        if (_pendingCount++ == 0) _forwarder.MarkPending(this);
    }

    /// <summary>Receiver by receiver, so that each receiver's packets lie together in the send batch.</summary>
    public void Forward(MediaTime now)
    {
        var pending = _pending.AsSpan(0, _pendingCount);
        _pendingCount = 0; // first: the memory behind it is gone after this batch, whatever happens here
        for (var i = 0; i < _consumers.Count && !IsHeld; i++) _consumers[i].Forward(pending, now);
        if (IsHeld) _tap?.Skip();
        else _tap?.Take(pending, now);
        AskForRepairs(now);
        AskForKeyFrame(now);
    }

    public void RequestKeyFrame(MediaTime now)
    {
        _keyFrames.Want();
        AskForKeyFrame(now);
    }

    public void OnSenderReport(in SenderReport report, MediaTime now)
    {
        _reception.Accept(report, now);
        for (var i = 0; i < _consumers.Count; i++) _consumers[i].ForwardSenderReport(report, now);
        _tap?.OnSenderReport(report, now);
    }

    public bool TryTakeReport(MediaTime now, out ReportBlock block)
    {
        block = default;
        if (_reception.Highest == 0) return false;
        block = _reception.TakeReport(Ssrc, now);
        return true;
    }

    public void Tick(MediaTime now)
    {
        if (!IsHeld && (_tap is { AwaitsKeyFrame: true } || _consumers.Exists(c => c.AwaitsKeyFrame))) _keyFrames.Want();
        AskForRepairs(now);
        AskForKeyFrame(now);
    }

    /// <summary>The publish connection is gone: consumers keep their outgoing streams and wait for the next publisher.</summary>
    public void Close(MediaTime now)
    {
        _pendingCount = 0;
        Tap(null, now);
        foreach (var consumer in _consumers.ToArray()) consumer.Unbind();
        History?.Release();
    }

    private bool Offers(string feedback) => Media.Codecs.Any(c => c.Feedback.Contains(feedback));

    private bool TrackGaps(long sequence, bool wasRepaired, MediaTime now)
    {
        var highest = _reception.Highest;
        if (highest == 0 || sequence == highest + 1) return true;
        if (sequence <= highest)
        {
            var missed = _missing is not null && _missing.Fill(sequence, now);
            return missed || !wasRepaired;
        }

        if (_missing is not null && !_missing.TryNoteGap(highest, sequence, now)) _keyFrames.Want();
        return true;
    }

    private void StartOver(MediaTime now)
    {
        _reception = new ReceptionStatistics(ClockRate);
        _missing?.Clear();
        History?.Clear();
        foreach (var consumer in _consumers) consumer.Restart(sameClock: false);
        _tap?.Restart(now);
    }

    private void AskForRepairs(MediaTime now)
    {
        if (_missing is null || _missing.IsEmpty) return;
        if (IsHeld || IsUnheard)
        {
            _missing.Clear(); // nobody would see the repair
            return;
        }

        Span<ushort> due = stackalloc ushort[MissingPackets.Capacity];
        var count = _missing.TakeDue(now, due);
        if (count == 0) return;
        Span<byte> buffer = stackalloc byte[12 + (MissingPackets.Capacity * 4)];
        var writer = new RtcpWriter(buffer);
        if (!writer.WriteNack(PublishConnection.SenderSsrc, Ssrc, due[..count])) return;
        _connection.Peer.SendRtcp(writer.Written);
        _forwarder.Counters.RepairsRequested += count;
    }

    private void AskForKeyFrame(MediaTime now)
    {
        if (Ssrc == 0 || !HasKeyFrames || IsUnheard || _connection.Peer.State != PeerState.Connected || !_keyFrames.TryTake(now)) return;
        Span<byte> buffer = stackalloc byte[20];
        var writer = new RtcpWriter(buffer);
        _ = _asksByFullIntra
            ? writer.WriteFullIntra(PublishConnection.SenderSsrc, Ssrc, _keyFrames.CommandNumber)
            : writer.WritePictureLoss(PublishConnection.SenderSsrc, Ssrc);
        _connection.Peer.SendRtcp(writer.Written);
        _forwarder.Counters.KeyFramesRequested++;
    }
}
