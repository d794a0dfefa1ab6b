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
    private static readonly SqliteDialect Dialect = new();
    private readonly BlockingCollection<PendingWrite> _queue;
    private readonly List<PendingWrite> _group;
    private readonly SqliteStorageOptions _options;
    private readonly SqliteConnection _connection;
    private readonly Thread _thread;

    public SqliteWriter(SqliteStorageOptions options)
    {
        _options = options;
        _queue = new(options.QueueLength);
        _group = new(options.LargestGroup);
        _connection = new(options.ConnectionString);
        _connection.Open();
        var pragmas = new SqlitePragmas(options.BusyTimeout);
        pragmas.Apply(_connection);
        ContextOptions = WindowStorageRegistration.BuildOptions(builder => builder.UseSqlite(_connection));
        Claims = new(_connection);
        _thread = new(Loop) { Name = "sqlite-writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Options of contexts on the writer's connection.</summary>
    public DbContextOptions<WindowDb> ContextOptions { get; }

    public ClaimCommands Claims { get; }

    /// <summary>False once SQLite has rolled the group back by itself (disk full, I/O error): what came after would be kept one by one.</summary>
    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Waits at the door while the queue is full.</summary>
    public void Enqueue(PendingWrite write, CancellationToken ct) => _queue.Add(write, ct);

    /// <summary>Finishes what is queued, then closes the file.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        Claims.Dispose();
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Loop()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            var scrub = first as PendingScrub ?? Gather(first);
            if (_group.Count > 0) RunGroup();
            scrub?.RunAlone(_connection);
            _group.Clear();
        }
    }

    /// <returns>The scrub that ends the group, if one does.</returns>
    private PendingScrub? Gather(PendingWrite first)
    {
        _group.Add(first);
        while (_group.Count < _options.LargestGroup && _queue.TryTake(out var next))
        {
            if (next is PendingScrub scrub) return scrub;
            _group.Add(next);
        }

        return null;
    }

    // A crash before Commit returns loses the whole group, of which nobody has heard; after it, nothing.
    private void RunGroup()
    {
        try
        {
            using var transaction = _connection.BeginTransaction();
            for (var i = 0; i < _group.Count; i++)
            {
                if (!TryRun(_group[i], transaction))
                    _group.RemoveAt(i--);
            }

            transaction.Commit();
        }
        catch (Exception failure)
        {
            _group.ForEach(write => write.Failed(failure));
            return;
        }

        _group.ForEach(write => write.Committed());
    }

    private bool TryRun(PendingWrite write, SqliteTransaction transaction)
    {
        try
        {
            write.Run(this, transaction);
            return true;
        }
        catch (Exception failure) when (!EndsGroup(failure))
        {
            write.Failed(failure);
            return false;
        }
    }

    // A disk in trouble fails the whole group: a claim, which has no savepoint, may be half done.
    private bool EndsGroup(Exception failure) => !InTransaction || Dialect.Explain(failure) is StorageUnavailableException;
}
