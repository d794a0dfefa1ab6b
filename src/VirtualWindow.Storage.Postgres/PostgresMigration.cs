using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace VirtualWindow.Storage.Postgres;

/// <summary>
/// Several processes may start at once, also on an empty database: an advisory lock of our own lets one migrate while the others wait. The lock
/// that comes with the migrations lies on their history table, which two that make it at once do not both see.
/// </summary>
internal sealed class PostgresMigration(IDbContextFactory<WindowDb> contexts) : IWindowMigration
{
    /// <summary>Any number, as long as nothing else in this database takes it.</summary>
    private const string Lock = "SELECT pg_advisory_lock(7630214519)";
    private const string Unlock = "SELECT pg_advisory_unlock(7630214519)";

    /// <summary>Somebody else's migration of a large hall takes its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Database.SetCommandTimeout(Patience);
        await MakeDatabaseAsync(db.GetService<IRelationalDatabaseCreator>(), ct);
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlRawAsync(Lock, ct);
        try
        {
            await db.Database.MigrateAsync(ct);
        }
        finally
        {
            await db.Database.ExecuteSqlRawAsync(Unlock, CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task MakeDatabaseAsync(IRelationalDatabaseCreator creator, CancellationToken ct)
    {
        if (await creator.ExistsAsync(ct)) return;
        try
        {
            await creator.CreateAsync(ct);
        }
        catch (PostgresException other) when (other.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process that started at the same moment made it.
        }
    }
}
