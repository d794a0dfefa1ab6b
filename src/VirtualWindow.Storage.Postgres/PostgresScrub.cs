using Microsoft.EntityFrameworkCore;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Storage.Postgres;

/// <summary>
/// Writes the tables that a purge touches anew: plain VACUUM only makes dead rows reusable, VACUUM FULL leaves their files behind
/// (postgresql.org/docs/15/routine-vacuuming.html). The write-ahead log keeps old rows until its segments are used again, and so do its archives and
/// base backups: how long those are kept is the operator's to set.
/// </summary>
internal sealed class PostgresScrub(IDbContextFactory<WindowDb> contexts) : IStorageScrub
{
    public async Task<bool> ScrubAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        foreach (var type in CaseShredding.Touched)
        {
            // A table's name from the model, and nothing that came from outside; VACUUM takes no parameters.
            var statement = $"VACUUM (FULL) \"{db.Model.FindEntityType(type)!.GetTableName()}\"";
            await db.Database.ExecuteSqlRawAsync(statement, ct);
        }

        return true;
    }
}
