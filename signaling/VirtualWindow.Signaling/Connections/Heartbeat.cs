using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Signaling.Identity;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Presence;

namespace VirtualWindow.Signaling.Connections;

/// <summary>Confirms this process's connections in the database. When the process dies, nobody does, and they count as lost.</summary>
internal sealed partial class Heartbeat(
    IWindowStore store, LocalConnections local, Pulse pulse, StaffRecall recall, IOptions<SignalingOptions> options, TimeProvider time, ILogger<Heartbeat> log) : BackgroundService
{
    private DateTimeOffset _forgetAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await BeatAsync(stoppingToken);
    }

    /// <summary>Attendances of past days decide nothing any more.</summary>
    private async Task ForgetAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now < _forgetAt) return;
        _forgetAt = now + TimeSpan.FromHours(1);
        await store.WriteAsync((db, token) => db.ForgetAsync(now - TimeSpan.FromDays(2), token), ct);
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        try
        {
            var connections = local.Newest.Select(entry => entry.Value.Id).Distinct().ToList();
            foreach (var chunk in connections.Chunk(200))
                await store.WriteAsync((db, token) => db.ConfirmAsync(chunk, time.GetUtcNow(), token), ct);
            await ForgetAsync(ct);
            pulse.Beat();
            await recall.RunAsync(ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            pulse.Miss();
            LogMissedBeat(log, failure);
        }
    }

    [LoggerMessage(3111, LogLevel.Warning, "Connections could not be confirmed; next try at the next beat")]
    private static partial void LogMissedBeat(ILogger logger, Exception failure);
}
