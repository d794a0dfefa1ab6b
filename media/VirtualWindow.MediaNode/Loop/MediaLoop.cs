using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Loop;

/// <summary>
/// One thread that owns one socket and everything fed from it: peers, SRTP state, rooms. Nobody else touches them, so there
/// are no locks and no queue per packet; other threads post closures.
/// <code>
/// ┌▶ receive a batch ▶ work.Receive each ▶ work.AfterBatch ▶ flush ─┐ (again while batches come full)
/// └── wait or gather ◀── flush ◀── ticks when due ◀── posted ◀──────┘
/// </code>
/// </summary>
public sealed partial class MediaLoop : IHandshakeRunner, IDisposable
{
    public static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Full batches taken before timers and posted closures get their turn.</summary>
    private const int BatchesPerTurn = 16;

    /// <summary>Closures from outside that may wait; beyond it callers are refused. What peers post themselves is always taken.</summary>
    private const int MaxPosted = 4_096;

    private static readonly long Epoch = Stopwatch.GetTimestamp();

    private readonly UdpPort _port;
    private readonly HandshakeThreads _handshakes;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly TimeSpan _gather;
    private readonly ConcurrentQueue<Action<MediaTime>> _posted = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whose datagrams the present batch holds; null for those of nobody known.</summary>
    private readonly IDatagramPeer?[] _expected = new IDatagramPeer?[UdpPort.BatchSize];
    private ILoopWork _work = new NoWork();
    private volatile bool _stopping;
    private int _sleeping; // 1 while the loop waits or is about to: whoever posts then must wake it
    private MediaTime _nextTick;
    private long _receivedAtLastTick;
    private long _sleptMicroseconds;
    private int _disposed;
    private bool _dense;

    public MediaLoop(UdpPort port, MediaLoopOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _port = port;
        _logger = logger;
        _gather = options.Gather;
        _handshakes = new HandshakeThreads(options.HandshakeThreads, options.HandshakeQueue, fault => LogFault(_logger, fault));
        _thread = new Thread(Run, maxStackSize: 1 << 20) { IsBackground = true, Name = $"media-loop-{port?.LocalEndPoint.Port}" };
    }

    /// <summary>Monotonic time since the process started its first loop.</summary>
    public static MediaTime Now => new((long)((Stopwatch.GetTimestamp() - Epoch) * (1e6 / Stopwatch.Frequency)));

    public UdpPort Port => _port;

    /// <summary>Turns of the loop, for tests and figures.</summary>
    public long Turns { get; private set; }

    /// <summary>Exceptions that a datagram, closure or timer threw; each is a defect, none stops the loop.</summary>
    public long Faults { get; private set; }

    /// <summary>Time asleep since the start, by the loop's own clock; the rest it was busy. Others may read a slightly old value.</summary>
    public TimeSpan Slept => TimeSpan.FromMicroseconds(Volatile.Read(ref _sleptMicroseconds));

    public bool IsStopped => _stopping;

    /// <summary>Completes when the loop's thread has run its last closure: what is posted afterwards is never answered.</summary>
    public Task Ended => _ended.Task;

    public int HandshakesWaiting => _handshakes.Waiting;

    public void Start(ILoopWork loopWork)
    {
        _work = loopWork;
        _thread.Start();
    }

    public bool TryRun(Action blockingHandshake) => _handshakes.TryRun(blockingHandshake);

    public void Post(Action<MediaTime> onLoop)
    {
        _posted.Enqueue(onLoop);
        if (Interlocked.Exchange(ref _sleeping, 0) == 1)
            _port.Wake();
    }

    /// <summary>Like <see cref="Post"/> for callers outside the engine.</summary>
    /// <returns>False when the loop is behind or ended: nothing is queued.</returns>
    public bool TryPost(Action<MediaTime> onLoop)
    {
        if (_stopping || _posted.Count >= MaxPosted)
            return false;
        Post(onLoop);
        return true;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _stopping = true;
        _port.Wake();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join();
        _handshakes.Dispose();
        _port.Dispose();
    }

