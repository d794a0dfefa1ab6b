using Microsoft.Data.Sqlite;

namespace VirtualWindow.Storage.Sqlite.Writing;

/// <summary>
/// The whole file written anew (VACUUM: pages keep copies of rows that once moved, even under <c>secure_delete</c>) and the log cut to nothing. It is
/// done alone, between two groups, because it may not be inside a transaction.
/// </summary>
internal sealed class PendingScrub : PendingWrite
{
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<bool> Completion => _completion.Task;

    public void RunAlone(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM";
            command.ExecuteNonQuery();
            // The first of its three numbers is 1 when a reader held an old state fast (sqlite.org/pragma.html#pragma_wal_checkpoint).
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            _completion.SetResult((long)command.ExecuteScalar()! == 0);
        }
        catch (SqliteException failure)
        {
            Failed(failure);
        }
    }

    public override void Run(SqliteWriter writer, SqliteTransaction transaction) => throw new InvalidOperationException("A scrub runs outside of transactions.");

    public override void Committed()
    {
    }

    public override void Failed(Exception failure) => _completion.TrySetException(failure);
}
