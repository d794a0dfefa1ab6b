using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Presence;

namespace VirtualWindow.Signaling.Connections;

/// <summary>Confirms this process's connections in the database. When the process dies, nobody does, and they count as lost.</summary>
internal sealed partial class Heartbeat(
    IWindowStore store, LocalConnections local, IOptions<SignalingOptions> options, TimeProvider time, ILogger<Heartbeat> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await BeatAsync(stoppingToken);
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        try
        {
            var connections = local.Newest.Select(entry => entry.Value.Id).Distinct().ToList();
            foreach (var chunk in connections.Chunk(200))
                await store.WriteAsync((db, token) => db.ConfirmAsync(chunk, time.GetUtcNow(), token), ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogMissedBeat(log, failure);
        }
    }

    [LoggerMessage(3111, LogLevel.Warning, "Connections could not be confirmed; next try at the next beat")]
    private static partial void LogMissedBeat(ILogger logger, Exception failure);
}
