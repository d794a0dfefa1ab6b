using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>What an association tells its owner.</summary>
internal interface ISctpUser : IStreamResetUser
{
    /// <summary>The message counts against the window until <see cref="SctpAssociation.Release"/>; the bytes are valid during the call only.</summary>
    void OnMessage(ushort stream, uint protocol, ReadOnlySpan<byte> message, MediaTime now);

    /// <summary>A stream that had held more than <see cref="SctpOptions.LowWaterBytes"/> holds no more than that.</summary>
    void OnDrained(ushort stream, MediaTime now);

    void OnClosed(SctpCloseReason reason, MediaTime now);
}

/// <summary>
/// The passive side of one SCTP association over DTLS (RFC 9260, RFC 8261): every WebRTC client sends INIT, so nothing here does.
/// Sans-IO: <see cref="Receive"/> and <see cref="Tick"/> change it, <see cref="Poll"/> is called until it has no more packets.
/// <code>
///  Listening ──cookie──▶ Established ──SHUTDOWN──▶ ShutdownReceived ──all delivered──▶ ShutdownAckSent
///      ▲  INIT ACK sent,      │ ▲  └─cookie of a new INIT: restart                          │
///      │  nothing kept        │ └──                                                         │
///      └───────ABORT, violation, unreachable────────────────────────────SHUTDOWN COMPLETE────┘
/// </code>
/// </summary>
internal sealed partial class SctpAssociation : IMessageSink, IStreamResetUser
{
    private const byte ReflectedTag = 1; // T bit of ABORT and SHUTDOWN COMPLETE
    private const int MaxReplies = 4;
    private const int MaxControlChunks = 8;

    private static readonly (SctpState From, SctpState To)[] LegalMoves =
    [
        (SctpState.Listening, SctpState.Established),
        (SctpState.Established, SctpState.ShutdownReceived),
        (SctpState.ShutdownReceived, SctpState.ShutdownAckSent),
        (SctpState.Established, SctpState.Listening),
        (SctpState.ShutdownReceived, SctpState.Listening),
        (SctpState.ShutdownAckSent, SctpState.Listening),
    ];

    private readonly SctpOptions _options;
    private readonly SctpCounters _counters;
    private readonly ISctpUser _user;
    private readonly ushort _port;
    private readonly byte[] _cookieKey = RandomNumberGenerator.GetBytes(StateCookie.KeyLength);
    private readonly Queue<byte[]> _replies = new();
    private readonly Queue<byte[]> _control = new();
    private SctpAgreement _agreed;
    private SctpSender? _sender;
    private SctpReceiver? _receiver;
    private StreamReset? _reset;
    private MediaTime _now;
    private MediaTime _lastHeard;
    private MediaTime? _heartbeatAt;
    private MediaTime? _shutdownAckAt;
    private int _heartbeatsUnanswered;

    /// <param name="port">SCTP port of this side, from the SDP (RFC 8841 §5).</param>
    public SctpAssociation(SctpOptions options, ushort port, SctpCounters counters, ISctpUser user)
    {
        (_options, _port, _counters, _user) = (options, port, counters, user);
    }

    public SctpState State { get; private set; }

    /// <summary>Gives verification tags and first TSNs; never 0.</summary>
    public Func<uint> NextNumber { get; init; } = static () => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

    public SctpSender? Sender => _sender;

    public SctpReceiver? Receiver => _receiver;

    /// <summary>Bytes of a stream that wait or are in flight.</summary>
    public int BufferedOf(ushort stream) => _sender?.Queue.BufferedOf(stream) ?? 0;

    /// <summary>Queues one message, 1 to <see cref="SctpOptions.MaxMessageBytes"/> bytes.</summary>
    /// <returns>False when not established, full or too long; the caller then still owns its hold of the buffer.</returns>
    public bool TrySend(ushort stream, uint protocol, SharedBuffer buffer, bool unordered, SctpReliability reliability, MediaTime now) =>
        State == SctpState.Established && stream < _agreed.OutboundStreams
        && _sender!.Queue.TryEnqueue(stream, protocol, buffer, unordered, reliability, now);

    /// <summary>Closes the outgoing half of a stream: unsent messages are dropped or delivered first, then the numbering restarts (RFC 6525).</summary>
    public void Reset(ushort stream, bool dropUnsent)
    {
        if (State != SctpState.Established) return;
        if (dropUnsent) _sender!.Queue.Find(stream)?.DropUnsent();
        _reset!.Ask(stream);
    }

