using VirtualWindow.Rtc.Sctp;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Rtc.DataChannels;

/// <summary>What a peer's channels need of the peer.</summary>
internal interface IChannelOwner
{
    void SendSctp(ReadOnlySpan<byte> packet);

    void OnChannelOpen(IDataChannel channel, MediaTime now);

    void OnChannelMessage(IDataChannel channel, ref ChannelMessage message, MediaTime now);

    void OnChannelDrained(IDataChannel channel, MediaTime now);

    void OnChannelClosed(IDataChannel channel, MediaTime now);
}

/// <summary>
/// All data channels of one peer over its SCTP association: DCEP (RFC 8832), closing by stream reset (RFC 8831 §6.7). Made when the first
/// packet arrives, so that a peer without channels costs nothing.
/// </summary>
internal sealed class DataChannelTable : ISctpUser
{
    private readonly SctpOptions _options;
    private readonly ChannelCounters _counters;
    private readonly IChannelOwner _owner;
    private readonly SctpAssociation _association;
    private readonly Dictionary<ushort, DataChannel> _channels = [];
    private readonly byte[] _packet;
    private readonly int _maxSendBytes;
    private MediaTime _now;
    private bool _busy;

    public DataChannelTable(SctpOptions options, NegotiatedData negotiated, PeerCounters counters, IChannelOwner owner)
    {
        // Longer than the other side takes would end its association.
        if (negotiated.MaxMessageBytes is { } most && most < options.MaxMessageBytes) _maxSendBytes = most;
        else _maxSendBytes = options.MaxMessageBytes;
        (_options, _counters, _owner) = (options, counters.Channels, owner);
        _packet = new byte[options.PacketBytes];
        _association = new(options, negotiated.Port, counters.Sctp, this);
    }

    internal SctpAssociation Association => _association;

    public int BufferedOf(ushort stream) => _association.BufferedOf(stream);

    /// <summary>One SCTP packet out of a DTLS record.</summary>
    public void Receive(ReadOnlySpan<byte> packet, MediaTime now)
    {
        Enter(now);
        try
        {
            _association.Receive(packet, now);
        }
        finally
        {
            Leave();
        }
    }

