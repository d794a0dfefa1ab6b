using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.FollowUp.Tests.Killing;

/// <summary>
/// The hall that is killed: real storage, real Hangfire, real steps. Arguments: sqlite|postgres, file or connection string, sessions to
/// end, checkpoint to stop at or "-", name of the worker, address of the SMS provider, folder of papers. Says "ended ID" when the end of a session is durable, "filed NUMBER", "at CHECKPOINT".
/// </summary>
internal static class Hall
{
    private const string Phone = "13812345678";

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        var checkpoints = new Checkpoints(args[3] == "-" ? null : args[3]);
        AddStorage(builder.Services, args[0], args[1]);
        builder.Services.AddOutside(new() { Sms = new() { Url = args[5] } }, new(), new());
        builder.Services.AddFollowUp(new() { Worker = args[4], Lease = TimeSpan.FromSeconds(5), PeriodPoll = TimeSpan.FromDays(1) });
        builder.Services.AddPapers(args[6]);
        builder.Services.AddHangfireServer(server => (server.WorkerCount, server.Queues, server.SchedulePollingInterval) =
            (4, [FollowUpQueues.Quick, FollowUpQueues.Papers], TimeSpan.FromSeconds(1)));
        checkpoints.Decorate(builder.Services);
        builder.Logging.ClearProviders();
        using var host = builder.Build();
        host.Services.GetRequiredService<ICaseFiled>().Filed += filed =>
        {
            checkpoints.Pass("announced");
            KillableProgram.Say($"filed {filed.CaseNumber}");
        };
        await host.StartAsync();
        await EndSessionsAsync(host.Services.GetRequiredService<IWindowStore>(), int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
        KillableProgram.Say("idle");
        await host.WaitForShutdownAsync();
        return 0;
    }

    private static void AddStorage(IServiceCollection services, string kind, string where)
    {
        if (kind == "sqlite")
        {
            services.AddSqliteWindowStorage(new(where));
            services.AddQueueInMemory();
            return;
        }

        services.AddPostgresWindowStorage(new(where) { PoolSize = 16, ClaimPoolSize = 2 });
        services.AddHangfire(hangfire => hangfire.UsePostgreSqlStorage(
            postgres => postgres.UseNpgsqlConnection(where), new PostgreSqlStorageOptions
            {
                UseSlidingInvisibilityTimeout = true,
                InvisibilityTimeout = TimeSpan.FromSeconds(30),
                DistributedLockTimeout = TimeSpan.FromSeconds(30),
                QueuePollInterval = TimeSpan.FromMilliseconds(250),
            }));
    }

    private static Task EndSessionsAsync(IWindowStore store, int count) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, ct) =>
            KillableProgram.Say($"ended {await EndedSittings.EndOneAsync(store, Phone, ct)}"));
}
