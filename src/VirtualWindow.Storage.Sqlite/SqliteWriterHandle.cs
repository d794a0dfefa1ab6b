using VirtualWindow.Storage.Sqlite.Writing;

namespace VirtualWindow.Storage.Sqlite;

/// <summary>Starts the writer at its first use and closes it with the application, after the last write.</summary>
internal sealed class SqliteWriterHandle(SqliteStorageOptions options) : IDisposable
{
    private readonly Lazy<SqliteWriter> writer = new(() => new(options));

    public SqliteWriter Writer => writer.Value;

    public void Dispose()
    {
        if (writer.IsValueCreated)
            writer.Value.Dispose();
    }
}
