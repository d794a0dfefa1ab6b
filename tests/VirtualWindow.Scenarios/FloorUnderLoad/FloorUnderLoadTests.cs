using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios.FloorUnderLoad;

/// <summary>Applicants and desks as real SignalR clients against the running program: every ticket ends exactly once, nobody waits for
/// ever, no ticket has two clerks.</summary>
public sealed class FloorUnderLoadTests(ITestOutputHelper output)
{
    private const int Seed = 20261123;
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_ticket_of_200_at_20_desks_ends_once_and_none_has_two_clerks()
    {
        var rush = new Rush(applicants: 200, desks: 20, Seed);
        await using var host = await HostProcess.StartAsync(rush.Launch, _ct);
        await using var records = Open(services => services.AddSqliteWindowStorage(new(Path.Combine(host.DataRoot, "virtualwindow.db"))));
        await RunAsync(rush, [host], records);
    }

    [Fact]
    public async Task Two_processes_on_one_postgresql_database_serve_one_floor()
    {
        var rush = new Rush(applicants: 60, desks: 6, Seed);
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        var launch = OnPostgres.Launch(rush.Launch, database);
        // Both at once on an empty database: each finds some of its tables, roles and accounts made by the other.
        var starting = new[] { HostProcess.StartAsync(launch, _ct), HostProcess.StartAsync(launch, _ct) };
        await using var one = await starting[0];
        await using var two = await starting[1];
        await using var records = Open(services => services.AddPostgresWindowStorage(new(database) { PoolSize = 4 }));
        await RunAsync(rush, [one, two], records);
    }

    private async Task RunAsync(Rush rush, IReadOnlyList<HostProcess> hosts, ServiceProvider records)
    {
        var hall = records.GetRequiredService<IWindowStore>();
        try
        {
            await rush.RunAsync(hosts, hall);
        }
        finally
        {
            output.WriteLine(rush.Tally.ToString());
        }
        foreach (var host in hosts) await host.StopAsync();
        await rush.AssertSoundAsync(hall);
    }

    /// <summary>The program's own database, read beside it.</summary>
    private static ServiceProvider Open(Action<IServiceCollection> storage)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        storage(services);
        return services.BuildServiceProvider();
    }
}