    private void Run()
    {
        try
        {
            _nextTick = Now + TickInterval;
            while (!_stopping)
                RunTurn();
        }
        catch (Exception fault)
        {
            // Not a datagram's or closure's fault (those are survived) but the port's: this loop ends, the process and the other loops go on.
            _stopping = true;
            Survive(fault);
            Abandon();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void RunTurn()
    {
        var received = ReceiveBatches();
        RunPosted();
        TickWhenDue();
        _port.Flush();
        Turns++;
        if (received < BatchesPerTurn * UdpPort.BatchSize)
            Sleep(received);
    }

    private void Abandon()
    {
        try
        {
            _work.Abandon(Now);
        }
        catch (Exception fault)
        {
            Survive(fault);
        }
    }

    private int ReceiveBatches()
    {
        var total = 0;
        for (var i = 0; i < BatchesPerTurn; i++)
        {
            var count = _port.Receive();
            if (count == 0)
                break;
            Handle(count);
            total += count;
            if (count < UdpPort.BatchSize)
                break;
        }

        return total;
    }

    private void Handle(int count)
    {
        var now = Now;
        for (var i = 0; i < count; i++) Expect(i);
        for (var i = 0; i < count; i++)
        {
            FetchAhead(i, count);
            var datagram = _port.Datagram(i, out var from);
            try
            {
                _work.Receive(datagram, from, now);
            }
            catch (Exception fault)
            {
                Survive(fault);
            }
        }

        try
        {
            _work.AfterBatch(now);
        }
        catch (Exception fault)
        {
            Survive(fault);
        }

        _port.Flush();
    }

    private void Expect(int index)
    {
        _ = _port.Datagram(index, out var from);
        _expected[index] = _work.Expect(from);
    }

    private void FetchAhead(int index, int count)
    {
        if (index + 2 < count) _expected[index + 2]?.FetchAhead();
        if (index + 1 < count) _expected[index + 1]?.FetchDeeper();
    }

    private void RunPosted()
    {
        while (_posted.TryDequeue(out var action))
        {
            try
            {
                action(Now);
            }
            catch (Exception fault)
            {
                Survive(fault);
            }
        }
    }

    private void TickWhenDue()
    {
        var now = Now;
        if (now < _nextTick)
            return;
        _nextTick = now + TickInterval;
        MeasureDensity();
        try
        {
            _work.Tick(now);
        }
        catch (Exception fault)
        {
            Survive(fault);
        }
    }

    /// <summary>Gathering pays when it brings at least one more packet; else it would only add wake-ups and delay.</summary>
    private void MeasureDensity()
    {
        var received = _port.Counters.ReceivedDatagrams;
        _dense = (received - _receivedAtLastTick) * _gather.Ticks >= TickInterval.Ticks;
        _receivedAtLastTick = received;
    }

    private void Sleep(int received)
    {
        Interlocked.Exchange(ref _sleeping, 1);
        var before = Now;
        var untilTick = _nextTick - before;
        if (_posted.IsEmpty && !_stopping && untilTick > TimeSpan.Zero)
        {
            if (_dense && received > 0)
                _port.Gather(untilTick < _gather ? untilTick : _gather);
            else
                _port.WaitForDatagram(untilTick);
            Volatile.Write(ref _sleptMicroseconds, _sleptMicroseconds + Now.Microseconds - before.Microseconds);
        }

        Interlocked.Exchange(ref _sleeping, 0);
    }

    private void Survive(Exception fault)
    {
        Faults++;
        LogFault(_logger, fault);
    }

    [LoggerMessage(3001, LogLevel.Error, "The media loop went on after a fault; whatever caused it got nothing.")]
    private static partial void LogFault(ILogger logger, Exception fault);

    private sealed class NoWork : ILoopWork
    {
        public void Receive(Span<byte> datagram, in PeerAddress from, MediaTime now) { }

        public void AfterBatch(MediaTime now) { }

        public void Tick(MediaTime now) { }

        public void Abandon(MediaTime now) { }
    }
}

/// <param name="Gather">Zero never gathers.</param>
/// <param name="HandshakeThreads">At most so many handshakes at a time.</param>
/// <param name="HandshakeQueue">Handshakes that may wait for a thread.</param>
public sealed record MediaLoopOptions(TimeSpan Gather, int HandshakeThreads = 16, int HandshakeQueue = 256);
