using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage.Postgres;

/// <summary>Several processes may start at once: the server's lock lets one migrate while the others wait.</summary>
internal sealed class PostgresMigration(IDbContextFactory<WindowDb> contexts) : IWindowMigration
{
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.MigrateAsync(ct);
    }
}