    public void Tick(MediaTime now)
    {
        Enter(now);
        try
        {
            _association.Tick(now);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>The connection ended: every channel is closed.</summary>
    public void Close(MediaTime now)
    {
        Enter(now);
        _association.Close(now);
    }

    public bool TrySend(DataChannel channel, ref ChannelMessage message, MediaTime now)
    {
        if (!channel.IsOpen || message.Bytes.Length > _maxSendBytes || !TryQueue(channel, message.Hold(), message.PayloadProtocol, now))
        {
            _counters.SendsRefused++;
            return false;
        }
        _counters.MessagesSent++;
        _counters.BytesSent += message.Bytes.Length;
        Flush(now);
        return true;
    }

    private bool TryQueue(DataChannel channel, SharedBuffer hold, uint protocol, MediaTime now)
    {
        var reliability = new SctpReliability(channel.Reliability.MaxRetransmits, channel.Reliability.Lifetime);
        if (_association.TrySend(channel.Stream, protocol, hold, channel.Reliability.IsUnordered, reliability, now)) return true;
        hold.Release();
        return false;
    }

    public void Release(int bytes, MediaTime now)
    {
        _association.Release(bytes);
        Flush(now);
    }

    public void Close(DataChannel channel, MediaTime now)
    {
        if (!channel.IsOpen) return;
        _now = now;
        End(channel);
        _association.Reset(channel.Stream, dropUnsent: true);
        Flush(now);
    }

    void ISctpUser.OnMessage(ushort stream, uint protocol, ReadOnlySpan<byte> message, MediaTime now)
    {
        if (protocol == PayloadProtocol.Dcep)
        {
            _association.Release(message.Length);
            OnDcep(stream, message);
        }
        else if (_channels.TryGetValue(stream, out var channel) && channel.IsOpen && protocol is PayloadProtocol.String or PayloadProtocol.Binary) Pass(channel, message, protocol == PayloadProtocol.String);
        else
        {
            _association.Release(message.Length);
            if (channel is { IsOpen: true } && protocol is PayloadProtocol.StringEmpty or PayloadProtocol.BinaryEmpty) Pass(channel, [], protocol == PayloadProtocol.StringEmpty);
            else _counters.MessagesStray++;
        }
    }

    void ISctpUser.OnDrained(ushort stream, MediaTime now)
    {
        if (_channels.TryGetValue(stream, out var channel) && channel.IsOpen) _owner.OnChannelDrained(channel, now);
    }

    void ISctpUser.OnClosed(SctpCloseReason reason, MediaTime now)
    {
        _now = now;
        foreach (var channel in _channels.Values.ToArray()) End(channel);
        _channels.Clear();
    }

    void IStreamResetUser.OnIncomingReset(ushort stream)
    {
        if (!_channels.TryGetValue(stream, out var channel)) return;
        channel.IsIncomingReset = true;
        End(channel);
        ForgetWhenClosed(channel);
        if (!channel.IsOutgoingReset) _association.Reset(stream, dropUnsent: true);
    }

    void IStreamResetUser.OnOutgoingReset(ushort stream)
    {
        if (!_channels.TryGetValue(stream, out var channel)) return;
        channel.IsOutgoingReset = true;
        ForgetWhenClosed(channel);
    }

    private void Pass(DataChannel channel, ReadOnlySpan<byte> bytes, bool isText)
    {
        _counters.MessagesReceived++;
        _counters.BytesReceived += bytes.Length;
        var message = new ChannelMessage(bytes, isText);
        try
        {
            _owner.OnChannelMessage(channel, ref message, _now);
        }
        finally
        {
            message.Dispose();
        }
    }

    private void OnDcep(ushort stream, ReadOnlySpan<byte> message)
    {
        if (DcepAck.Is(message)) return; // we open none, so nobody waits for it
        if (_channels.TryGetValue(stream, out var old)) MakeRoomFor(old);
        if (_channels.ContainsKey(stream) || _channels.Count >= _options.MaxChannels || !DcepOpen.TryParse(message, out var open) || !TryAcknowledge(stream))
        {
            _counters.OpensRefused++;
            _association.Reset(stream, dropUnsent: true);
            return;
        }
        var channel = new DataChannel(this, stream, open);
        _channels.Add(stream, channel);
        _counters.Opened++;
        _owner.OnChannelOpen(channel, _now);
    }

    /// <summary>The client uses a stream again only when it has seen our reset: its OPEN may overtake the response that says so.</summary>
    private void MakeRoomFor(DataChannel old)
    {
        if (!old.IsOpen && old.IsIncomingReset) _association.ConfirmReset(old.Stream);
    }

    private bool TryAcknowledge(ushort stream)
    {
        var acknowledgement = SharedBuffer.Copy(DcepAck.Bytes);
        if (_association.TrySend(stream, PayloadProtocol.Dcep, acknowledgement, unordered: false, SctpReliability.Full, _now)) return true;
        acknowledgement.Release();
        return false;
    }

    private void End(DataChannel channel)
    {
        if (!channel.IsOpen) return;
        channel.IsOpen = false;
        _counters.Closed++;
        _owner.OnChannelClosed(channel, _now);
    }

    private void ForgetWhenClosed(DataChannel channel)
    {
        if (channel is { IsIncomingReset: true, IsOutgoingReset: true }) _channels.Remove(channel.Stream);
    }

    private void Enter(MediaTime now) => (_now, _busy) = (now, true);

    private void Leave()
    {
        _busy = false;
        Flush(_now);
    }

    /// <summary>Sends what may be sent now; inside a call from below that happens once, at its end.</summary>
    private void Flush(MediaTime now)
    {
        if (_busy) return;
        _busy = true;
        for (var length = _association.Poll(_packet, now); length > 0; length = _association.Poll(_packet, now)) _owner.SendSctp(_packet.AsSpan(0, length));
        _busy = false;
    }
}
