using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage;

/// <summary>The few words in which the two databases differ.</summary>
public abstract class WindowDialect
{
    /// <summary>Ends a sub-select that leases rows, so that two processes never wait for each other's rows.</summary>
    public abstract string SkipLocked { get; }

    public abstract bool IsDuplicate(DbException exception);

    /// <summary>What the caller of a failed write sees.</summary>
    public Exception Explain(Exception failure) => failure switch
    {
        DbUpdateConcurrencyException => new LostUpdateException("The row changed since it was loaded.", failure),
        DbUpdateException { InnerException: DbException inner } when IsDuplicate(inner) => new DuplicateRowException("The key exists already.", failure),
        DbException inner when IsDuplicate(inner) => new DuplicateRowException("The key exists already.", failure),
        _ => failure,
    };
}
