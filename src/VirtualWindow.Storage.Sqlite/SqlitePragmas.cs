using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VirtualWindow.Storage.Sqlite;

/// <summary>
/// WAL: readers never wait for the writer. FULL: a commit is on the disk before anybody hears of it (NORMAL may lose the last
/// commits with the power). Secure delete: what is deleted is overwritten with zeros, and is not left lying in free pages. Each connection says so itself; only the journal mode is kept in the file.
/// </summary>
internal sealed class SqlitePragmas(TimeSpan busyTimeout) : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    public void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA busy_timeout={(int)busyTimeout.TotalMilliseconds};";
        command.ExecuteNonQuery();
    }
}
