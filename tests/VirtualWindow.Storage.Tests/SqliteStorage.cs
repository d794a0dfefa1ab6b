using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Storage.Sqlite;

namespace VirtualWindow.Storage.Tests;

/// <summary>A file of its own for each test.</summary>
internal static class SqliteStorage
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("vw-sqlite-").FullName;

    static SqliteStorage() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public static Task<Action<IServiceCollection>> FreshAsync()
    {
        var path = Path.Combine(Folder, $"{Guid.NewGuid():N}.db");
        return Task.FromResult<Action<IServiceCollection>>(services => services.AddSqliteWindowStorage(new(path)));
    }
}
