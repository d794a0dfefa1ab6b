using System.Security.Cryptography;
using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Sdp;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc;

/// <summary>
/// One WebRTC connection of our own engine: demultiplexes datagrams (RFC 7983), keeps ICE-lite, DTLS and SRTP, and does no I/O.
/// <code>
///  New ──valid check──▶ Connecting ──DTLS done──▶ Connected
///   └──────────── Close, expiry, failure ──────────────┴──▶ Closed
/// </code>
/// An RTP packet that arrives or leaves allocates nothing.
/// </summary>
public sealed class PeerTransport : IDatagramPeer, IDtlsOwner, IChannelOwner
{
    /// <summary>What a packet touches of this object.</summary>
    public const int HotBytes = 256;

    private const int HandlerBytes = 192;
    private const int MaxStunResponse = 128;
    private const int MinRtpHeader = 12;
    private const int MinRtcpHeader = 8;

    private readonly IPeerHandler _handler;
    private readonly IDatagramSink _sink;
    private readonly PeerTable _peers;
    private readonly PeerCounters _counters;
    private readonly RtcOptions _options;
    private readonly PeerNegotiation _negotiation;
    private readonly DtlsEndpoint _dtls;
    private readonly NegotiatedData? _data;
    private DataChannelTable? _channels;
    private IceLiteAgent _ice;
    private IceLiteAgent? _restarted;
    private SrtpContext? _srtp;
    private PeerAddress _sendTo;
    private MediaTime _connectingSince;
    private MediaTime _now;

    internal PeerTransport(PeerSetup setup, IPeerHandler handler, PeerSurroundings surroundings, MediaTime now)
    {
        (_handler, _sink, _peers, _counters, _options) = (handler, surroundings.Sink, surroundings.Peers, surroundings.Counters, surroundings.Options);
        _negotiation = setup.Negotiation;
        AnswerSdp = setup.LocalSdp;
        _data = _negotiation.Data;
        _ice = new(setup.Ice, _negotiation.Session.RemoteUfrag, _options.ConsentTimeout, now);
        _dtls = new(surroundings.Identity, _negotiation.Session.RemoteFingerprint, _options, surroundings.Handshakes, this);
        LastHeard = _now = now;
    }

    public PeerState State { get; private set; }

    public string AnswerSdp { get; private set; }

    public IReadOnlyList<NegotiatedMedia> Media => _negotiation.Media;

    /// <summary>Of the newest ICE session.</summary>
    public string LocalUfrag => (_restarted ?? _ice).Local.Ufrag;

    /// <summary>Where packets go now; null before the first valid check.</summary>
    public PeerAddress? RemoteAddress => _ice.Selected;

    public MediaTime LastHeard { get; private set; }

    /// <summary>The agreed SRTP profile; null before the handshake is done.</summary>
    public SrtpProfile? Profile => _srtp?.Profile;

    public void Receive(Span<byte> datagram, in PeerAddress from, MediaTime now)
    {
        _now = now;
        if (State == PeerState.Closed) return;
        if (datagram.IsEmpty)
        {
            _counters.Count(DropReason.UnknownProtocol);
            return;
        }
        switch (datagram[0])
        {
            case >= 128 and <= 191: ReceiveMedia(datagram, now); break;
            case <= 3: ReceiveStun(datagram, from, now); break;
            case >= 20 and <= 63: ReceiveDtls(datagram, from, now); break;
            default: _counters.Count(DropReason.UnknownProtocol); break;
        }
    }

    public void FetchAhead()
    {
        CacheLines.Fetch(_handler, HandlerBytes);
        _srtp?.FetchInbound();
    }

    public void FetchDeeper()
    {
        _srtp?.FetchInboundKeys();
        _handler.FetchDeeper();
    }

    /// <summary>The same for a packet that will be sent.</summary>
    public void FetchForSending() => _srtp?.FetchOutbound();

    public string? TryRestartIce(string description, out string? reason)
    {
        var local = IceCredentials.Create();
        var answer = _negotiation.TryRestart(description, _ice.RemoteUfrag, local, out var remoteUfrag, out reason);
        if (answer is null || State == PeerState.Closed) return null;
        RestartIce(local, remoteUfrag);
        return answer;
    }

    /// <summary>
    /// Takes checks with new credentials too (RFC 8445 §9); DTLS and SRTP go on. The old pair serves until the client nominates one of
    /// the new session, and consent (RFC 7675) is not renewed by asking.
    /// </summary>
    internal void RestartIce(IceCredentials local, string remoteUfrag)
    {
        if (_restarted is { } abandoned) Forget(abandoned);
        _restarted = new(local, remoteUfrag, _options.ConsentTimeout, _ice.LastCheck);
        _peers.AddUfrag(local.Ufrag, this);
    }

