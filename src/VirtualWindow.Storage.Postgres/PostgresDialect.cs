using System.Data.Common;
using Npgsql;

namespace VirtualWindow.Storage.Postgres;

internal sealed class PostgresDialect : WindowDialect
{
    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override bool IsDuplicate(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>No connection, a server that is going down or coming up (57P), a connection that broke (08), a full disk or too many
    /// connections (53).</summary>
    public override bool IsAway(DbException exception) => exception switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("57P", StringComparison.Ordinal) || state[..2] is "08" or "53",
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>The server chose this transaction to give way; the next run may well succeed.</summary>
    public static bool MayRetry(Exception? failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        null => false,
        _ => MayRetry(failure.InnerException),
    };
}
