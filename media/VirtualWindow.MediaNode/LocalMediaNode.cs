using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Loop;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Dtls;

namespace VirtualWindow.MediaNode;

/// <summary>The media node in this process: hands every request to the loop that owns the rooms and its answer back.</summary>
public sealed partial class LocalMediaNode : IMediaNode, IAsyncDisposable
{
    /// <summary>Longest SDP offer taken, in characters (<see cref="RefusalCodes.TooLarge"/> beyond).</summary>
    public const int MaxOffer = 64 << 10;

    private readonly ILogger<LocalMediaNode> _logger;
    private readonly DtlsIdentity _identity;
    private readonly RtcOptions _rtc;
    private readonly MediaEngine _engine;
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>(new() { SingleReader = true, SingleWriter = true });
    private readonly Task _telling;
    private volatile bool _draining;

    /// <exception cref="MediaPortUnavailableException">The UDP port cannot be had.</exception>
    public LocalMediaNode(MediaOptions options, TimeProvider time, ILogger<LocalMediaNode> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _logger = logger;
        var port = OpenPort(options);
        Loop = new MediaLoop(port, new MediaLoopOptions(TimeSpan.FromMicroseconds(options.GatherMicroseconds), options.HandshakeThreads, options.HandshakeQueue), logger);
        _identity = DtlsIdentity.Create(time.GetUtcNow());
        _rtc = new RtcOptions { Candidates = HostCandidates.For(options, port.LocalEndPoint) };
        _engine = new MediaEngine(options, (peers, counters) => new RtcPeerFactory(_rtc, _identity, port, peers, Loop, counters), Queue);
        Metrics = new MediaMetrics(Loop, _engine);
        _telling = TellAsync();
        Loop.Start(_engine);
        LogListening(logger, port.LocalEndPoint, port.Path, port.ReceiveBufferBytes, port.SendBufferBytes, string.Join(", ", _rtc.Candidates));
    }

    public event Action<MediaEvent>? Changed;

    /// <summary>Where the node listens; the port is the configured one or, for 0, the one that was free.</summary>
    public IPEndPoint LocalEndPoint => Loop.Port.LocalEndPoint;

    public MediaMetrics Metrics { get; }

    internal MediaLoop Loop { get; }

    public ValueTask<MediaAnswer> PublishAsync(string room, string participant, string offerSdp, CancellationToken ct) =>
        NegotiateAsync(offerSdp, now => _engine.Publish(room, participant, offerSdp, now), ct);

    public ValueTask<MediaAnswer> SubscribeAsync(string room, string subscriber, string publisher, string offerSdp, CancellationToken ct) =>
        NegotiateAsync(offerSdp, now => _engine.Subscribe(room, subscriber, publisher, offerSdp, now), ct);

    public ValueTask HoldAsync(string room, bool held, CancellationToken ct) => DoAsync(now => _engine.Hold(room, held, now), ct);

    public ValueTask RemoveParticipantAsync(string room, string participant, CancellationToken ct) => DoAsync(now => _engine.RemoveParticipant(room, participant, now), ct);

    public ValueTask CloseRoomAsync(string room, CancellationToken ct) => DoAsync(now => _engine.CloseRoom(room, now), ct);

    /// <summary>Ends one connection (WHIP/WHEP DELETE).</summary>
    /// <returns>False when the room has no such connection.</returns>
    public async ValueTask<bool> CloseConnectionAsync(string room, string connectionId, CancellationToken ct) =>
        await AskAsync(now => _engine.CloseConnection(room, connectionId, now), ct);

    /// <summary>One handshake with ourselves, so that the first caller does not pay for what the first one costs (about 0.1 s).</summary>
    public async Task WarmUpAsync()
    {
        if (!await Task.Run(() => DtlsWarmUp.Run(_identity, _rtc, Loop)))
            LogWarmUpFailed(_logger);
    }

    /// <summary>New connections are refused from now on (or taken again); running ones stay.</summary>
    public void Drain(bool refuseNew) => _draining = refuseNew;

    public async ValueTask DisposeAsync()
    {
        if (Loop.IsStopped)
            return;
        _draining = true;
        await DoAsync(_engine.CloseAll, CancellationToken.None);
        Loop.Dispose();
        _events.Writer.TryComplete();
        await _telling;
        Metrics.Dispose();
        _identity.Dispose();
    }

    private static UdpPort OpenPort(MediaOptions options)
    {
        var address = string.IsNullOrEmpty(options.BindAddress) ? null : IPAddress.Parse(options.BindAddress);
        try
        {
            return UdpPort.Open(new UdpPortOptions(options.Port, address, options.SocketBufferBytes, options.Sending));
        }
        catch (SocketException refused)
        {
            throw new MediaPortUnavailableException(options.Port, refused);
        }
    }

    private async ValueTask<MediaAnswer> NegotiateAsync(string offer, Func<MediaTime, MediaAnswer> negotiate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (offer.Length > MaxOffer)
            return new MediaAnswer(null, null, RefusalCodes.TooLarge);
        if (_draining)
            return new MediaAnswer(null, null, RefusalCodes.Draining);
        return await AskAsync(negotiate, ct) ?? new MediaAnswer(null, null, RefusalCodes.MediaUnavailable);
    }

    private async ValueTask DoAsync(Action<MediaTime> action, CancellationToken ct) => await AskAsync(now =>
    {
        action(now);
        return true;
    }, ct);

    /// <returns>The answer of the loop; default when the loop is overloaded or has ended.</returns>
    private async ValueTask<T?> AskAsync<T>(Func<MediaTime, T> question, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = Loop.TryPost(now =>
        {
            try
            {
                answer.TrySetResult(question(now));
            }
            catch (Exception fault)
            {
                answer.TrySetException(fault);
            }
        });
        return queued ? await answer.Task.WaitAsync(ct) : default;
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

    [LoggerMessage(3010, LogLevel.Information, "Media on UDP {EndPoint} by {Path}; kernel buffers {ReceiveBytes} B in, {SendBytes} B out; candidates {Candidates}.")]
    private static partial void LogListening(ILogger logger, IPEndPoint endPoint, string path, int receiveBytes, int sendBytes, string candidates);

    [LoggerMessage(3012, LogLevel.Error, "A DTLS handshake of this node with itself failed: callers will not be able to connect either.")]
    private static partial void LogWarmUpFailed(ILogger logger);

    [LoggerMessage(3011, LogLevel.Error, "A listener of media events failed; the others heard it.")]
    private static partial void LogHandlerFault(ILogger logger, Exception fault);
}

/// <summary>Ends the start: somebody else has the media port, or the address is not this machine's.</summary>
public sealed class MediaPortUnavailableException(int port, Exception inner)
    : Exception($"UDP port {port} for sound and picture cannot be opened ({inner.Message}). Stop whatever uses it or choose another with Media__Port.", inner);
