using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage.Outbox;

/// <summary>A leased follow-up.</summary>
public sealed record LeasedFollowUp(Guid Id, Guid Lease, FollowUpLane Lane = FollowUpLane.Quick);

/// <summary>Hands rows of the outbox to workers, each to one at a time.</summary>
public sealed class OutboxLeases(IWindowStore store, WindowDialect dialect)
{
    /// <summary>Leases due rows: waiting ones, and those whose lease ran out (their worker died).</summary>
    public Task<IReadOnlyList<LeasedFollowUp>> LeaseAsync(
        string worker, DateTimeOffset now, TimeSpan lease, int atMost, CancellationToken ct, FollowUpLane lane = FollowUpLane.Quick) =>
        store.WriteAsync((db, token) => LeaseAsync(db, worker, now, now + lease, atMost, lane, token), ct);

    /// <summary>Takes back what an earlier boot of this worker had leased: that process is dead, its work is due now.</summary>
    /// <param name="worker">The stable name of this worker, without its boot.</param>
    public Task<int> ReclaimAsync(string worker, string boot, CancellationToken ct) =>
        store.WriteAsync((db, token) => db.FollowUps
            .Where(row => row.State == FollowUpState.Leased && row.LeasedBy!.StartsWith(worker + "/") && row.LeasedBy != boot)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, FollowUpState.Waiting)
                .SetProperty(row => row.Lease, (Guid?)null)
                .SetProperty(row => row.LeasedBy, (string?)null)
                .SetProperty(row => row.LeasedUntil, (DateTimeOffset?)null), token), ct);

    /// <summary>
    /// The fence: holds the row for the running transaction and prolongs the lease. Everything done on behalf of a follow-up goes
    /// through here first, in the same transaction.
    /// </summary>
    /// <returns>False when the lease is not this worker's any more: it must change nothing.</returns>
    public static async Task<bool> HoldAsync(WindowDb db, LeasedFollowUp held, DateTimeOffset until, CancellationToken ct) =>
        await db.FollowUps.Where(row => row.Id == held.Id && row.Lease == held.Lease && row.State == FollowUpState.Leased)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeasedUntil, until), ct) == 1;

    private async Task<IReadOnlyList<LeasedFollowUp>> LeaseAsync(
        WindowDb db, string worker, DateTimeOffset now, DateTimeOffset until, int atMost, FollowUpLane lane, CancellationToken ct)
    {
        var lease = Guid.CreateVersion7();
        var sql =
            $$"""
              UPDATE "FollowUps" SET "State" = 1, "Lease" = {0}, "LeasedBy" = {1}, "LeasedUntil" = {2}, "Attempts" = "Attempts" + 1
              WHERE "Id" IN (
                SELECT "Id" FROM "FollowUps"
                WHERE (("State" = 0 AND "NextTryAt" <= {3}) OR ("State" = 1 AND "LeasedUntil" < {3})) AND "Lane" = {5}
                ORDER BY "NextTryAt" LIMIT {4} {{dialect.SkipLocked}})
              RETURNING "Id" AS "Value"
              """;
        var ids = await db.Database
            .SqlQueryRaw<Guid>(sql, lease, worker, until.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), atMost, (int)lane)
            .ToListAsync(ct);
        return [.. ids.Select(id => new LeasedFollowUp(id, lease, lane))];
    }
}
