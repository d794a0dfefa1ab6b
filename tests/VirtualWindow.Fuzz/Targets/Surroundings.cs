using System.Net;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Testing;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>What a peer needs around it: nowhere to send to, and handshakes that run when told.</summary>
internal sealed class Surroundings : IDatagramSink, IHandshakeRunner
{
    /// <summary>Making a key takes longer than a thousand inputs.</summary>
    public static readonly DtlsIdentity Identity = DtlsIdentity.Create(new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    private static readonly Dictionary<string, string> Offers = [];

    private readonly byte[] _room = new byte[4096];
    private readonly Queue<Action<MediaTime>> _posted = [];
    private Action? _handshake;

    public Surroundings()
    {
        Counters = new PeerCounters();
        Peers = new PeerTable(Counters);
        Factory = new RtcPeerFactory(Options, Identity, this, Peers, this, Counters);
    }

    /// <summary>A handshake waits for nobody: all its datagrams are there before it starts.</summary>
    public static RtcOptions Options { get; } = new() { Candidates = [IPEndPoint.Parse("192.0.2.1:50000")], HandshakeTimeout = TimeSpan.FromMilliseconds(1) };

    public PeerCounters Counters { get; }

    public PeerTable Peers { get; }

    public RtcPeerFactory Factory { get; }

    public MediaTime Now { get; set; } = new(1_000_000);

    /// <summary>An offer of a real client, from the samples of the SDP tests.</summary>
    public static string Offer(string name)
    {
        if (!Offers.TryGetValue(name, out var offer))
            Offers.Add(name, offer = File.ReadAllText(RepositoryRoot.File("tests", "VirtualWindow.Rtc.Tests", "Sdp", "Samples", name + ".offer.sdp")).ReplaceLineEndings("\r\n"));
        return offer;
    }

    public Span<byte> Reserve(in PeerAddress to, int capacity) => _room.AsSpan(0, capacity);

    public void Commit(int length)
    {
        if (length < 0 || length > _room.Length) throw new InvalidOperationException($"{length} bytes committed.");
    }

    public bool TryRun(Action blockingHandshake)
    {
        _handshake = blockingHandshake;
        return true;
    }

    public void Post(Action<MediaTime> onLoop) => _posted.Enqueue(onLoop);

    public void RunHandshake()
    {
        var handshake = _handshake;
        _handshake = null;
        handshake?.Invoke();
        while (_posted.TryDequeue(out var action)) action(Now);
    }
}

/// <summary>Hears nothing.</summary>
internal sealed class Deaf : IPeerHandler
{
    public static readonly Deaf Instance = new();

    public void OnConnected(IPeer peer, MediaTime now)
    {
    }

    public void OnRtp(IPeer peer, Span<byte> packet, MediaTime now)
    {
    }

    public void OnRtcp(IPeer peer, ReadOnlySpan<byte> compound, MediaTime now)
    {
    }

    public void OnClosed(IPeer peer, PeerCloseReason reason, MediaTime now)
    {
    }
}