    /// <summary>Something arrived that proves the other side has seen our reset; its response may still be on its way.</summary>
    public void ConfirmReset(ushort stream) => _reset?.Confirm(stream);

    /// <summary>The room is done with so many bytes of messages.</summary>
    public void Release(int bytes) => _receiver?.Release(bytes);

    /// <summary>Forgets everything; the connection underneath has ended.</summary>
    public void Close(MediaTime now) => End(SctpCloseReason.Local, now);

    /// <summary>Tells the other side why and ends.</summary>
    public void Abort(SctpCloseReason reason, MediaTime now)
    {
        if (State == SctpState.Listening) return;
        var cause = reason == SctpCloseReason.Violation ? ErrorCause.ProtocolViolation : ErrorCause.UserInitiatedAbort;
        Span<byte> packet = stackalloc byte[64];
        var writer = Start(packet, _agreed.RemoteTag);
        writer.Open(SctpChunkType.Abort);
        writer.WriteParameter(cause, []);
        writer.Close();
        Reply(packet[..writer.Finish()]);
        if (reason == SctpCloseReason.Violation) _counters.Violations++;
        if (reason == SctpCloseReason.Unreachable) _counters.Unreachable++;
        End(reason, now);
    }

    // ---- receiving

    public void Receive(ReadOnlySpan<byte> bytes, MediaTime now)
    {
        _now = now;
        _counters.PacketsReceived++;
        _sender?.BeginTurn();
        if (SctpPacket.TryParse(bytes, out var packet) != SctpFault.None || packet.DestinationPort != _port || !TryReceive(packet)) _counters.PacketsDropped++;
        TellDrained();
    }

    private bool TryReceive(in SctpPacket packet)
    {
        var reader = new ChunkReader(packet.Chunks);
        reader.MoveNext();
        if (reader.Current.Type == SctpChunkType.Init) return OnInit(packet, reader.Current.Value);
        if (reader.Current.Type == SctpChunkType.CookieEcho) return OnCookie(packet, reader);
        if (State == SctpState.Listening || packet.SourcePort != _agreed.RemotePort || !IsForUs(packet, reader.Current)) return false;
        do
        {
            if (!OnChunk(reader.Current)) break;
        }
        while (reader.MoveNext());
        EndPacket();
        return true;
    }

    /// <summary>RFC 9260 §8.5, with the reflected tag that §8.5.1 B and C allow.</summary>
    private bool IsForUs(in SctpPacket packet, in SctpChunk first)
    {
        var isReflected = first.Type is SctpChunkType.Abort or SctpChunkType.ShutdownComplete && (first.Flags & ReflectedTag) != 0;
        return packet.VerificationTag == (isReflected ? _agreed.RemoteTag : _agreed.LocalTag);
    }

    /// <returns>False when the rest of the packet is not to be looked at.</returns>
    private bool OnChunk(in SctpChunk chunk)
    {
        _lastHeard = _now;
        switch (chunk.Type)
        {
            case SctpChunkType.Data: OnData(chunk); break;
            case SctpChunkType.Sack: OnSack(chunk.Value); break;
            case SctpChunkType.ForwardTsn: OnForward(chunk.Value); break;
            case SctpChunkType.ReConfig: OnReConfig(chunk.Value); break;
            case SctpChunkType.Heartbeat: Control(SctpChunkType.HeartbeatAck, 0, chunk.Value); break;
            case SctpChunkType.HeartbeatAck: _heartbeatsUnanswered = 0; break;
            case SctpChunkType.Abort: OnAbort(); break;
            case SctpChunkType.Shutdown: OnShutdown(chunk.Value); break;
            case SctpChunkType.ShutdownComplete when State == SctpState.ShutdownAckSent: End(SctpCloseReason.ShutDown, _now); break;
            case SctpChunkType.Error or SctpChunkType.CookieAck or SctpChunkType.ShutdownAck or SctpChunkType.ShutdownComplete or SctpChunkType.InitAck: break;
            case SctpChunkType.Init or SctpChunkType.CookieEcho: return false; // must come first (RFC 9260 §6.10, §5.1)
            default: return OnUnknown(chunk);
        }
        return State != SctpState.Listening;
    }

