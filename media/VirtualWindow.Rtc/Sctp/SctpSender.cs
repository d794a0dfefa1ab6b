namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// The sending half of an association: TSNs, windows, T3, fast retransmit, partial reliability (RFC 9260 §6, §7; RFC 3758 §3.5).
/// <code>
///  queue ──TSN──▶ InFlight ──gap──▶ GapAcknowledged ──cumulative──▶ gone
///                  ▲  │ three misses, T3      │ reneged
///                  │  ▼                       ▼
///                 Lost ──no more tries──▶ Abandoned ──FORWARD TSN──▶ gone
/// </code>
/// </summary>
internal sealed partial class SctpSender
{
    private const int MissesToRetransmit = 3;

    /// <summary>Packets of one turn: the next SACK clocks out the next burst, and no receiver's socket is flooded (RFC 9260 §6.1 D).</summary>
    private const int PacketsPerTurn = 16;

    private readonly SctpOptions _options;
    private readonly OutstandingChunks _outstanding;
    private readonly CongestionWindow _congestion;
    private readonly RetransmissionTimeout _timeout;
    private readonly int _fragmentBytes;
    private readonly bool _mayAbandon;
    private uint _remoteWindow;
    private uint _highestGap;
    private uint _forwardTo;
    private uint _recoveryExit;
    private uint _measuredTsn;
    private bool _isMeasuring;
    private bool _isRecovering;
    private bool _fastPacketDue;
    private bool _forwardDue;
    private bool _isWindowClosed;
    private int _lost;
    private int _turnPackets;
    private MediaTime? _expiresAt;
    private MediaTime _lastSent;
    private MediaTime _lastForward;

    public SctpSender(SctpOptions options, in SctpAgreement agreed)
    {
        _options = options;
        _fragmentBytes = options.PacketBytes - SctpPacket.HeaderLength - SctpChunk.HeaderLength - DataChunk.FixedLength;
        _outstanding = new(agreed.LocalTsn);
        _congestion = new(_fragmentBytes);
        _timeout = new(options);
        _remoteWindow = agreed.RemoteWindow;
        _mayAbandon = agreed.Extensions.HasFlag(SctpExtensions.ForwardTsn);
        _forwardTo = _highestGap = agreed.LocalTsn - 1;
        Queue = new(options);
    }

    public OutboundQueue Queue { get; }

    /// <summary>Payload bytes in flight.</summary>
    public int Flight { get; private set; }

    public int Window => _congestion.Bytes;

    public uint RemoteWindow => _remoteWindow;

    public TimeSpan Rto => _timeout.Current;

    /// <summary>T3 expiries in a row without an answer.</summary>
    public int Failures { get; private set; }

    public uint LastAssignedTsn => _outstanding.Next - 1;

    /// <summary>Everything sent is acknowledged and nothing waits.</summary>
    public bool IsIdle => _outstanding.Count == 0 && Queue.IsEmpty;

    public long Retransmissions { get; private set; }

    public long MessagesAbandoned { get; private set; }

    /// <summary>A new turn may send a new burst.</summary>
    public void BeginTurn() => _turnPackets = 0;

    /// <summary>Only what the stream still has in flight or half sent stands in the way of its reset.</summary>
    public bool IsSettled(ushort stream) => Queue.BufferedOf(stream) == 0;

    /// <summary>Gives every buffer back.</summary>
    public void Close()
    {
        Queue.DropAll();
        for (; _outstanding.Count > 0; _outstanding.RemoveFirst()) _outstanding[_outstanding.First].Message.Abandon();
    }

    // ---- acknowledgements

