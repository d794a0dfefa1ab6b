using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using VirtualWindow.MediaNode.Loop;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Tcp;

/// <summary>
/// ICE-TCP (RFC 6544, passive side) beside the UDP port of one media loop: the same port number, packets framed by RFC 4571.
/// Sockets are served by the thread pool, everything else by the loop that owns the peers.
/// </summary>
internal sealed partial class StreamPort : IDatagramSink, IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly StreamLimits _limits;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<ushort, StreamConnection> _connections = [];
    private readonly List<StreamConnection> _toFlush = [];
    private readonly List<StreamConnection> _sweeping = [];
    private readonly Action<MediaTime> _flush;
    private readonly byte[] _nowhere = new byte[Udp.UdpPort.MaxDatagram];
    private StreamConnection? _reserved;
    private ushort _lastNumber;
    private MediaTime _lastSweep;
    private bool _isDisposed;

    /// <param name="listener">Bound and listening.</param>
    public StreamPort(Socket listener, MediaLoop loop, StreamLimits limits, ILogger logger)
    {
        _listener = listener;
        _limits = limits;
        _logger = logger;
        Loop = loop;
        _flush = Flush;
    }

    public MediaLoop Loop { get; }

    public IStreamWork Work { get; private set; } = null!;

    public StreamCounters Counters { get; } = new();

    /// <summary>Listens where a UDP port listens.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static Socket Listen(IPEndPoint local)
    {
        ArgumentNullException.ThrowIfNull(local);
        var listener = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = true;
            listener.Bind(local);
            listener.Listen(512);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Called once, before the loop runs.</summary>
    public void Start(IStreamWork work)
    {
        Work = work;
        _ = AcceptAsync(_stopping.Token);
    }

    public Span<byte> Reserve(in PeerAddress to, int capacity)
    {
        _reserved = _connections.GetValueOrDefault(to.Stream);
        var room = _reserved is null ? [] : _reserved.Reserve(capacity);
        if (!room.IsEmpty) return room;
        if (_reserved is not null) Counters.SendOverflows++;
        _reserved = null;
        return capacity <= _nowhere.Length ? _nowhere.AsSpan(0, capacity) : new byte[capacity];
    }

    public void Commit(int length)
    {
        if (_reserved is null || length <= 0) return;
        Counters.SentPackets++;
        Counters.SentBytes += length;
        _reserved.Commit(length);
        // Posted rather than sent: the packets of one turn leave together, and the loop does not sleep before.
        if (_toFlush.Count == 0) Loop.Post(_flush);
        if (_toFlush.Count == 0 || _toFlush[^1] != _reserved) _toFlush.Add(_reserved);
    }

    public bool IsCongested(in PeerAddress to) => _connections.TryGetValue(to.Stream, out var connection) && connection.IsCongested;

    /// <summary>Closes what belongs to no peer (any more).</summary>
    public void Tick(MediaTime now)
    {
        if (now - _lastSweep < SweepInterval) return;
        _lastSweep = now;
        _sweeping.AddRange(_connections.Values);
        foreach (var connection in _sweeping)
        {
            if (Work.IsKnown(connection.Address)) connection.KnownUntil = now;
            else if (now - connection.KnownUntil >= _limits.UnknownPatience) CloseUnknown(connection, now);
        }
        _sweeping.Clear();
    }

    public void OnClosed(StreamConnection connection, MediaTime now)
    {
        _connections.Remove(connection.Address.Stream);
        Counters.Open = _connections.Count;
        Work.OnStreamClosed(connection.Address, now);
    }

    public void CloseAll(MediaTime now)
    {
        foreach (var connection in _connections.Values.ToArray()) connection.Close(now);
    }

    /// <summary>Takes no more connections; safe to repeat.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(ct);
                if (!Loop.TryPost(now => Admit(socket, now))) socket.Dispose();
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException fault)
            {
                // Out of descriptors, or the caller was gone before it was let in: the next one may have more luck.
                LogAcceptFault(_logger, fault);
                await Task.Delay(AcceptPause, CancellationToken.None);
            }
        }
    }

    private void Admit(Socket socket, MediaTime now)
    {
        try
        {
            StreamSocketOptions.Set(socket);
            var connection = new StreamConnection(this, socket, NextNumber(), now);
            if (IsRefused(connection))
            {
                Counters.Refused++;
                socket.Close(0); // at once, without a farewell that would keep the port busy
                connection.Dispose();
                return;
            }
            Counters.Accepted++;
            _connections.Add(connection.Address.Stream, connection);
            Counters.Open = _connections.Count;
            connection.Start(now);
        }
        catch (SocketException)
        {
            socket.Dispose(); // gone before it was let in
        }
    }

    private bool IsRefused(StreamConnection newcomer)
    {
        if (_connections.Count >= _limits.MaxConnections) return true;
        var unknown = 0;
        foreach (var connection in _connections.Values)
        {
            if (connection.RemoteIP.Equals(newcomer.RemoteIP) && !Work.IsKnown(connection.Address)) unknown++;
        }
        return unknown >= _limits.MaxUnknownPerAddress;
    }

    /// <summary>A number comes back only after all others, so that no late packet for an old connection finds a new one.</summary>
    private ushort NextNumber()
    {
        do _lastNumber++;
        while (_lastNumber == 0 || _connections.ContainsKey(_lastNumber));
        return _lastNumber;
    }

    private void CloseUnknown(StreamConnection connection, MediaTime now)
    {
        Counters.ClosedUnknown++;
        connection.Close(now);
    }

    private void Flush(MediaTime now)
    {
        try
        {
            foreach (var connection in _toFlush) connection.Flush(now);
        }
        finally
        {
            _toFlush.Clear();
        }
    }

    [LoggerMessage(3020, LogLevel.Warning, "A TCP connection for media could not be accepted.")]
    private static partial void LogAcceptFault(ILogger logger, Exception fault);
}

/// <summary>What a stream port asks and tells the owner of the peers; all on the loop.</summary>
internal interface IStreamWork : ILoopWork
{
    /// <summary>A peer has accepted a check from this address.</summary>
    bool IsKnown(in PeerAddress address);

    /// <summary>Nothing can be sent there any more.</summary>
    void OnStreamClosed(in PeerAddress address, MediaTime now);
}

/// <param name="MaxConnections">At most 65,535.</param>
/// <param name="MaxUnknownPerAddress">Connections of one IP address that no peer uses yet; a browser opens a few at a time.</param>
internal sealed record StreamLimits(int MaxConnections, int MaxUnknownPerAddress = 32)
{
    /// <summary>A browser sends its first check with the connection; who belongs to no peer for so long is none.</summary>
    public TimeSpan UnknownPatience { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What the stream port did so far. Written by the loop only; others may read a slightly old value.</summary>
public sealed class StreamCounters
{
    public int Open { get; internal set; }
    public long Accepted { get; internal set; }

    /// <summary>Connections beyond a limit.</summary>
    public long Refused { get; internal set; }

    /// <summary>Connections that no peer used for too long.</summary>
    public long ClosedUnknown { get; internal set; }

    /// <summary>Frames longer than any packet; each ended its connection.</summary>
    public long TooLong { get; internal set; }

    public long ReceivedPackets { get; internal set; }
    public long ReceivedBytes { get; internal set; }
    public long SentPackets { get; internal set; }
    public long SentBytes { get; internal set; }

    /// <summary>Times a connection's kernel buffer was full.</summary>
    public long SendStalls { get; internal set; }

    /// <summary>Packets dropped because a connection's own queue was full too.</summary>
    public long SendOverflows { get; internal set; }
}
