using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage.Sqlite;

internal sealed class SqliteMigration(IDbContextFactory<WindowDb> contexts) : IWindowMigration
{
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        // A process killed during its first start leaves EF's migration lock behind, which the next one would wait for for ever.
        // One process owns the file, so whatever lock is there is a dead one's.
        await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock";""", ct);
        await db.Database.MigrateAsync(ct);
    }
}