    /// <returns>False when it acknowledges what was never sent: the other side is broken.</returns>
    public bool OnSack(in SackChunk sack, MediaTime now)
    {
        var acknowledged = sack.CumulativeTsn;
        if (SerialNumber.IsBefore(LastAssignedTsn, acknowledged)) return false;
        if (SerialNumber.IsBefore(acknowledged, _outstanding.First - 1)) return true; // overtaken by a newer one
        var wasFull = Flight >= _congestion.Bytes - _fragmentBytes;
        var advanced = acknowledged != _outstanding.First - 1;
        var bytes = OnCumulative(acknowledged, now);
        bytes += OnGaps(sack, advanced, now);
        OnWindow(sack.ReceiveWindow);
        if (!_isRecovering && advanced) _congestion.OnAcknowledged(bytes, wasFull);
        if (bytes > 0 || sack.ReceiveWindow == 0) Failures = 0;
        AdvanceForward(acknowledged, now);
        RestartTimer(advanced, now);
        return true;
    }

    /// <summary>A SHUTDOWN's cumulative TSN counts like a SACK without gaps (RFC 9260 §9.2).</summary>
    public bool OnShutdown(uint acknowledged, MediaTime now)
    {
        if (SerialNumber.IsBefore(LastAssignedTsn, acknowledged)) return false;
        if (SerialNumber.IsBefore(acknowledged, _outstanding.First - 1)) return true;
        var advanced = acknowledged != _outstanding.First - 1;
        OnCumulative(acknowledged, now);
        AdvanceForward(acknowledged, now);
        RestartTimer(advanced, now);
        return true;
    }

    private int OnCumulative(uint acknowledged, MediaTime now)
    {
        var bytes = 0;
        while (!SerialNumber.IsBefore(acknowledged, _outstanding.First) && _outstanding.Count > 0)
        {
            ref var chunk = ref _outstanding[_outstanding.First];
            if (chunk.State != ChunkState.GapAcknowledged) bytes += OnReceived(ref chunk, _outstanding.First, now);
            if (chunk.State != ChunkState.Abandoned) chunk.Message.Settle(chunk.Length);
            _outstanding.RemoveFirst();
        }
        if (_isRecovering && !SerialNumber.IsBefore(acknowledged, _recoveryExit)) _isRecovering = false;
        if (_outstanding.Count == 0) _congestion.OnAllAcknowledged();
        if (SerialNumber.IsBefore(_highestGap, acknowledged)) _highestGap = acknowledged;
        return bytes;
    }

    /// <returns>Bytes that leave the flight.</returns>
    private int OnReceived(ref OutstandingChunk chunk, uint tsn, MediaTime now)
    {
        if (_isMeasuring && tsn == _measuredTsn)
        {
            _isMeasuring = false;
            if (chunk.Transmissions == 1) _timeout.Measure(now - chunk.SentAt);
        }
        if (chunk.State == ChunkState.Lost) _lost--;
        if (chunk.State == ChunkState.InFlight) Flight -= chunk.Length;
        return chunk.State == ChunkState.Abandoned ? 0 : chunk.Length;
    }

    /// <summary>One pass over the chunks up to the highest gap: what arrived, what was reneged on, what is missing (RFC 9260 §7.2.4).</summary>
    private int OnGaps(in SackChunk sack, bool advanced, MediaTime now)
    {
        var top = sack.CumulativeTsn;
        for (var i = 0; i < sack.GapCount; i++)
        {
            var end = sack.CumulativeTsn + sack.Gap(i).End;
            if (_outstanding.Contains(end) && SerialNumber.IsBefore(top, end)) top = end;
        }
        var last = SerialNumber.IsBefore(top, _highestGap) ? _highestGap : top;
        var bytes = 0;
        var highestNew = sack.CumulativeTsn;
        var tsn = _outstanding.First;
        for (var i = 0; i < sack.GapCount; i++)
        {
            var (start, end) = sack.Gap(i);
            if (start > end) continue;
            for (; SerialNumber.IsBefore(tsn, sack.CumulativeTsn + start) && _outstanding.Contains(tsn); tsn++) Renege(tsn);
            for (; !SerialNumber.IsBefore(sack.CumulativeTsn + end, tsn) && _outstanding.Contains(tsn); tsn++)
            {
                ref var chunk = ref _outstanding[tsn];
                if (chunk.State is ChunkState.GapAcknowledged or ChunkState.Abandoned) continue;
                bytes += OnReceived(ref chunk, tsn, now);
                chunk.State = ChunkState.GapAcknowledged;
                highestNew = tsn;
            }
        }
        for (; !SerialNumber.IsBefore(last, tsn) && _outstanding.Contains(tsn); tsn++) Renege(tsn);
        _highestGap = top;
        CountMisses(_isRecovering && advanced ? top : highestNew, now);
        return bytes;
    }

