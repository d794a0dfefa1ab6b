using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu.Feedback;
using VirtualWindow.Sfu.Forwarding;

namespace VirtualWindow.Sfu;

/// <summary>
/// One RTP stream of a published m-line: the only one, or one simulcast layer of it. What arrived in this batch, its history,
/// gaps and key frames.
/// </summary>
internal sealed class ProducedStream
{
    /// <summary>Another SSRC may take over when the current one has been quiet for this long.</summary>
    private static readonly TimeSpan TakeoverAfter = TimeSpan.FromMilliseconds(250);

    private readonly Producer _producer;
    private readonly SelectiveForwarder _forwarder;
    private readonly MissingPackets? _missing;
    private KeyFrameRequests _keyFrames;
    private ReceptionStatistics _reception;
    private ForwardedPacket[] _pending = new ForwardedPacket[8];
    private int _pendingCount;
    private RateMeter _rate = new();

    public ProducedStream(Producer producer, int index, string? rid, SelectiveForwarder forwarder)
    {
        _producer = producer;
        _forwarder = forwarder;
        Index = index;
        Rid = rid;
        var options = forwarder.Options;
        _reception = new ReceptionStatistics(producer.ClockRate);
        _keyFrames = new KeyFrameRequests(options.KeyFrameRequestInterval);
        if (producer.Media.Kind == MediaKind.Video) History = new PacketHistory(options.HistoryPackets, options.HistoryBytes);
        if (producer.AnswersNacks) _missing = new MissingPackets(options.InitialRoundTrip, options.RepairWindow);
    }

    /// <summary>Its place among the producer's streams, as they were offered.</summary>
    public int Index { get; }

    /// <summary>Its id in the offer (RFC 8851); null where there are no layers.</summary>
    public string? Rid { get; }

    /// <summary>0 until announced or heard.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>Received packets to answer NACKs from; video only, lost audio is concealed by the decoder.</summary>
    public PacketHistory? History { get; }

    public bool HasKeyFrames => _producer.HasKeyFrames;

    /// <summary>Of the last key frame; 0 until one was seen.</summary>
    public int Height { get; private set; }

    public MediaTime LastPacket { get; private set; } = MediaTimes.Never;

    /// <summary>What arrived since the last end of a batch, in order of arrival.</summary>
    public ReadOnlySpan<ForwardedPacket> Pending => _pending.AsSpan(0, _pendingCount);

    /// <summary>Octets received, without headers.</summary>
    public ref readonly RateMeter Rate => ref _rate;

    /// <summary>Payload octets received since ever.</summary>
    public long Octets { get; private set; }

    public ref readonly ReceptionStatistics Reception => ref _reception;

    public TimeSpan RoundTrip => _missing?.RoundTrip ?? TimeSpan.Zero;

    public long RepairsGivenUp => _missing?.GivenUp ?? 0;

    public void Announce(uint ssrc) => Ssrc = ssrc;

    /// <summary>Takes over an SSRC; false while another one is active.</summary>
    public bool TryAdopt(uint ssrc, MediaTime now)
    {
        if (Ssrc == ssrc) return true;
        if (LastPacket != MediaTimes.Never)
        {
            if (now - LastPacket < TakeoverAfter) return false;
            StartOver(now);
        }

        Ssrc = ssrc;
        return true;
    }

    /// <summary>Counts one packet and keeps it for the end of the batch.</summary>
    /// <param name="wasRepaired">True for a retransmission (RFC 4588): it counts only when somebody missed it.</param>
    public void Receive(Span<byte> packet, in RtpHeader header, bool wasRepaired, MediaTime now)
    {
        var sequence = _reception.Extend(header.SequenceNumber);
        if (sequence < 0 || !TrackGaps(sequence, wasRepaired, now))
        {
            _forwarder.Counters.Useless++;
            return;
        }

        _reception.Accept(sequence, header.Timestamp, now);
        LastPacket = now;
        _producer.Hear(packet, header, now);
        History?.Store(sequence, packet);
        Keep(packet, header, sequence);
    }

    /// <summary>Forgets the batch: the memory behind its packets is gone after it.</summary>
    public void EndBatch() => _pendingCount = 0;

    /// <summary>The publisher is gone.</summary>
    public void Close()
    {
        EndBatch();
        History?.Release();
    }

    public void RequestKeyFrame(MediaTime now)
    {
        _keyFrames.Want();
        AskForKeyFrame(now);
    }

