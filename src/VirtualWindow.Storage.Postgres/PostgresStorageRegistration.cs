using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VirtualWindow.Storage.Claims;

namespace VirtualWindow.Storage.Postgres;

public static class PostgresStorageRegistration
{
    /// <summary>The hall's memory in PostgreSQL: for a cluster of processes.</summary>
    public static IServiceCollection AddPostgresWindowStorage(this IServiceCollection services, PostgresStorageOptions options)
    {
        services.AddWindowStorage(builder => Configure(builder, options));
        services.AddSingleton(options);
        services.AddSingleton<WindowDialect, PostgresDialect>();
        services.AddSingleton<IWindowMigration, PostgresMigration>();
        services.AddSingleton<IWindowStore, PostgresWindowStore>();
        services.AddSingleton<ITicketClaims, PostgresClaims>();
        services.AddSingleton<IStorageScrub, PostgresScrub>();
        return services;
    }

    internal static void Configure(DbContextOptionsBuilder builder, PostgresStorageOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MaxPoolSize = options.PoolSize,
            MaxAutoPrepare = 100,
            ApplicationName = "virtual-window",
        };
        builder.UseNpgsql(connection.ConnectionString, npgsql => npgsql
            .MigrationsAssembly(typeof(PostgresStorageRegistration).Assembly)
            .SetPostgresVersion(15, 0));
    }
}
