using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Sqlite;

namespace VirtualWindow.Testing;

/// <summary>A SQLite file of its own for each test; all are removed when the process ends.</summary>
public static class SqliteDatabases
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("vw-sqlite-").FullName;

    static SqliteDatabases() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public static string FreshPath() => Path.Combine(Folder, $"{Guid.NewGuid():N}.db");

    /// <returns>Registers the storage of a process on this file.</returns>
    public static Task<Action<IServiceCollection>> FreshAsync()
    {
        var path = FreshPath();
        return Task.FromResult(TestPapers.Fresh() + (services =>
            services.AddSqliteWindowStorage(new(path)).AddSingleton(new DocumentFolder(Path.ChangeExtension(path, "documents")))));
    }
}
