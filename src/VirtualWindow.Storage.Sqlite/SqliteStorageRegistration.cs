using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Storage.Claims;

namespace VirtualWindow.Storage.Sqlite;

public static class SqliteStorageRegistration
{
    /// <summary>The hall's memory in one SQLite file: the default, for one process.</summary>
    public static IServiceCollection AddSqliteWindowStorage(this IServiceCollection services, SqliteStorageOptions options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Path))!);
        services.AddWindowStorage(builder => Configure(builder, options));
        services.AddSingleton(options);
        services.AddSingleton<WindowDialect, SqliteDialect>();
        services.AddSingleton<IWindowMigration, SqliteMigration>();
        services.AddSingleton<SqliteWriterHandle>();
        services.AddSingleton<SqliteWindowStore>();
        services.AddSingleton<IWindowStore>(provider => provider.GetRequiredService<SqliteWindowStore>());
        services.AddSingleton<ITicketClaims>(provider => provider.GetRequiredService<SqliteWindowStore>());
        services.AddSingleton<IStorageScrub>(provider => provider.GetRequiredService<SqliteWindowStore>());
        return services;
    }

    internal static void Configure(DbContextOptionsBuilder builder, SqliteStorageOptions options)
    {
        builder.UseSqlite(options.ConnectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteStorageRegistration).Assembly));
        builder.AddInterceptors(new SqlitePragmas(options.BusyTimeout));
    }
}
