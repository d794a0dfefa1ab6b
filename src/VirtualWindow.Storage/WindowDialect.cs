using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage;

/// <summary>The few words in which the two databases differ.</summary>
public abstract class WindowDialect
{
    /// <summary>Ends a sub-select that leases rows, so that two processes never wait for each other's rows.</summary>
    public abstract string SkipLocked { get; }

    public abstract bool IsDuplicate(DbException exception);

    /// <summary>True when the database itself is the trouble, and not what was asked of it.</summary>
    public abstract bool IsAway(DbException exception);

    /// <summary>What the caller of a failed read or write sees.</summary>
    public Exception Explain(Exception failure) => failure switch
    {
        DbUpdateConcurrencyException => new LostUpdateException("The row changed since it was loaded.", failure),
        DbUpdateException { InnerException: DbException inner } when IsDuplicate(inner) => new DuplicateRowException("The key exists already.", failure),
        DbException inner when IsDuplicate(inner) => new DuplicateRowException("The key exists already.", failure),
        _ when InnerMost(failure) is { } inner && IsAway(inner) => new StorageUnavailableException("The database is away.", failure),
        _ => failure,
    };

    // EF Core wraps a broken connection in one or two exceptions of its own.
    private static DbException? InnerMost(Exception? failure) => failure switch
    {
        null => null,
        DbException found => found,
        _ => InnerMost(failure.InnerException),
    };
}
