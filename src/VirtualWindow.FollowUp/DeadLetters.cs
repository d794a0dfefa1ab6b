using Microsoft.EntityFrameworkCore;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

/// <summary>Follow-ups that were given up: shown, never lost, and tried again when a person says so.</summary>
public sealed class DeadLetters(IWindowStore store, OutboxBell bell, TimeProvider time)
{
    public Task<List<FollowUpEntry>> AllAsync(CancellationToken ct) => store.ReadAsync(
        (db, token) => db.FollowUps.Where(row => row.State == FollowUpState.Dead).OrderBy(row => row.CreatedAt).ToListAsync(token), ct);

    /// <returns>False when it is no dead letter (any more).</returns>
    public async Task<bool> RetryAsync(Guid id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var revived = await store.WriteAsync((db, token) => db.FollowUps
            .Where(row => row.Id == id && row.State == FollowUpState.Dead)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, FollowUpState.Waiting).SetProperty(row => row.NextTryAt, now), token), ct);
        bell.Ring();
        return revived == 1;
    }
}
