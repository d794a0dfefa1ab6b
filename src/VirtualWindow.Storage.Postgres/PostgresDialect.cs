using System.Data.Common;
using Npgsql;

namespace VirtualWindow.Storage.Postgres;

internal sealed class PostgresDialect : WindowDialect
{
    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override bool IsDuplicate(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>The server chose this transaction to give way; the next run may well succeed.</summary>
    public static bool MayRetry(Exception? failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        null => false,
        _ => MayRetry(failure.InnerException),
    };
}
