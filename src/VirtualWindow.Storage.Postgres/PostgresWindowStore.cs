using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Storage.Postgres;

/// <summary>
/// A transaction per write, READ COMMITTED: rows that two processes may change carry a version, what may exist once a unique key,
/// and a deadlock or serialization failure runs the work again.
/// </summary>
internal sealed class PostgresWindowStore(
    IDbContextFactory<WindowDb> contexts, PostgresStorageOptions options, WindowDialect dialect, OutboxBell bell) : IWindowStore
{
    public async Task<T> WriteAsync<T>(Func<WindowDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(work, ct);
            }
            catch (Exception failure) when (attempt < options.Retries && PostgresDialect.MayRetry(failure))
            {
                // Jitter, so that the same two do not meet again.
                await Task.Delay(Random.Shared.Next(1, 5 << Math.Min(attempt, 5)), ct);
            }
            catch (Exception failure) when (Explained(failure) is { } explained)
            {
                throw explained;
            }
        }
    }

    public async Task<T> ReadAsync<T>(Func<WindowDb, CancellationToken, Task<T>> query, CancellationToken ct)
    {
        try
        {
            return await ReadOnceAsync(query, ct);
        }
        catch (Exception failure) when (Explained(failure) is { } explained)
        {
            throw explained;
        }
    }

    private async Task<T> ReadOnceAsync<T>(Func<WindowDb, CancellationToken, Task<T>> query, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        // One snapshot for all queries of this read.
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        return await query(db, ct);
    }

    private async Task<T> WriteOnceAsync<T>(Func<WindowDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.RingsBell = false;
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        var result = await work(db, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (db.RingsBell)
            bell.Ring();
        return result;
    }

    private Exception? Explained(Exception failure)
    {
        var explained = dialect.Explain(failure);
        // The other idle connections broke with the server: without this, each would fail one more request after it is back.
        if (explained is StorageUnavailableException) NpgsqlConnection.ClearAllPools();
        return explained == failure ? null : explained;
    }
}
