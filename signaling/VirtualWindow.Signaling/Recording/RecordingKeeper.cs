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
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await CloseAllAsync();
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
            LogStopped(log);
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
            // A session that left the floor is over, whatever the node was told in between.
            foreach (var id in recordings.Running().Except(floor.Sessions.Select(session => session.Id)).ToArray()) await recordings.SettleAsync(id, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, failure);
        }
    }

    private async Task KeepClosedAsync(CancellationToken ct)
    {
        while (truth.Closings.TryPeek(out var summary))
        {
            await recordings.KeepAsync(summary, ct);
            truth.Closings.TryRead(out _); // now that it is kept
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
                var summary = await truth.Closings.ReadAsync(patience.Token);
                open.Remove(summary.Recording);
                await recordings.KeepAsync(summary, CancellationToken.None);
            }
        }
        catch (Exception failure)
        {
            LogFailed(log, failure);
        }
    }

    [LoggerMessage(3316, LogLevel.Error, "A round of the recordings failed; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(3317, LogLevel.Information, "The keeper of recordings stops")]
    private static partial void LogStopped(ILogger logger);
}
