using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>One publisher and two watchers as real clients negotiate them, over peers without encryption.</summary>
internal sealed class Hall : IPeerFactory, ISfuObserver
{
    private readonly Surroundings _around = new();

    public Hall()
    {
        Forwarder = new SelectiveForwarder(this, new SfuOptions(), this);
        Publisher = Open(Forwarder.Publish("r", "applicant", Surroundings.Offer("chromium-publish"), Now, out _)!);
        Watchers =
        [
            Open(Forwarder.Subscribe("r", "clerk", "applicant", Surroundings.Offer("chromium-subscribe"), Now, out _)!),
            Open(Forwarder.Subscribe("r", "lead", "applicant", Surroundings.Offer("aiortc-sendrecv"), Now, out _)!),
        ];
    }

    public SelectiveForwarder Forwarder { get; }

    public MediaTime Now { get; private set; } = new(1_000_000);

    public OpenPeer Publisher { get; }

    public OpenPeer[] Watchers { get; }

    public void EndBatch() => Forwarder.EndBatch(Now);

    public void Advance(int milliseconds)
    {
        Now += TimeSpan.FromMilliseconds(milliseconds);
        Forwarder.Tick(Now);
    }

    public IServerOffer Offer() => _around.Factory.Offer();

    public IPeer? TryAnswer(string offerSdp, IPeerHandler handler, MediaTime now, out string? reason)
    {
        var real = _around.Factory.TryAnswer(offerSdp, Deaf.Instance, now, out reason);
        return real is null ? null : new OpenPeer(handler, real, now);
    }

    public void OnPublisherChanged(string room, string participant, PublisherChange change)
    {
    }

    public void OnConnectionClosed(MediaConnection connection)
    {
    }

    private OpenPeer Open(MediaConnection connection)
    {
        var peer = (OpenPeer)connection.Peer;
        peer.Connect(Now);
        return peer;
    }
}

/// <summary>Looks at everything it is told to send: what comes from strangers may not leave as nonsense.</summary>
internal sealed class OpenPeer(IPeerHandler handler, IPeer negotiated, MediaTime now) : IPeer
{
    private const int MaxDatagram = 2048;

    /// <summary>The loop's buffers are native memory that stays until the batch ends.</summary>
    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(MaxDatagram, pinned: true);

    public PeerState State { get; private set; } = PeerState.Connecting;

    public MediaTime LastHeard { get; } = now;

    public string AnswerSdp => negotiated.AnswerSdp;

    public IReadOnlyList<NegotiatedMedia> Media => negotiated.Media;

    public string? TryRestartIce(string description, out string? reason) => negotiated.TryRestartIce(description, out reason);

    public void Connect(MediaTime now)
    {
        State = PeerState.Connected;
        handler.OnConnected(this, now);
    }

    public void ReceiveRtp(ReadOnlySpan<byte> packet, MediaTime now)
    {
        packet.CopyTo(_received);
        handler.OnRtp(this, _received.AsSpan(0, packet.Length), now);
    }

    public void ReceiveRtcp(ReadOnlySpan<byte> compound, MediaTime now) => handler.OnRtcp(this, compound, now);

    public void SendRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        Span<byte> packet = stackalloc byte[4096];
        header.CopyTo(packet);
        payload.CopyTo(packet[header.Length..]);
        if (!RtpHeader.TryParse(packet[..(header.Length + payload.Length)], out var parsed)) throw new InvalidOperationException("A forwarded packet is none.");
        foreach (var media in Media)
            if (media.Sends && media.LocalSsrc == parsed.Ssrc) return;
        throw new InvalidOperationException($"SSRC {parsed.Ssrc} was never announced.");
    }

    public void SendRtcp(ReadOnlySpan<byte> compound)
    {
        var reader = new Rtc.Rtcp.RtcpReader(compound);
        while (reader.MoveNext())
        {
        }

        if (reader.Fault != Rtc.Rtcp.RtcpFault.None) throw new InvalidOperationException($"Our own RTCP is refused: {reader.Fault}.");
    }

    public void Close(PeerCloseReason reason)
    {
        if (State == PeerState.Closed) return;
        State = PeerState.Closed;
        handler.OnClosed(this, reason, LastHeard);
    }

    public void Dispose()
    {
    }
}