    private void Renege(uint tsn)
    {
        ref var chunk = ref _outstanding[tsn];
        if (chunk.State != ChunkState.GapAcknowledged) return;
        chunk.State = ChunkState.InFlight;
        Flight += chunk.Length;
    }

    /// <summary>Highest TSN newly acknowledged: only chunks before something newer that did arrive are missing.</summary>
    private void CountMisses(uint before, MediaTime now)
    {
        for (var tsn = _outstanding.First; SerialNumber.IsBefore(tsn, before) && _outstanding.Contains(tsn); tsn++)
        {
            ref var chunk = ref _outstanding[tsn];
            if (chunk.State != ChunkState.InFlight || chunk.WasFastRetransmitted || ++chunk.Misses < MissesToRetransmit) continue;
            chunk.WasFastRetransmitted = true;
            BeginRecovery();
            MarkLost(tsn, now);
        }
    }

    private void BeginRecovery()
    {
        if (_isRecovering) return;
        _isRecovering = true;
        _recoveryExit = LastAssignedTsn;
        _congestion.OnFastRetransmit();
        _fastPacketDue = true;
    }

    private void MarkLost(uint tsn, MediaTime now)
    {
        ref var chunk = ref _outstanding[tsn];
        if (_mayAbandon && !chunk.Message.MayRepeat(chunk.Transmissions, now))
        {
            Abandon(tsn);
            return;
        }
        Flight -= chunk.Length;
        chunk.State = ChunkState.Lost;
        _lost++;
    }

    private void OnWindow(uint announced)
    {
        if (_isWindowClosed && announced > 0) RepeatProbes();
        _isWindowClosed = announced == 0;
        _remoteWindow = announced > Flight ? announced - (uint)Flight : 0;
    }

    /// <summary>What a closed window turned away would else wait for a T3 that probing has doubled many times; nothing says congestion.</summary>
    private void RepeatProbes()
    {
        for (var tsn = _outstanding.First; _outstanding.Contains(tsn); tsn++)
        {
            ref var chunk = ref _outstanding[tsn];
            if (chunk.State != ChunkState.InFlight) continue;
            Flight -= chunk.Length;
            chunk.State = ChunkState.Lost;
            _lost++;
        }
    }

    // ---- timers

    public void Tick(MediaTime now)
    {
        if (_outstanding.Count == 0 && now - _lastSent >= _timeout.Current)
        {
            _congestion.OnIdle();
            _lastSent = now;
        }
        if (_expiresAt is { } expires && now >= expires) OnTimeout(now);
    }

    private void OnTimeout(MediaTime now)
    {
        Failures++;
        _timeout.BackOff();
        _congestion.OnTimeout();
        _isRecovering = false;
        _isMeasuring = false;
        for (var tsn = _outstanding.First; _outstanding.Contains(tsn); tsn++)
        {
            if (_outstanding[tsn].State == ChunkState.InFlight) MarkLost(tsn, now);
        }
        _expiresAt = null;
        AdvanceForward(_outstanding.First - 1, now);
        _forwardDue = SerialNumber.IsBefore(_outstanding.First - 1, _forwardTo);
        // The packet that goes out now starts it again; a FORWARD TSN alone needs it too.
        if (_forwardDue) _expiresAt = now + _timeout.Current;
    }

    private void RestartTimer(bool advanced, MediaTime now)
    {
        if (_outstanding.Count == 0) _expiresAt = null;
        else if (advanced && Flight > 0) _expiresAt = now + _timeout.Current;
    }

    // ---- sending

