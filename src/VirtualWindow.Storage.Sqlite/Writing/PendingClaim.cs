using Microsoft.Data.Sqlite;
using VirtualWindow.Storage.Claims;

namespace VirtualWindow.Storage.Sqlite.Writing;

/// <summary>A claim in the writer's queue. It needs no savepoint: only its last statement can fail half-way, and a second
/// ticket for one desk is refused by the first.</summary>
internal sealed class PendingClaim(Claim claim, WindowDialect dialect) : PendingWrite
{
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _won;

    public Task<bool> Completion => _completion.Task;

    public override void Run(SqliteWriter writer, SqliteTransaction transaction)
    {
        try
        {
            _won = writer.Claims.Run(claim, transaction);
        }
        catch (SqliteException duplicate) when (dialect.IsDuplicate(duplicate))
        {
            // The desk holds a ticket already, whatever its own row says.
            _won = false;
        }
    }

    public override void Committed() => _completion.SetResult(_won);

    public override void Failed(Exception failure) => _completion.TrySetException(dialect.Explain(failure));
}