    public void OnSenderReport(in SenderReport report, MediaTime now) => _reception.Accept(report, now);

    public bool TryTakeReport(MediaTime now, out ReportBlock block)
    {
        block = default;
        if (_reception.Highest == 0) return false;
        block = _reception.TakeReport(Ssrc, now);
        return true;
    }

    public void Tick(MediaTime now)
    {
        _rate.Tick(now);
        if (!_producer.IsHeld && _producer.IsAwaited(this)) _keyFrames.Want();
        Ask(now);
    }

    /// <summary>Sends the requests that are due.</summary>
    public void Ask(MediaTime now)
    {
        AskForRepairs(now);
        AskForKeyFrame(now);
    }

    private unsafe void Keep(Span<byte> packet, in RtpHeader header, long sequence)
    {
        var payload = packet[header.Length..(packet.Length - header.PaddingLength)];
        if (_pendingCount == _pending.Length) Array.Resize(ref _pending, _pendingCount * 2);
        ref var pending = ref _pending[_pendingCount];
        // The peer promises memory that does not move until the batch ends (IPeerHandler.OnRtp).
        pending.Data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(packet));
        pending.Length = packet.Length;
        pending.HeaderLength = header.Length;
        pending.Sequence = sequence;
        pending.Timestamp = header.Timestamp;
        pending.PayloadType = header.PayloadType;
        pending.IsPadding = payload.IsEmpty;
        ReadFrame(ref pending, payload);
        _rate.Add(pending.Picture.TemporalLayer, payload.Length);
        Octets += payload.Length;
        _pendingCount++;
        _producer.MarkPending();
    }

    private void ReadFrame(ref ForwardedPacket pending, ReadOnlySpan<byte> payload)
    {
        pending.Picture = Picture.Unknown;
        var format = _producer.KeyFrameFormatOf(pending.PayloadType);
        bool startsKeyFrame;
        if (format == KeyFrameFormat.Vp8 && Vp8Descriptor.TryParse(payload, out var descriptor))
        {
            pending.Picture = Picture.Of(descriptor);
            startsKeyFrame = descriptor.StartsKeyFrame;
            if (startsKeyFrame && descriptor.TryReadSize(payload, out _, out var height)) Height = height;
        }
        else
        {
            startsKeyFrame = KeyFrames.Starts(format, payload);
        }

        pending.OpensStream = startsKeyFrame || format == KeyFrameFormat.Unknown;
        if (startsKeyFrame) _keyFrames.Satisfy();
    }

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
        _reception = new ReceptionStatistics(_producer.ClockRate);
        _missing?.Clear();
        History?.Clear();
        _producer.OnStreamRestarted(this, now);
    }

    private void AskForRepairs(MediaTime now)
    {
        if (_missing is null || _missing.IsEmpty) return;
        if (!_producer.IsConsumed(this))
        {
            _missing.Clear(); // nobody would see the repair
            return;
        }

        Span<ushort> due = stackalloc ushort[MissingPackets.Capacity];
        var givenUp = _missing.GivenUp;
        var count = _missing.TakeDue(now, due);
        _forwarder.Counters.RepairsGivenUp += _missing.GivenUp - givenUp;
        if (count == 0) return;
        Span<byte> buffer = stackalloc byte[12 + (MissingPackets.Capacity * 4)];
        var writer = new RtcpWriter(buffer);
        if (!writer.WriteNack(PublishConnection.SenderSsrc, Ssrc, due[..count])) return;
        _producer.Peer.SendRtcp(writer.Written);
        _forwarder.Counters.RepairsRequested += count;
    }

    private void AskForKeyFrame(MediaTime now)
    {
        if (Ssrc == 0 || !HasKeyFrames || _producer.IsUnheard || _producer.Peer.State != PeerState.Connected || !_keyFrames.TryTake(now)) return;
        Span<byte> buffer = stackalloc byte[20];
        var writer = new RtcpWriter(buffer);
        _ = _producer.AsksByFullIntra
            ? writer.WriteFullIntra(PublishConnection.SenderSsrc, Ssrc, _keyFrames.CommandNumber)
            : writer.WritePictureLoss(PublishConnection.SenderSsrc, Ssrc);
        _producer.Peer.SendRtcp(writer.Written);
        _forwarder.Counters.KeyFramesRequested++;
    }
}