    /// <summary>Fills the packet with chunks to repeat, then with new ones, as far as the windows allow.</summary>
    public void WriteData(ref SctpWriter writer, MediaTime now)
    {
        if (_turnPackets >= PacketsPerTurn) return;
        var isRepeat = _lost > 0 && WriteLost(ref writer, now);
        var isNew = WriteNew(ref writer, now);
        if (!isRepeat && !isNew) return;
        _turnPackets++;
        _lastSent = now;
        _expiresAt ??= now + _timeout.Current;
    }

    private bool WriteLost(ref SctpWriter writer, MediaTime now)
    {
        // The first packet of a recovery goes out whatever the window says (RFC 9260 §7.2.4, 3).
        var ignoresWindow = _fastPacketDue;
        _fastPacketDue = false;
        var wrote = false;
        for (var tsn = _outstanding.First; _lost > 0 && _outstanding.Contains(tsn); tsn++)
        {
            ref var chunk = ref _outstanding[tsn];
            if (chunk.State != ChunkState.Lost) continue;
            if (_mayAbandon && chunk.Message.IsExpired(now))
            {
                Abandon(tsn);
                continue;
            }
            if ((!ignoresWindow && Flight >= _congestion.Bytes) || writer.Room < DataChunk.FixedLength + chunk.Length) break;
            // T3 measures the earliest outstanding chunk (R3, R4 of §6.3.2).
            if (tsn == _outstanding.First) _expiresAt = now + _timeout.Current;
            chunk.State = ChunkState.InFlight;
            chunk.Misses = 0;
            _lost--;
            Retransmissions++;
            Send(ref writer, tsn, ref chunk, now);
            wrote = true;
        }
        return wrote;
    }

    private bool WriteNew(ref SctpWriter writer, MediaTime now)
    {
        var wrote = false;
        while (_lost == 0 && !_outstanding.IsFull && Flight < _congestion.Bytes && Queue.Next(now) is { } message)
        {
            if (_mayAbandon && message.IsExpired(now))
            {
                AbandonHalfSent(message);
                continue;
            }
            var length = Math.Min(message.Length - message.Assigned, _fragmentBytes);
            if (writer.Room < DataChunk.FixedLength + length || !IsWindowOpen(length)) break;
            WriteFragment(ref writer, message, length, now);
            wrote = true;
        }
        return wrote;
    }

    private void AbandonHalfSent(OutboundMessage message)
    {
        if (_outstanding.Contains(LastAssignedTsn) && ReferenceEquals(_outstanding[LastAssignedTsn].Message, message)) Abandon(LastAssignedTsn);
        else Abandon(message);
    }

    /// <summary>With nothing in flight one chunk may always go: it finds out when a closed window opens (RFC 9260 §6.1 A).</summary>
    private bool IsWindowOpen(int length) => _remoteWindow >= length || (Flight == 0 && _outstanding.Count == 0);

    private void WriteFragment(ref SctpWriter writer, OutboundMessage message, int length, MediaTime now)
    {
        if (message.Assigned == 0 && !message.IsUnordered) message.Sequence = message.Stream.NextSequence++;
        var tsn = _outstanding.Add(new() { Message = message, Offset = message.Assigned, Length = length });
        message.Assigned += length;
        _remoteWindow -= (uint)Math.Min(length, _remoteWindow);
        if (!_isMeasuring) (_isMeasuring, _measuredTsn) = (true, tsn);
        Send(ref writer, tsn, ref _outstanding[tsn], now);
        if (message.Assigned == message.Length) Queue.OnAssigned(message);
    }

    private void Send(ref SctpWriter writer, uint tsn, ref OutstandingChunk chunk, MediaTime now)
    {
        chunk.SentAt = now;
        chunk.Transmissions++;
        Flight += chunk.Length;
        writer.Open(SctpChunkType.Data, chunk.Flags);
        writer.Write(tsn);
        writer.Write(chunk.Message.Stream.Id);
        writer.Write(chunk.Message.Sequence);
        writer.Write(chunk.Message.Protocol);
        writer.Write(chunk.Message.Slice(chunk.Offset, chunk.Length));
        writer.Close();
    }
}
