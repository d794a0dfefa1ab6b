using VirtualWindow.Rtc;
using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.Sfu.Tests.Simulated;

/// <summary>
/// The real forwarding unit in virtual time between simulated clients, each behind a network of its own. One seed decides everything:
/// the same seed gives the same run, packet by packet.
/// </summary>
internal sealed class SimulatedHall : IPeerFactory, ISfuObserver
{
    public const string Room = "r";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    private readonly List<SimulatedClient> _clients = [];
    private SimulatedClient? _joining;
    private MediaTime _lastTick;
    private int _serial;

    public SimulatedHall(int seed)
    {
        Chance = new Random(seed);
        Forwarder = new SelectiveForwarder(this, new SfuOptions(), this);
    }

    public Random Chance { get; }

    public SelectiveForwarder Forwarder { get; }

    public MediaTime Now { get; private set; } = new(1_000_000);

    public bool IsHeld { get; private set; }

    /// <summary>RTP packets that reached a live publish connection, and those that the unit sent.</summary>
    public long Received { get; set; }

    public long Sent { get; set; }

    public IEnumerable<SimulatedPublisher> Publishers => _clients.OfType<SimulatedPublisher>();

    public IEnumerable<SimulatedWatcher> Watchers => _clients.OfType<SimulatedWatcher>();

    public TimeSpan Clock => TimeSpan.FromMicroseconds(Now.Microseconds);

    /// <summary>A publisher of this name, in place of an earlier one.</summary>
    public SimulatedPublisher Publish(string name, LinkSettings network)
    {
        var client = new SimulatedPublisher(this, name, ++_serial);
        Replace<SimulatedPublisher>(c => c.Name == name, client, network);
        Connect(client, offer => Forwarder.Publish(Room, name, offer, Now, out _));
        return client;
    }

    /// <summary>A watcher of a publisher, in place of an earlier one; the publisher may come later.</summary>
    public SimulatedWatcher Watch(string name, string publisher, LinkSettings network)
    {
        var client = new SimulatedWatcher(this, name, publisher, ++_serial);
        Replace<SimulatedWatcher>(c => c.Name == name && c.Publisher == publisher, client, network);
        Connect(client, offer => Forwarder.Subscribe(Room, name, publisher, offer, Now, out _));
        return client;
    }

    public void Leave(string name)
    {
        Forwarder.RemoveParticipant(Room, name, Now);
        _clients.RemoveAll(c => c.Name == name);
    }

    public void Hold(bool held)
    {
        IsHeld = held;
        Forwarder.Hold(Room, held, Now);
    }

    public void SetNetworks(Func<LinkSettings> settings)
    {
        foreach (var client in _clients) client.SetNetwork(settings());
    }

    public void Run(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            Now += Step;
            foreach (var client in _clients.ToArray()) client.Run();
            Forwarder.EndBatch(Now);
            if (Now - _lastTick < TickInterval) continue;
            _lastTick = Now;
            Forwarder.Tick(Now);
        }
    }

    public IServerOffer Offer() => throw new NotSupportedException(); // here only clients offer

    public IPeer? TryAnswer(string offerSdp, IPeerHandler handler, MediaTime now, out string? reason)
    {
        reason = null;
        return new SimulatedPeer(_joining!, handler, this);
    }

    public void OnPublisherChanged(string room, string participant, PublisherChange change)
    {
    }

    public void OnConnectionClosed(MediaConnection connection)
    {
    }

    private void Replace<T>(Func<T, bool> isReplaced, SimulatedClient by, LinkSettings network)
    {
        _clients.RemoveAll(c => c is T old && isReplaced(old));
        _clients.Add(by);
        by.SetNetwork(network);
    }

    private void Connect(SimulatedClient client, Func<string, MediaConnection?> negotiate)
    {
        _joining = client;
        Assert.NotNull(negotiate("simulated"));
        client.Peer.Connect();
    }
}

/// <summary>The unit's side of one client's connection: what it sends goes onto the client's network.</summary>
internal sealed class SimulatedPeer : IPeer
{
    private readonly SimulatedClient _client;
    private readonly SimulatedHall _hall;
    private readonly byte[] _outgoing = new byte[2048];

    public SimulatedPeer(SimulatedClient client, IPeerHandler handler, SimulatedHall hall)
    {
        (_client, Handler, _hall, LastHeard) = (client, handler, hall, hall.Now);
        client.Peer = this;
    }

    public IPeerHandler Handler { get; }

    public PeerState State { get; private set; } = PeerState.Connecting;

    public MediaTime LastHeard { get; set; }

    public string AnswerSdp => "v=0";

    public string? TryRestartIce(string description, out string? reason)
    {
        reason = null;
        return null;
    }

    public IReadOnlyList<NegotiatedMedia> Media => _client.Media;

    public void Connect()
    {
        State = PeerState.Connected;
        Handler.OnConnected(this, _hall.Now);
    }

    public void SendRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        header.CopyTo(_outgoing);
        payload.CopyTo(_outgoing.AsSpan(header.Length));
        _hall.Sent++;
        _client.OnSending(_outgoing.AsSpan(0, header.Length + payload.Length));
        _client.SendDown(_outgoing.AsSpan(0, header.Length + payload.Length), isRtcp: false);
    }

    public void SendRtcp(ReadOnlySpan<byte> compound) => _client.SendDown(compound, isRtcp: true);

    public void Close(PeerCloseReason reason)
    {
        if (State == PeerState.Closed) return;
        State = PeerState.Closed;
        Handler.OnClosed(this, reason, _hall.Now);
    }

    public void Dispose()
    {
    }
}
