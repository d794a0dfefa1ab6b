namespace VirtualWindow.Storage.Sqlite;

/// <summary>One database file, one process.</summary>
/// <param name="Path">The file; its folder is made when missing.</param>
public sealed record SqliteStorageOptions(string Path)
{
    /// <summary>How long a connection waits for another one's write lock.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Writes waiting for the writer; more wait at the door.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>Writes that share one transaction and one fsync at most.</summary>
    public int LargestGroup { get; init; } = 256;

    internal string ConnectionString => new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder
    {
        DataSource = Path,
        DefaultTimeout = (int)Math.Ceiling(BusyTimeout.TotalSeconds),
    }.ToString();
}