    private void OnData(in SctpChunk chunk)
    {
        if (State != SctpState.Established) return;
        if (!DataChunk.TryParse(chunk, out var data) || data.UserData.IsEmpty)
        {
            Abort(SctpCloseReason.Violation, _now);
            return;
        }
        var outcome = _receiver!.Receive(data);
        if (outcome == DataOutcome.InvalidStream) ReportInvalidStream(data.Stream);
        // The message may have ended the association by way of its taker.
        if (outcome == DataOutcome.Violation && State == SctpState.Established) Abort(SctpCloseReason.Violation, _now);
    }

    private void ReportInvalidStream(ushort stream)
    {
        Span<byte> cause = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(cause, ErrorCause.InvalidStream);
        BinaryPrimitives.WriteUInt16BigEndian(cause[2..], 8);
        BinaryPrimitives.WriteUInt16BigEndian(cause[4..], stream);
        Control(SctpChunkType.Error, 0, cause);
    }

    private void OnSack(ReadOnlySpan<byte> value)
    {
        if (!SackChunk.TryParse(value, out var sack) || !_sender!.OnSack(sack, _now)) Abort(SctpCloseReason.Violation, _now);
    }

    private void OnForward(ReadOnlySpan<byte> value)
    {
        if (State != SctpState.Established) return;
        if (ForwardTsnChunk.TryParse(value, out var forward)) _receiver!.Forward(forward);
        else Abort(SctpCloseReason.Violation, _now);
    }

    private void OnReConfig(ReadOnlySpan<byte> value)
    {
        if (State == SctpState.Established) _reset!.Receive(value, _now);
    }

    private void OnAbort()
    {
        _counters.AbortsReceived++;
        End(SctpCloseReason.Aborted, _now);
    }

    private void OnShutdown(ReadOnlySpan<byte> value)
    {
        if (value.Length < sizeof(uint) || !_sender!.OnShutdown(BinaryPrimitives.ReadUInt32BigEndian(value), _now))
        {
            Abort(SctpCloseReason.Violation, _now);
            return;
        }
        if (State == SctpState.Established) Move(SctpState.ShutdownReceived);
        if (State == SctpState.ShutdownAckSent) _shutdownAckAt = _now;
    }

    /// <summary>What to do with a chunk nobody knows stands in its type (RFC 9260 §3.2).</summary>
    private bool OnUnknown(in SctpChunk chunk)
    {
        const byte report = 0x40;
        const byte skip = 0x80;
        if (((byte)chunk.Type & report) != 0)
        {
            var shown = chunk.Whole[..Math.Min(chunk.Whole.Length, 64)];
            Span<byte> cause = stackalloc byte[SctpChunk.HeaderLength + 64];
            BinaryPrimitives.WriteUInt16BigEndian(cause, ErrorCause.UnrecognizedChunk);
            BinaryPrimitives.WriteUInt16BigEndian(cause[2..], (ushort)(SctpChunk.HeaderLength + shown.Length));
            shown.CopyTo(cause[SctpChunk.HeaderLength..]);
            Control(SctpChunkType.Error, 0, cause[..(SctpChunk.HeaderLength + shown.Length)]);
        }
        return ((byte)chunk.Type & skip) != 0;
    }

    private void EndPacket() => _receiver?.EndPacket(_now);

    // ---- timers and sending

    public void Tick(MediaTime now)
    {
        _now = now;
        if (State == SctpState.Listening) return;
        _sender!.BeginTurn();
        _sender.Tick(now);
        _reset!.Tick(now);
        if (now >= _heartbeatAt) AskWhetherAlive(now);
        TellDrained();
        if (Math.Max(_sender.Failures, _reset.Failures) + _heartbeatsUnanswered > _options.MaxFailures) Abort(SctpCloseReason.Unreachable, now);
    }