    public void SendRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        if (State != PeerState.Connected)
        {
            _counters.Count(DropReason.SendNotConnected);
            return;
        }
        if (_sendTo.IsStream && IsPicture(header[1]) && _sink.IsCongested(_sendTo))
        {
            _counters.Count(DropReason.SendCongested);
            return;
        }
        var room = _sink.Reserve(_sendTo, header.Length + payload.Length + SrtpContext.MaxRtpOverhead);
        Commit(_srtp!.ProtectRtp(header, payload, room));
    }

    public void LoseAddress(in PeerAddress address)
    {
        _ice.Forget(address);
        _restarted?.Forget(address);
        // None left: what is sent goes nowhere until the next check; the old address is known to nobody.
        if (_ice.Selected is { } other) _sendTo = other;
    }

    public void SendRtcp(ReadOnlySpan<byte> compound)
    {
        if (State != PeerState.Connected)
        {
            _counters.Count(DropReason.SendNotConnected);
            return;
        }
        var room = _sink.Reserve(_sendTo, compound.Length + SrtpContext.MaxRtcpOverhead);
        Commit(_srtp!.ProtectRtcp(compound, room));
    }

    public void Tick(MediaTime now)
    {
        _now = now;
        if (State == PeerState.Closed) return;
        if (_ice.IsExpired(now) && _restarted?.IsExpired(now) is not false) Close(PeerCloseReason.ConsentExpired);
        // A little more than the handshake thread's own limit, which tells the client by an alert.
        else if (State == PeerState.Connecting && now - _connectingSince > _options.HandshakeTimeout + TimeSpan.FromSeconds(1)) Close(PeerCloseReason.HandshakeTimeout);
        else _channels?.Tick(now);
    }

    /// <summary>Ends the connection; <see cref="IPeerHandler.OnClosed"/> is told once, whatever the reason.</summary>
    public void Close(PeerCloseReason reason)
    {
        if (State == PeerState.Closed) return;
        _channels?.Close(_now);
        _dtls.Close();
        State = PeerState.Closed;
        if (_restarted is { } restarted) Forget(restarted);
        Forget(_ice);
        _peers.Remove(this);
        _srtp?.Dispose();
        _srtp = null;
        _handler.OnClosed(this, reason, _now);
    }

    public void Dispose() => Close(PeerCloseReason.Local);

    void IDtlsOwner.SendDtls(ReadOnlySpan<byte> datagram)
    {
        // Nowhere to send after Close, except the close_notify that Close itself asks for.
        if (State is PeerState.New or PeerState.Closed) return;
        datagram.CopyTo(_sink.Reserve(_sendTo, datagram.Length));
        _sink.Commit(datagram.Length);
    }

    void IDtlsOwner.OnHandshakeDone(SrtpProfile profile, byte[] keyingMaterial, MediaTime now)
    {
        _now = now;
        _srtp = SrtpContext.Create(profile, keyingMaterial, isServer: true);
        CryptographicOperations.ZeroMemory(keyingMaterial);
        State = PeerState.Connected;
        _counters.HandshakesCompleted++;
        _handler.OnConnected(this, now);
    }

    void IDtlsOwner.OnDtlsClosed(PeerCloseReason reason, MediaTime now)
    {
        _now = now;
        if (State == PeerState.Connecting) _counters.HandshakesFailed++;
        Close(reason);
    }

    DropReason IDtlsOwner.OnApplicationData(ReadOnlySpan<byte> data, MediaTime now)
    {
        if (_data is null) return DropReason.DataNotNegotiated;
        LastHeard = now;
        _channels ??= new(_options.Sctp, _data, _counters, this);
        _channels.Receive(data, now);
        return DropReason.None;
    }

    void IChannelOwner.SendSctp(ReadOnlySpan<byte> packet)
    {
        if (State != PeerState.Connected || !_dtls.MaySend) return;
        var room = _sink.Reserve(_sendTo, packet.Length + DtlsEndpoint.RecordOverhead);
        _sink.Commit(_dtls.Protect(packet, room));
    }

    void IChannelOwner.OnChannelOpen(IDataChannel channel, MediaTime now) => _handler.OnChannelOpen(this, channel, now);

    void IChannelOwner.OnChannelMessage(IDataChannel channel, ref ChannelMessage message, MediaTime now) => _handler.OnChannelMessage(this, channel, ref message, now);

    void IChannelOwner.OnChannelDrained(IDataChannel channel, MediaTime now) => _handler.OnChannelDrained(this, channel, now);

    void IChannelOwner.OnChannelClosed(IDataChannel channel, MediaTime now) => _handler.OnChannelClosed(this, channel, now);

    private void ReceiveMedia(Span<byte> datagram, MediaTime now)
    {
        if (_srtp is null) _counters.Count(DropReason.SrtpBeforeKeys);
        else if (datagram.Length < 2) _counters.Count(DropReason.RtpMalformed);
        // Packet types of RTCP in the second byte; RTP payload types there are never negotiated (RFC 5761 §4).
        else if (datagram[1] is >= 192 and <= 223) ReceiveRtcp(datagram, now);
        else ReceiveRtp(datagram, now);
    }

    private void ReceiveRtp(Span<byte> datagram, MediaTime now)
    {
        if (datagram.Length < MinRtpHeader)
        {
            _counters.Count(DropReason.RtpMalformed);
            return;
        }
        var length = _srtp!.UnprotectRtp(datagram);
        if (length < 0)
        {
            _counters.Count(DropReason.SrtpRejected);
            return;
        }
        LastHeard = now;
        _handler.OnRtp(this, datagram[..length], now);
    }

    private void ReceiveRtcp(Span<byte> datagram, MediaTime now)
    {
        if (datagram.Length < MinRtcpHeader)
        {
            _counters.Count(DropReason.RtcpMalformed);
            return;
        }
        var length = _srtp!.UnprotectRtcp(datagram);
        if (length < 0)
        {
            _counters.Count(DropReason.SrtcpRejected);
            return;
        }
        LastHeard = now;
        _handler.OnRtcp(this, datagram[..length], now);
    }

    private void ReceiveStun(ReadOnlySpan<byte> datagram, in PeerAddress from, MediaTime now)
    {
        var response = _sink.Reserve(from, MaxStunResponse);
        var agent = _restarted is { } restarted && restarted.IsMeant(datagram) ? restarted : _ice;
        var outcome = agent.Receive(datagram, from, now, response, out var length, out var fault);
        _sink.Commit(length);
        if (outcome == IceOutcome.Accepted) FollowAddress(agent, from, now);
        else _counters.Count(fault);
    }

    private void FollowAddress(IceLiteAgent agent, in PeerAddress from, MediaTime now)
    {
        if (agent.Evicted is { } evicted && !IsVerified(evicted)) _peers.Unbind(evicted, this);
        if (!ReferenceEquals(_peers.Find(from), this)) _peers.Bind(from, this);
        if (agent == _restarted && (agent.IsNominated || _ice.IsSilent(now))) FinishRestart(agent);
        if (agent == _ice) _sendTo = _ice.Selected!.Value;
        LastHeard = now;
        if (State != PeerState.New) return;
        State = PeerState.Connecting;
        _connectingSince = now;
    }

    private void FinishRestart(IceLiteAgent restarted)
    {
        var former = _ice;
        (_ice, _restarted) = (restarted, null);
        Forget(former);
    }

    /// <summary>Nothing of this session counts any more, except addresses that the present one has verified too.</summary>
    private void Forget(IceLiteAgent session)
    {
        _peers.RemoveUfrag(session.Local.Ufrag);
        for (var i = 0; i < session.VerifiedCount; i++)
        {
            if (session == _ice || !_ice.IsVerified(session.VerifiedAt(i))) _peers.Unbind(session.VerifiedAt(i), this);
        }
    }

    private bool IsVerified(in PeerAddress address) => _ice.IsVerified(address) || _restarted?.IsVerified(address) is true;

    private void ReceiveDtls(Span<byte> datagram, in PeerAddress from, MediaTime now)
    {
        var fault = IsVerified(from) ? _dtls.Receive(datagram, now) : DropReason.UnknownAddress;
        if (fault != DropReason.None) _counters.Count(fault);
    }

    private bool IsPicture(byte markerAndPayloadType)
    {
        foreach (var line in Media)
        {
            if (line.Kind != MediaKind.Video) continue;
            foreach (var codec in line.Codecs)
            {
                if (codec.PayloadType == (markerAndPayloadType & 0x7F)) return true;
            }
        }
        return false;
    }

    private void Commit(int length)
    {
        if (length < 0) _counters.Count(DropReason.SendTooLarge);
        _sink.Commit(Math.Max(length, 0));
    }
}

/// <summary>What negotiation settled for one peer.</summary>
internal sealed record PeerSetup(PeerNegotiation Negotiation, string LocalSdp, IceCredentials Ice);

/// <summary>What all peers of one loop share.</summary>
internal sealed record PeerSurroundings(RtcOptions Options, DtlsIdentity Identity, IDatagramSink Sink, PeerTable Peers, IHandshakeRunner Handshakes, PeerCounters Counters);
