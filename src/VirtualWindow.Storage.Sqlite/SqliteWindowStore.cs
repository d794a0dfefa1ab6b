using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Storage.Claims;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Sqlite.Writing;

namespace VirtualWindow.Storage.Sqlite;

/// <summary>Writes through the one writer; reads on connections of their own, each on a snapshot.</summary>
internal sealed class SqliteWindowStore(
    IDbContextFactory<WindowDb> contexts, SqliteWriterHandle writer, WindowDialect dialect, OutboxBell bell) : IWindowStore, ITicketClaims, IStorageScrub
{
    private static readonly AsyncLocal<bool> Writing = new();

    public Task<T> WriteAsync<T>(Func<WindowDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        RefuseWithinWrite();
        var pending = new PendingWork<T>(writer.Writer.ContextOptions, dialect, Guarded(work), bell.Ring, ct);
        writer.Writer.Enqueue(pending, ct);
        return pending.Completion;
    }

    public async Task<T> ReadAsync<T>(Func<WindowDb, CancellationToken, Task<T>> query, CancellationToken ct)
    {
        try
        {
            return await ReadOnceAsync(query, ct);
        }
        catch (Exception failure) when (dialect.Explain(failure) is StorageUnavailableException away)
        {
            throw away;
        }
    }

    private async Task<T> ReadOnceAsync<T>(Func<WindowDb, CancellationToken, Task<T>> query, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        await db.Database.OpenConnectionAsync(ct);
        // Deferred: takes no write lock, but every query of this read sees one state of the hall.
        await using var snapshot = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await db.Database.UseTransactionAsync(snapshot, ct);
        return await query(db, ct);
    }

    public Task<bool> TryClaimAsync(Claim claim, CancellationToken ct)
    {
        RefuseWithinWrite();
        var pending = new PendingClaim(claim, dialect);
        writer.Writer.Enqueue(pending, ct);
        return pending.Completion;
    }

    public Task<bool> ScrubAsync(CancellationToken ct)
    {
        RefuseWithinWrite();
        var pending = new PendingScrub();
        writer.Writer.Enqueue(pending, ct);
        return pending.Completion;
    }

    private static void RefuseWithinWrite()
    {
        if (Writing.Value)
            throw new InvalidOperationException("A write inside a write would wait for itself; use the context that the work was given.");
    }

    private static Func<WindowDb, CancellationToken, Task<T>> Guarded<T>(Func<WindowDb, CancellationToken, Task<T>> work) =>
        async (db, ct) =>
        {
            Writing.Value = true;
            return await work(db, ct);
        };
}
