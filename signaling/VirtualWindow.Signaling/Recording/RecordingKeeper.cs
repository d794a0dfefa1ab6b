using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Negotiation;

namespace VirtualWindow.Signaling.Recording;

/// <summary>
/// Beside the floor, so that a slow media node or disk never holds it up: looks at every session once a second and after each change, starts
/// what consent demands, and writes down what was recorded.
/// </summary>
internal sealed partial class RecordingKeeper(
    FloorKeeper floors, FloorSignal signal, MediaTruth streams, RecordingTruth truth, Recordings recordings,
    IOptions<SignalingOptions> options, TimeProvider time, ILogger<RecordingKeeper> log) : BackgroundService
{
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(5);
    private readonly Channel<RecordingSummary> _closed = Channel.CreateUnbounded<RecordingSummary>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Before the media node starts: it may tell at once what an earlier process left.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        truth.Closed += Note;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        truth.Closed -= Note;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = signal.Subscribe();
        streams.Changed += bell.Ring;
        truth.Changed += bell.Ring;
        truth.Changed += signal.Raise;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await RoundAsync(stoppingToken);
                await bell.WaitAsync(options.Value.PollInterval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await CloseAllAsync();
        }
        finally
        {
            streams.Changed -= bell.Ring;
            truth.Changed -= bell.Ring;
            truth.Changed -= signal.Raise;
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            await KeepClosedAsync(ct);
            if (floors.Latest is not { } floor) return;
            foreach (var session in floor.Sessions)
                if (floor.Find(session.Ticket) is { } ticket && recordings.MayNeedSettling(session, ticket)) await recordings.SettleAsync(session.Id, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, failure);
        }
    }

    private async Task KeepClosedAsync(CancellationToken ct)
    {
        while (_closed.Reader.TryPeek(out var summary))
        {
            await recordings.KeepAsync(summary, ct);
            _closed.Reader.TryRead(out _); // now that it is kept
        }
    }

    private async Task CloseAllAsync()
    {
        using var patience = new CancellationTokenSource(FarewellPatience, time);
        try
        {
            var open = await recordings.StopAllAsync();
            while (open.Count > 0)
            {
                var summary = await _closed.Reader.ReadAsync(patience.Token);
                open.Remove(summary.Recording);
                await recordings.KeepAsync(summary, CancellationToken.None);
            }
        }
        catch (Exception failure)
        {
            LogFailed(log, failure);
        }
    }

    private void Note(RecordingSummary summary) => _closed.Writer.TryWrite(summary);

    [LoggerMessage(3316, LogLevel.Error, "A round of the recordings failed; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
