using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Postgres;

namespace VirtualWindow.Testing;

/// <summary>A PostgreSQL database of its own for each test, copied from one that was migrated and filled once.</summary>
public static class PostgresDatabases
{
    private static readonly TemporaryFolder Documents = new("vw-documents");
    private static readonly Lazy<Task<string>> Template = new(PrepareTemplateAsync);

    static PostgresDatabases() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Documents.Dispose();

    public static async Task<string> FreshConnectionAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        return await cluster.CreateDatabaseAsync(await Template.Value);
    }

    /// <returns>Registers the storage of a process on this database.</returns>
    public static async Task<Action<IServiceCollection>> FreshAsync()
    {
        var connection = await FreshConnectionAsync();
        var folder = new DocumentFolder(Path.Combine(Documents.Path, Guid.NewGuid().ToString("N")));
        return TestPapers.Fresh() + (services => services.AddPostgresWindowStorage(new(connection) { PoolSize = 12, ClaimPoolSize = 8 }).AddSingleton(folder));
    }

    private static async Task<string> PrepareTemplateAsync()
    {
        // Without a pool nobody stays connected, which would forbid copying.
        var connection = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPostgresWindowStorage(new(connection + ";Pooling=false"));
        await using var provider = services.BuildServiceProvider();
        foreach (var preparation in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await preparation.StartingAsync(default);
        return new NpgsqlConnectionStringBuilder(connection).Database!;
    }
}