    /// <summary>The next packet to send; called until it returns 0.</summary>
    /// <param name="buffer">At least <see cref="SctpOptions.PacketBytes"/>.</param>
    public int Poll(Span<byte> buffer, MediaTime now)
    {
        if (_replies.TryDequeue(out var reply))
        {
            reply.CopyTo(buffer);
            return reply.Length;
        }
        if (State == SctpState.Listening) return 0;
        var writer = Start(buffer[.._options.PacketBytes], _agreed.RemoteTag);
        WriteControl(ref writer);
        if (_receiver!.IsSackDue(now)) _receiver.TryWriteSack(ref writer);
        WriteShutdownAck(ref writer, now);
        if (State is SctpState.Established or SctpState.ShutdownReceived)
        {
            _sender!.TryWriteForward(ref writer, now);
            _reset!.Write(ref writer, now);
            // The reset may have been the last that its channel waited for.
            if (State is SctpState.Established or SctpState.ShutdownReceived) _sender.WriteData(ref writer, now);
        }
        return writer.Finish();
    }

    private void WriteControl(ref SctpWriter writer)
    {
        while (_control.TryPeek(out var chunk) && writer.Room + SctpChunk.HeaderLength >= chunk.Length) writer.WriteChunk(_control.Dequeue());
    }

    private void WriteShutdownAck(ref SctpWriter writer, MediaTime now)
    {
        if (State == SctpState.ShutdownReceived && _sender!.IsIdle)
        {
            Move(SctpState.ShutdownAckSent);
            _shutdownAckAt = now;
        }
        if (State != SctpState.ShutdownAckSent || now < _shutdownAckAt || writer.Room < 0) return;
        writer.Open(SctpChunkType.ShutdownAck);
        writer.Close();
        _shutdownAckAt = now + _sender!.Rto;
        _heartbeatsUnanswered++; // T2 counts like any other unanswered question (RFC 9260 §9.2)
    }

    private void AskWhetherAlive(MediaTime now)
    {
        _heartbeatAt = now + _options.HeartbeatInterval;
        if (now - _lastHeard < _options.HeartbeatInterval || State != SctpState.Established) return;
        _heartbeatsUnanswered++;
        Span<byte> info = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(info, 1); // Heartbeat Info
        BinaryPrimitives.WriteUInt16BigEndian(info[2..], 12);
        BinaryPrimitives.WriteInt64BigEndian(info[4..], now.Microseconds);
        Control(SctpChunkType.Heartbeat, 0, info);
    }

    private void TellDrained()
    {
        while (_sender is not null && _sender.Queue.TryTakeDrained(out var stream)) _user.OnDrained(stream, _now);
    }

    // ---- the owner's side of the parts

    void IMessageSink.OnMessage(ushort stream, uint protocol, ReadOnlySpan<byte> message)
    {
        if (State == SctpState.Listening) return;
        _receiver!.OnPassed(message.Length);
        _user.OnMessage(stream, protocol, message, _now);
    }

    void IStreamResetUser.OnIncomingReset(ushort stream) => _user.OnIncomingReset(stream);

    void IStreamResetUser.OnOutgoingReset(ushort stream) => _user.OnOutgoingReset(stream);

    private SctpWriter Start(Span<byte> buffer, uint tag) => new(buffer, _port, _agreed.RemotePort, tag);

    /// <summary>A whole packet that goes out as it is; too many at once are somebody's flood.</summary>
    private void Reply(ReadOnlySpan<byte> packet)
    {
        if (_replies.Count < MaxReplies) _replies.Enqueue(packet.ToArray());
    }

    private void Control(SctpChunkType type, byte flags, ReadOnlySpan<byte> value)
    {
        if (_control.Count >= MaxControlChunks || value.Length > _options.PacketBytes - SctpPacket.HeaderLength - SctpChunk.HeaderLength) return;
        var chunk = new byte[SctpChunk.HeaderLength + value.Length];
        (chunk[0], chunk[1]) = ((byte)type, flags);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)chunk.Length);
        value.CopyTo(chunk.AsSpan(SctpChunk.HeaderLength));
        _control.Enqueue(chunk);
    }

    private void End(SctpCloseReason reason, MediaTime now)
    {
        if (State == SctpState.Listening) return;
        _sender!.Close();
        _receiver!.Clear();
        (_sender, _receiver, _reset, _heartbeatAt, _shutdownAckAt) = (null, null, null, null, null);
        _control.Clear();
        Move(SctpState.Listening);
        _user.OnClosed(reason, now);
    }

    private void Move(SctpState to)
    {
        if (!LegalMoves.Contains((State, to))) throw new InvalidOperationException($"SCTP: no move from {State} to {to}.");
        State = to;
    }
}
