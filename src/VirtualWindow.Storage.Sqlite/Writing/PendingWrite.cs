using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage.Sqlite.Writing;

/// <summary>A write that waits for the writer. Its caller hears of it only after the group's commit.</summary>
internal abstract class PendingWrite
{
    /// <summary>Runs inside the group's transaction. A failure undoes this write alone.</summary>
    public abstract void Run(SqliteWriter writer, SqliteTransaction transaction);

    /// <summary>The group is durable.</summary>
    public abstract void Committed();

    public abstract void Failed(Exception failure);
}

/// <summary>A piece of work on a context of its own.</summary>
internal sealed class PendingWork<T>(
    DbContextOptions<WindowDb> options, WindowDialect dialect, Func<WindowDb, CancellationToken, Task<T>> work, Action ringBell, CancellationToken ct)
    : PendingWrite
{
    private const string Savepoint = "work";
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private bool _ringsBell;

    public Task<T> Completion => _completion.Task;

    public override void Run(SqliteWriter writer, SqliteTransaction transaction)
    {
        ct.ThrowIfCancellationRequested();
        transaction.Save(Savepoint);
        try
        {
            // SQLite answers at once, on this thread; waiting here keeps the order even for work that yields.
            RunAsync(transaction).GetAwaiter().GetResult();
        }
        catch when (writer.InTransaction)
        {
            transaction.Rollback(Savepoint);
            transaction.Release(Savepoint);
            throw;
        }

        transaction.Release(Savepoint);
    }

    public override void Committed()
    {
        if (_ringsBell)
            ringBell();
        _completion.SetResult(_result!);
    }

    public override void Failed(Exception failure)
    {
        if (failure is OperationCanceledException && ct.IsCancellationRequested)
            _completion.TrySetCanceled(ct);
        else
            _completion.TrySetException(dialect.Explain(failure));
    }

    private async Task RunAsync(SqliteTransaction transaction)
    {
        await using var db = new WindowDb(options);
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        db.Database.AutoSavepointsEnabled = false;
        await db.Database.UseTransactionAsync(transaction, ct);
        _result = await work(db, ct);
        await db.SaveChangesAsync(ct);
        _ringsBell = db.RingsBell;
    }
}
