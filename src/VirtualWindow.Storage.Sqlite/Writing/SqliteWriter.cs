using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage.Sqlite.Writing;

/// <summary>
/// The one writer: a thread with one connection. All writes that wait share one transaction and one fsync (group commit), each
/// behind a savepoint. Many writers would queue inside SQLite instead, unfairly: maxima of seconds.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly BlockingCollection<PendingWrite> queue;
    private readonly List<PendingWrite> group;
    private readonly SqliteStorageOptions options;
    private readonly SqliteConnection connection;
    private readonly Thread thread;

    public SqliteWriter(SqliteStorageOptions options)
    {
        this.options = options;
        queue = new(options.QueueLength);
        group = new(options.LargestGroup);
        connection = new(options.ConnectionString);
        connection.Open();
        var pragmas = new SqlitePragmas(options.BusyTimeout);
        pragmas.Apply(connection);
        ContextOptions = WindowStorageRegistration.BuildOptions(builder => builder.UseSqlite(connection));
        Claims = new(connection);
        thread = new(Loop) { Name = "sqlite-writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>Options of contexts on the writer's connection.</summary>
    public DbContextOptions<WindowDb> ContextOptions { get; }

    public ClaimCommands Claims { get; }

    /// <summary>Waits at the door while the queue is full.</summary>
    public void Enqueue(PendingWrite write, CancellationToken ct) => queue.Add(write, ct);

    /// <summary>Finishes what is queued, then closes the file.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        Claims.Dispose();
        connection.Dispose();
        queue.Dispose();
    }

    private void Loop()
    {
        foreach (var first in queue.GetConsumingEnumerable())
        {
            Gather(first);
            RunGroup();
        }
    }

    private void Gather(PendingWrite first)
    {
        group.Clear();
        group.Add(first);
        while (group.Count < options.LargestGroup && queue.TryTake(out var next))
            group.Add(next);
    }

    // A crash before Commit returns loses the whole group, of which nobody has heard; after it, nothing.
    private void RunGroup()
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            for (var i = 0; i < group.Count; i++)
            {
                if (!TryRun(group[i], transaction))
                    group.RemoveAt(i--);
            }

            transaction.Commit();
        }
        catch (Exception failure)
        {
            group.ForEach(write => write.Failed(failure));
            return;
        }

        group.ForEach(write => write.Committed());
    }

    private bool TryRun(PendingWrite write, SqliteTransaction transaction)
    {
        try
        {
            write.Run(this, transaction);
            return true;
        }
        catch (Exception failure)
        {
            write.Failed(failure);
            return false;
        }
    }
}
