using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace VirtualWindow.Storage.Sqlite;

internal sealed class SqliteDialect : WindowDialect
{
    private const int ConstraintUnique = 2067;
    private const int ConstraintPrimaryKey = 1555;

    /// <summary>BUSY, READONLY, IOERR, FULL, CANTOPEN (sqlite.org/rescode.html).</summary>
    private static readonly int[] Away = [5, 8, 10, 13, 14];

    /// <summary>One writer at a time: there is nothing to skip.</summary>
    public override string SkipLocked => "";

    public override bool IsDuplicate(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };

    public override bool IsAway(DbException exception) => exception is SqliteException failure && Away.Contains(failure.SqliteErrorCode);
}
