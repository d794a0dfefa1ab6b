using System.Collections.Concurrent;
using System.Net;
using VirtualWindow.Rtc.Dtls;

namespace VirtualWindow.Rtc.Tests.Transport;

/// <summary>
/// The media loop of a test: one thread (the test's own) owns the peers; datagrams, posted results and time reach it through
/// one queue. Media time stands still unless a test moves it.
/// </summary>
internal sealed class TestLoop : IDatagramSink, IHandshakeRunner
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Making a P-256 key and certificate once is enough for all tests.</summary>
    public static readonly DtlsIdentity Identity = DtlsIdentity.Create(new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    private readonly Queue<Action<MediaTime>> _posted = [];
    private readonly ConcurrentDictionary<PeerAddress, Action<byte[]>> _hosts = new();
    private readonly byte[] _room = new byte[4096];
    private PeerAddress _reservedFor;

    public TestLoop(RtcOptions? options = null)
    {
        Counters = new();
        Peers = new(Counters);
        Options = options ?? DefaultOptions;
        Factory = new(Options, Identity, this, Peers, this, Counters);
    }

    /// <summary>A minute for the handshake: a busy machine must not fail what only a lost datagram should delay.</summary>
    public static RtcOptions DefaultOptions => new() { Candidates = [IPEndPoint.Parse("192.0.2.1:50000")], HandshakeTimeout = TimeSpan.FromMinutes(1) };

    public RtcOptions Options { get; }
    public PeerTable Peers { get; }
    public PeerCounters Counters { get; }
    public RtcPeerFactory Factory { get; }
    public MediaTime Now { get; set; } = new(1_000_000);

    /// <summary>When false, <see cref="IHandshakeRunner.TryRun"/> refuses as if every thread were taken.</summary>
    public bool HasFreeThreads { get; set; } = true;

    public int HandshakesStarted { get; private set; }

    public int HandshakesEnded { get; private set; }

    /// <summary>Called once, when what the loop does now is done.</summary>
    public Action? AfterThisTurn { get; set; }

    /// <summary>When set, sent datagrams are only counted: no copy, so that allocations can be measured.</summary>
    public bool Discards { get; set; }

    public int Sent { get; private set; }

    /// <summary>Every TCP address is.</summary>
    public bool Congested { get; set; }

    public bool IsCongested(in PeerAddress to) => Congested;

    public void Connect(PeerAddress address, Action<byte[]> host) => _hosts[address] = host;

    /// <summary>From any thread: a datagram from the network.</summary>
    public void Deliver(byte[] datagram, PeerAddress from) => Post(now => Peers.Route((byte[])datagram.Clone(), from, now));

    public void Post(Action<MediaTime> onLoop)
    {
        lock (_posted)
        {
            _posted.Enqueue(onLoop);
            Monitor.Pulse(_posted);
        }
    }

    public bool TryRun(Action blockingHandshake)
    {
        if (!HasFreeThreads) return false;
        HandshakesStarted++;
        new Thread(
            () =>
            {
                blockingHandshake();
                Post(_ => HandshakesEnded++);
            },
            maxStackSize: 256 * 1024) { IsBackground = true }.Start();
        return true;
    }

    /// <summary>Runs the loop until something is so; fails the test when it never is.</summary>
    public void RunUntil(Func<bool> condition, string what)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!condition())
        {
            var action = Take(deadline - DateTime.UtcNow);
            Assert.True(action is not null, $"never happened: {what}");
            Run(action);
        }
    }

    /// <summary>Runs what is already posted.</summary>
    public void RunPosted()
    {
        while (Take(TimeSpan.Zero) is { } action) Run(action);
    }

    public Span<byte> Reserve(in PeerAddress to, int capacity)
    {
        _reservedFor = to;
        return _room.AsSpan(0, capacity);
    }

    public void Commit(int length)
    {
        if (length == 0) return;
        Sent++;
        if (!Discards && _hosts.TryGetValue(_reservedFor, out var host)) host(_room.AsSpan(0, length).ToArray());
    }

    private void Run(Action<MediaTime> action)
    {
        action(Now);
        var after = AfterThisTurn;
        AfterThisTurn = null;
        after?.Invoke();
    }

    private Action<MediaTime>? Take(TimeSpan patience)
    {
        lock (_posted)
        {
            if (_posted.Count == 0 && patience > TimeSpan.Zero) Monitor.Wait(_posted, patience);
            return _posted.TryDequeue(out var action) ? action : null;
        }
    }
}
