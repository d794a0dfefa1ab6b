using VirtualWindow.Storage.Sqlite.Writing;

namespace VirtualWindow.Storage.Sqlite;

/// <summary>Starts the writer at its first use and closes it with the application, after the last write.</summary>
internal sealed class SqliteWriterHandle(SqliteStorageOptions options) : IDisposable
{
    private readonly Lazy<SqliteWriter> _writer = new(() => new(options));

    public SqliteWriter Writer => _writer.Value;

    public void Dispose()
    {
        if (_writer.IsValueCreated)
            _writer.Value.Dispose();
    }
}
