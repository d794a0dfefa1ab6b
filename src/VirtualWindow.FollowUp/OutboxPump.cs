using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

/// <summary>Leases due rows of the outbox and hands them to the workers; woken by the bell, and by itself every 250 ms.</summary>
internal sealed partial class OutboxPump(
    IWindowStore store, OutboxLeases leases, OutboxBell bell, IFollowUpQueue queue, FollowUpOptions options, TimeProvider time, ILogger<OutboxPump> log)
    : BackgroundService
{
    private readonly string _boot = $"{options.Worker}/{Guid.CreateVersion7():N}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reclaimed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                reclaimed = reclaimed || await ReclaimAsync(stoppingToken);
                // Film never holds up filing, nor the other way round; papers are printed when nobody waits to be filed.
                var quick = await PumpAsync(FollowUpLane.Quick, options.Batch, stoppingToken);
                await PumpAsync(FollowUpLane.Slow, options.SlowBatch, stoppingToken);
                if (quick == 0) await PumpAsync(FollowUpLane.Papers, options.PaperBatch, stoppingToken);
                if (quick < options.Batch)
                    await bell.WaitAsync(options.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database is away: the rows wait, and so does the pump.
                PumpFailed(log, failure);
                await bell.WaitAsync(TimeSpan.FromSeconds(2), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> ReclaimAsync(CancellationToken ct)
    {
        var count = await leases.ReclaimAsync(options.Worker, _boot, ct);
        if (count > 0)
            Reclaimed(log, count);
        return true;
    }

    // A crash after the lease and before the queue: the lease runs out, or the next boot takes it back.
    private async Task<int> PumpAsync(FollowUpLane lane, int batch, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var room = batch - await store.ReadAsync((db, token) => db.FollowUps.CountAsync(
            row => row.State == FollowUpState.Leased && row.Lane == lane && row.LeasedBy == _boot && row.LeasedUntil >= now, token), ct);
        if (room <= 0 || !await AnyDueAsync(lane, now, ct))
            return 0;
        var leased = await leases.LeaseAsync(_boot, now, options.Lease, room, ct, lane);
        foreach (var row in leased)
            queue.Enqueue(row);
        return leased.Count;
    }

    // Asked without a write, so that an idle hall does not touch the disk four times a second.
    private Task<bool> AnyDueAsync(FollowUpLane lane, DateTimeOffset now, CancellationToken ct) => store.ReadAsync((db, token) => db.FollowUps.AnyAsync(
        row => row.Lane == lane
            && ((row.State == FollowUpState.Waiting && row.NextTryAt <= now) || (row.State == FollowUpState.Leased && row.LeasedUntil < now)), token), ct);

    [LoggerMessage(5001, LogLevel.Information, "Took back {Count} follow-ups of an earlier boot")]
    private static partial void Reclaimed(ILogger log, int count);

    [LoggerMessage(5002, LogLevel.Warning, "The follow-up pump could not reach the database; it tries again")]
    private static partial void PumpFailed(ILogger log, Exception failure);
}
