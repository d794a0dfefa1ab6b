using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Admission;
using VirtualWindow.MediaNode.Drain;
using VirtualWindow.MediaNode.Loop;
using VirtualWindow.MediaNode.Recording;
using VirtualWindow.MediaNode.Tcp;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode;

/// <summary>
/// The media node in this process: one loop per port, each room on one of them. Hands every request to the loop that has the room
/// and its answer back.
/// </summary>
public sealed partial class LocalMediaNode : IMediaNode, IAsyncDisposable
{
    /// <summary>Longest SDP offer taken, in characters (<see cref="RefusalCodes.TooLarge"/> beyond).</summary>
    public const int MaxOffer = 64 << 10;

    private readonly MediaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LocalMediaNode> _logger;
    private readonly DtlsIdentity _identity;
    private readonly Func<string, IRecordingFile> _openFile;
    private readonly RoomLoop[] _loops;
    private readonly RoomPlaces _places;
    private readonly RoomAdmission _admission;
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>(new() { SingleReader = true });
    private readonly Task _telling;
    private readonly MediaDrain _drain;
    private int _disposed;

    /// <exception cref="MediaPortUnavailableException">A port cannot be had over UDP or TCP.</exception>
    public LocalMediaNode(MediaOptions options, TimeProvider time, ILogger<LocalMediaNode> logger)
        : this(options, time, logger, UdpPort.Open, measure: null)
    {
    }

