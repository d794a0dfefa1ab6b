using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Testing;

namespace VirtualWindow.Storage.Tests;

/// <summary>A database of its own for each test, copied from one that was migrated and filled once.</summary>
internal static class PostgresStorage
{
    private static readonly Lazy<Task<string>> Template = new(PrepareTemplateAsync);

    public static async Task<Action<IServiceCollection>> FreshAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var connection = await cluster.CreateDatabaseAsync(await Template.Value);
        return services => services.AddPostgresWindowStorage(new(connection) { PoolSize = 12, ClaimPoolSize = 8 });
    }

    private static async Task<string> PrepareTemplateAsync()
    {
        var connection = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPostgresWindowStorage(new(connection));
        await using (var provider = services.BuildServiceProvider())
        {
            foreach (var preparation in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
                await preparation.StartingAsync(default);
        }

        NpgsqlConnection.ClearAllPools();
        return new NpgsqlConnectionStringBuilder(connection).Database!;
    }
}
