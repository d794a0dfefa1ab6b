using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VirtualWindow.Domain;
using VirtualWindow.Storage.Claims;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;

namespace VirtualWindow.Benchmarks.Pairing;

/// <summary>Claims per second and their latency with 1, 8 and 32 callers: every claim durable, every ticket and desk its own.</summary>
internal static class ClaimBenchmark
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(5);
    private static readonly int[] Callers = [1, 8, 32];

    public static async Task<int> RunAsync()
    {
        Console.WriteLine("| storage | callers | claims/s | p50 ms | p99 ms | max ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        await MeasureAsync("SQLite", services => services.AddSqliteWindowStorage(new(SqliteDatabases.FreshPath())), rows: 400_000);
        PostgresBinaries.Require();
        await using var cluster = await PostgresCluster.StartAsync(durable: true);
        var connection = await cluster.CreateDatabaseAsync();
        await MeasureAsync("PostgreSQL", services => services.AddPostgresWindowStorage(new(connection)), rows: 100_000);
        return 0;
    }

    private static async Task MeasureAsync(string storage, Action<IServiceCollection> register, int rows)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        register(services);
        await using var process = services.BuildServiceProvider();
        foreach (var preparation in process.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await preparation.StartingAsync(default);
        await CrowdedHall.FillAsync(process, rows);
        var claims = process.GetRequiredService<ITicketClaims>();
        var hall = new CrowdedHall(rows);
        await RunAsync(claims, hall, callers: 8, TimeSpan.FromSeconds(1));
        foreach (var callers in Callers)
            Report(storage, callers, await RunAsync(claims, hall, callers, LongestRun));
    }

    private static async Task<Result> RunAsync(ITicketClaims claims, CrowdedHall hall, int callers, TimeSpan longest)
    {
        // A third of what is left, so that the last run still finds tickets.
        var enough = hall.Left / (callers == 32 ? 1 : 3);
        var clock = Stopwatch.StartNew();
        var budget = new Budget(enough);
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(claims, hall, budget, clock, longest))));
        return new(clock.Elapsed, [.. latencies.SelectMany(one => one).Order()]);
    }

    private static async Task<List<double>> CallAsync(ITicketClaims claims, CrowdedHall hall, Budget budget, Stopwatch clock, TimeSpan longest)
    {
        var latencies = new List<double>(100_000);
        while (clock.Elapsed < longest && budget.Take() && hall.TryNext(out var ticket, out var desk))
        {
            var started = Stopwatch.GetTimestamp();
            var now = DateTimeOffset.UtcNow;
            if (!await claims.TryClaimAsync(new(ticket, desk, new(Guid.CreateVersion7()), now, now.AddSeconds(20)), default))
                throw new InvalidOperationException("A free ticket was refused.");
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return latencies;
    }

    private static void Report(string storage, int callers, Result result) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {storage} | {callers} | {result.Latencies.Length / result.Elapsed.TotalSeconds:N0} | {result.At(0.5):F2} | {result.At(0.99):F2} | {result.Latencies[^1]:F1} |"));

    private sealed record Result(TimeSpan Elapsed, double[] Latencies)
    {
        public double At(double share) => Latencies[(int)(share * (Latencies.Length - 1))];
    }

    private sealed class Budget(int left)
    {
        private int _left = left;

        public bool Take() => Interlocked.Decrement(ref _left) >= 0;
    }
}
