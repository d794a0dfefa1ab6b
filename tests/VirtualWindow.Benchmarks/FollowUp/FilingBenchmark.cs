using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Domain.Cases;
using VirtualWindow.FollowUp;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;

namespace VirtualWindow.Benchmarks.FollowUp;

/// <summary>
/// From ended sittings to filed cases on SQLite, with the workers that the host starts: a backlog of 10,000, and single sittings in an idle
/// hall. Every case is durable, numbered, and has its procedure, password and steps.
/// </summary>
internal static class FilingBenchmark
{
    private const int Workers = 4, PerWrite = 100, Singles = 500;

    public static async Task<int> RunAsync(string[] args)
    {
        var sittings = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 10_000;
        using var host = Build();
        foreach (var preparation in host.Services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await preparation.StartingAsync(default);
        var store = host.Services.GetRequiredService<IWindowStore>();
        await EndAsync(store, sittings);
        var news = new FiledNews(host.Services.GetRequiredService<ICaseFiled>());
        var clock = Stopwatch.StartNew();
        await host.StartAsync();
        await news.UntilAsync(sittings);
        var backlog = clock.Elapsed;
        var latencies = await OneByOneAsync(store, news);
        await VerifyAsync(store, sittings + Singles);
        await host.StopAsync();
        Console.WriteLine("| what | result |");
        Console.WriteLine("|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {sittings:N0} ended sittings, all filed | {backlog.TotalSeconds:F1} s ({sittings / backlog.TotalSeconds:N0}/s) |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| end → filed, one at a time, p50 / p99 / max | {latencies[Singles / 2]:F0} / {latencies[Singles * 99 / 100]:F0} / {latencies[^1]:F0} ms |"));
        return 0;
    }

    private static IHost Build()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSqliteWindowStorage(new(SqliteDatabases.FreshPath()));
        // Notices are called for with each case, which is part of filing it; they are printed in a lane of their own, which is not.
        TestPapers.Fresh()(builder.Services);
        builder.Services.AddHangfire(hangfire => hangfire.UseInMemoryStorage());
        builder.Services.AddHangfireServer(server => server.WorkerCount = Workers);
        builder.Services.AddFollowUp(new());
        return builder.Build();
    }

    // A hall has 9,999 numbers a day: the backlog is that of several days.
    private static async Task EndAsync(IWindowStore store, int count)
    {
        for (var first = 0; first < count; first += PerWrite)
        {
            var (from, to) = (first, Math.Min(first + PerWrite, count));
            await store.WriteAsync(async (db, ct) =>
            {
                for (var i = from; i < to; i++)
                {
                    var ended = DateTimeOffset.UtcNow.AddDays(-(i % 4));
                    await db.EndSittingAsync($"B{i}", DateOnly.FromDateTime(ended.UtcDateTime), null, ended, ct);
                }
            }, default);
        }
    }

    private static async Task<double[]> OneByOneAsync(IWindowStore store, FiledNews news)
    {
        var latencies = new double[Singles];
        for (var i = 0; i < Singles; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var session = await EndedSittings.EndOneAsync(store, null, default);
            latencies[i] = (await news.FiledAtAsync(session.ToString()) - started) * 1_000.0 / Stopwatch.Frequency;
        }

        Array.Sort(latencies);
        return latencies;
    }

    private static async Task VerifyAsync(IWindowStore store, int expected)
    {
        var (filed, numbers, procedures) = await store.ReadAsync(async (db, ct) => (
            await db.Cases.CountAsync(row => row.State == CaseState.Filed, ct), await db.Cases.Select(row => row.FullNumber).Distinct().CountAsync(ct),
            await db.Procedures.CountAsync(ct)), default);
        if ((filed, numbers, procedures) != (expected, expected, expected))
            throw new InvalidOperationException($"{filed} filed, {numbers} numbers, {procedures} procedures instead of {expected}.");
    }

    private sealed class FiledNews
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _filed = new();
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count, _wanted = int.MaxValue;

        public FiledNews(ICaseFiled news) => news.Filed += filed =>
        {
            Of(filed.SessionId).TrySetResult(Stopwatch.GetTimestamp());
            if (Interlocked.Increment(ref _count) >= Volatile.Read(ref _wanted)) _all.TrySetResult();
        };

        public Task UntilAsync(int count)
        {
            Volatile.Write(ref _wanted, count);
            if (Volatile.Read(ref _count) >= count) _all.TrySetResult();
            return _all.Task;
        }

        /// <returns>Timestamp of the news.</returns>
        public Task<long> FiledAtAsync(string session) => Of(session).Task;

        private TaskCompletionSource<long> Of(string session) => _filed.GetOrAdd(session, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