    /// <param name="openPort">Other ports than the system's, for tests of what happens when one breaks.</param>
    /// <param name="measure">Other measurements than the node's own, for tests of what happens when it is full.</param>
    /// <param name="openFile">Other files than the disk's, for tests of slow and full disks.</param>
    internal LocalMediaNode(
        MediaOptions options, TimeProvider time, ILogger<LocalMediaNode> logger, Func<UdpPortOptions, UdpPort> openPort, Func<MediaLoad>? measure,
        Func<string, IRecordingFile>? openFile = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time, _logger) = (options, time, logger);
        _openFile = openFile ?? (static path => new DiskFile(path));
        var ports = MediaPorts.Open(options, openPort);
        _identity = DtlsIdentity.Create(time.GetUtcNow());
        _loops = [.. ports.Select((sockets, number) => MakeLoop(number, sockets, ports.Count))];
        _places = new RoomPlaces(_loops, () => _drain!.OnRoomLeft());
        _drain = new MediaDrain(() => _places.Count, MoveEverybodyAsync, time, logger);
        _admission = new RoomAdmission(AdmissionLimits.Of(options), measure ?? new LoadMeter(_loops, time).Measure, time, logger);
        Metrics = new MediaMetrics(_loops, _admission);
        _telling = TellAsync();
        foreach (var loop in _loops) loop.Loop.Start(loop.Engine);
    }

    public event Action<MediaEvent>? Changed;

    /// <summary>Where the first loop listens; the port is the configured one or, for 0, the one that was free.</summary>
    public IPEndPoint LocalEndPoint => _loops[0].Loop.Port.LocalEndPoint;

    public MediaMetrics Metrics { get; }

    internal IReadOnlyList<RoomLoop> Loops => _loops;

    public ValueTask<MediaAnswer> PublishAsync(string room, string participant, string offerSdp, CancellationToken ct) =>
        NegotiateAsync(room, offerSdp, (engine, now) => engine.Publish(room, participant, offerSdp, now), ct);

    public ValueTask<MediaAnswer> SubscribeAsync(string room, string subscriber, string publisher, string offerSdp, CancellationToken ct) =>
        NegotiateAsync(room, offerSdp, (engine, now) => engine.Subscribe(room, subscriber, publisher, offerSdp, now), ct);

    public async ValueTask<MediaOffer> OfferAsync(WatchWish wish, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (wish.Publishers.Count > WatchWish.MaxPublishers) return new MediaOffer(null, null, 0, RefusalCodes.TooLarge);
        if (Metrics.PeerCount >= _options.MaxPeers && wish.ConnectionId is null) return new MediaOffer(null, null, 0, RefusalCodes.MediaFull);
        if (_places.Enter(wish.Room, WhyNoNewRoom, out var refusal) is not { } place) return new MediaOffer(null, null, 0, refusal ?? RefusalCodes.MediaUnavailable);
        return await AskAsync(place, (engine, now) => engine.Offer(wish, now), ct) ?? new MediaOffer(null, null, 0, RefusalCodes.MediaUnavailable);
    }

    public async ValueTask<string?> AcceptAsync(string room, string subscriber, string connectionId, int version, string answerSdp, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answerSdp);
        if (answerSdp.Length > MaxOffer) return RefusalCodes.TooLarge;
        if (_places.Find(room) is not { } place) return RefusalCodes.NotFound;
        var (isTaken, refusal) = await AskAsync(place, (engine, now) => (true, engine.Accept(room, subscriber, connectionId, version, answerSdp, now)), ct);
        return isTaken ? refusal : RefusalCodes.MediaUnavailable;
    }

    public ValueTask<MediaAnswer> RestartIceAsync(string room, string participant, string connectionId, string offerSdp, CancellationToken ct) =>
        RestartIceOfAsync(room, participant, connectionId, offerSdp, ct);

    /// <summary>New ICE credentials for whoever knows the connection (WHIP PATCH, RFC 9725 §4.3.3).</summary>
    /// <param name="fragment">application/trickle-ice-sdpfrag; so is the answer.</param>
    public ValueTask<MediaAnswer> RestartIceAsync(string room, string connectionId, string fragment, CancellationToken ct) =>
        RestartIceOfAsync(room, null, connectionId, fragment, ct);

    /// <summary>Names the ICE session of a connection; null when there is no such connection.</summary>
    public async ValueTask<string?> IceUfragAsync(string room, string connectionId, CancellationToken ct) =>
        _places.Find(room) is { } place ? await AskAsync(place, (engine, _) => engine.IceUfrag(room, connectionId), ct) : null;

    public async ValueTask HoldAsync(string room, bool held, CancellationToken ct)
    {
        // A room is held for people who will come back: it gets its place now, whatever the load.
        var place = held ? _places.Enter(room, static _ => null, out _) : _places.Find(room);
        await DoAsync(place, (engine, now) => engine.Hold(room, held, now), ct);
    }

    public async ValueTask ConferAsync(string room, IReadOnlyList<string> participants, CancellationToken ct)
    {
        var place = participants.Count > 0 ? _places.Enter(room, static _ => null, out _) : _places.Find(room);
        await DoAsync(place, (engine, now) => engine.Confer(room, participants, now), ct);
    }

    public async ValueTask PreferAsync(string room, string subscriber, string publisher, int height, CancellationToken ct) =>
        await DoAsync(_places.Find(room), (engine, now) => engine.Prefer(room, subscriber, publisher, height, now), ct);

    public async ValueTask RemoveParticipantAsync(string room, string participant, CancellationToken ct) =>
        await DoAsync(_places.Find(room), (engine, now) => engine.RemoveParticipant(room, participant, now), ct);

    public async ValueTask CloseRoomAsync(string room, CancellationToken ct) =>
        await DoAsync(_places.Find(room), (engine, now) => engine.CloseRoom(room, now), ct);

    public async ValueTask<bool> StartRecordingAsync(RecordingRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Like a hold: the recording waits for people who come back.
        if (_places.Enter(request.Room, static _ => null, out _) is not { } place) return false;
        place.Loop.Disk?.Prepare();
        var order = new RecordingOrder(request.Recording, request.Room);
        return await AskAsync(place, (engine, now) => Record(engine, place.Loop.Disk, order, now), ct);
    }

    public async ValueTask StopRecordingAsync(string room, CancellationToken ct) =>
        await DoAsync(_places.Find(room), (engine, now) => engine.StopRecording(room, now), ct);

    /// <summary>Ends one connection (WHIP/WHEP DELETE).</summary>
    /// <returns>False when the room has no such connection.</returns>
    public async ValueTask<bool> CloseConnectionAsync(string room, string connectionId, CancellationToken ct) =>
        _places.Find(room) is { } place && await AskAsync(place, (engine, now) => engine.CloseConnection(room, connectionId, now), ct);

    /// <summary>One handshake of each loop with ourselves, so that the first caller does not pay for what the first one costs (about 0.1 s).</summary>
    public async Task WarmUpAsync()
    {
        foreach (var loop in _loops)
        {
            if (!await Task.Run(() => DtlsWarmUp.Run(_identity, new RtcOptions { Candidates = [LocalEndPoint] }, loop.Loop)))
                LogWarmUpFailed(_logger);
        }
    }

    public bool TakesNewRooms => !_drain.IsDraining && _admission.Full == FullReason.None && Metrics.LoopsAlive > 0;

    public DrainStatus DrainStatus => _drain.Status;

    /// <summary>New rooms are refused from now on; those that are here have <paramref name="within"/> to end, then they are told to move.</summary>
    /// <returns>Completes when no room is left, or the drain is cancelled.</returns>
    public Task DrainAsync(TimeSpan within) => _drain.Begin(within);

    /// <summary>New rooms are taken again.</summary>
    public void CancelDrain() => _drain.Cancel();

    /// <summary>Closes the recordings that an earlier process left open. Once, before the first recording; tells by <see cref="Changed"/>.</summary>
    public void CloseInterruptedRecordings()
    {
        if (!string.IsNullOrEmpty(_options.RecordingFolder)) new InterruptedRecordings(_options.RecordingFolder, Queue, _logger).Close();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        await _admission.DisposeAsync();
        await _drain.DisposeAsync();
        foreach (var loop in _loops)
        {
            if (loop.TryAsk(CloseAll) is { } closed) await closed;
            loop.Loop.Dispose();
            loop.Engine.Streams?.Dispose();
            loop.Disk?.Dispose();
        }

        _events.Writer.TryComplete();
        await _telling;
        Metrics.Dispose();
        _identity.Dispose();
    }

    private async Task MoveEverybodyAsync()
    {
        foreach (var loop in _loops)
        {
            if (loop.TryAsk(MoveAll) is { } moved) await moved;
        }
    }

    private static bool MoveAll(MediaEngine engine, MediaTime now)
    {
        engine.MoveAll(now);
        return true;
    }

    private static bool Record(MediaEngine engine, RecordingDisk? disk, RecordingOrder order, MediaTime now)
    {
        if (disk is null) return false;
        engine.Record(order, disk.Queue, now);
        return true;
    }

    private RecordingDisk? MakeDisk(MediaLoop loop, Func<MediaEngine> engine)
    {
        if (string.IsNullOrEmpty(_options.RecordingFolder)) return null;
        var news = new RecordingNews(Queue, (room, participant) => loop.TryPost(now => engine().RestartTaps(room, participant, now)));
        return new RecordingDisk(new RecordingDiskOptions(_options.RecordingFolder, _options.RecordingQueueBytes, _openFile), news, _time, _logger);
    }

    private static bool CloseAll(MediaEngine engine, MediaTime now)
    {
        engine.CloseAll(now);
        return true;
    }

    private RoomLoop MakeLoop(int number, MediaSockets sockets, int loops)
    {
        var port = sockets.Datagrams;
        var handshakeThreads = Math.Max(1, _options.HandshakeThreads / loops);
        var loop = new MediaLoop(port, new MediaLoopOptions(TimeSpan.FromMicroseconds(_options.GatherMicroseconds), handshakeThreads, _options.HandshakeQueue), _logger);
        var rtc = new RtcOptions { Candidates = HostCandidates.For(_options, port.LocalEndPoint), AcceptsTcp = _options.Tcp };
        var streams = sockets.Listener is { } listener ? new StreamPort(listener, loop, new StreamLimits(_options.MaxPeers), _logger) : null;
        IDatagramSink sink = streams is null ? port : new DatagramRouter(port, streams);
        RoomLoop made = null!;
        var engine = new MediaEngine(
            _options, (peers, counters) => new RtcPeerFactory(rtc, _identity, sink, peers, loop, counters),
            new MediaEngineNews(Queue, room => _places.OnEmptied(room, made), () => OnLoopEnded(made))) { Streams = streams };
        streams?.Start(engine);
        made = new RoomLoop(number, loop, engine, MakeDisk(loop, () => engine));
        LogListening(_logger, port.LocalEndPoint, port.Path, _options.Tcp, port.ReceiveBufferBytes, port.SendBufferBytes, string.Join(", ", rtc.Candidates));
        return made;
    }

    private async ValueTask<MediaAnswer> NegotiateAsync(string room, string offer, Func<MediaEngine, MediaTime, MediaAnswer> negotiate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (offer.Length > MaxOffer) return MediaEngine.Refused(RefusalCodes.TooLarge);
        if (Metrics.PeerCount >= _options.MaxPeers) return MediaEngine.Refused(RefusalCodes.MediaFull);
        if (_places.Enter(room, WhyNoNewRoom, out var refusal) is not { } place) return MediaEngine.Refused(refusal ?? RefusalCodes.MediaUnavailable);
        return await AskAsync(place, negotiate, ct) ?? MediaEngine.Refused(RefusalCodes.MediaUnavailable);
    }

    private async ValueTask<MediaAnswer> RestartIceOfAsync(string room, string? participant, string connectionId, string description, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (description.Length > MaxOffer) return MediaEngine.Refused(RefusalCodes.TooLarge);
        if (_places.Find(room) is not { } place) return MediaEngine.Refused(RefusalCodes.NotFound);
        return await AskAsync(place, (engine, _) => engine.RestartIce(room, participant, connectionId, description), ct) ?? MediaEngine.Refused(RefusalCodes.MediaUnavailable);
    }

    private string? WhyNoNewRoom(int rooms) =>
        _drain.IsDraining ? RefusalCodes.Draining
        : rooms >= _options.MaxRooms || !_admission.TryAdmit() ? RefusalCodes.MediaFull
        : null;

    private async ValueTask DoAsync(RoomPlace? place, Action<MediaEngine, MediaTime> action, CancellationToken ct)
    {
        if (place is null) return;
        await AskAsync(place, (engine, now) =>
        {
            action(engine, now);
            return true;
        }, ct);
    }

    /// <returns>The answer of the loop; default when the loop is overloaded or has ended.</returns>
    private async ValueTask<T?> AskAsync<T>(RoomPlace place, Func<MediaEngine, MediaTime, T> question, CancellationToken ct)
    {
        var asked = place.Loop.TryAsk((engine, now) =>
        {
            try
            {
                return question(engine, now);
            }
            finally
            {
                // On the loop, so that it cannot be overtaken by the news that the room is empty.
                _places.Leave(place, engine.Has(place.Room));
            }
        });
        if (asked is not null) return await asked.WaitAsync(ct);
        _places.Leave(place, exists: null);
        return default;
    }

    /// <summary>Its rooms may be placed on another loop as soon as their people come back; the other loops notice nothing.</summary>
    private void OnLoopEnded(RoomLoop ended)
    {
        _places.Forget(ended);
        LogLoopEnded(_logger, ended.Loop.Port.LocalEndPoint, _loops.Count(static loop => loop.IsAlive));
    }

    /// <summary>At most a handful of events per connection wait here, and connections are limited.</summary>
    private void Queue(MediaEvent change) => _events.Writer.TryWrite(change);

    private async Task TellAsync()
    {
        await foreach (var change in _events.Reader.ReadAllAsync())
        {
            try
            {
                Changed?.Invoke(change);
            }
            catch (Exception fault)
            {
                LogHandlerFault(_logger, fault);
            }
        }
    }

    [LoggerMessage(3010, LogLevel.Information, "Media on {EndPoint} by {Path}, TCP {Tcp}; kernel buffers {ReceiveBytes} B in, {SendBytes} B out; candidates {Candidates}.")]
    private static partial void LogListening(ILogger logger, IPEndPoint endPoint, string path, bool tcp, int receiveBytes, int sendBytes, string candidates);

    [LoggerMessage(3012, LogLevel.Error, "A DTLS handshake of this node with itself failed: callers will not be able to connect either.")]
    private static partial void LogWarmUpFailed(ILogger logger);

    [LoggerMessage(3011, LogLevel.Error, "A listener of media events failed; the others heard it.")]
    private static partial void LogHandlerFault(ILogger logger, Exception fault);

    [LoggerMessage(3013, LogLevel.Critical, "The media loop on {EndPoint} has ended; its rooms were told, {Left} loops go on. Restart the process to have it back.")]
    private static partial void LogLoopEnded(ILogger logger, IPEndPoint endPoint, int left);
}

/// <summary>Ends the start: somebody else has the media port, or the address is not this machine's.</summary>
public sealed class MediaPortUnavailableException(string protocol, int port, Exception inner)
    : Exception($"{protocol} port {port} for sound and picture cannot be opened ({inner.Message}). Stop whatever uses it or choose another with Media__Port.", inner);
