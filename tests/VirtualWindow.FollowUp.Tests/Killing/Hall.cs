using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Storage.Sequences;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.FollowUp.Tests.Killing;

/// <summary>
/// The hall that is killed: real storage, real Hangfire, real steps. Arguments: sqlite|postgres, file or connection string, sessions to
/// end, checkpoint to stop at or "-", name of the worker. Says "ended ID" when the end of a session is durable, "filed NUMBER", "at CHECKPOINT".
/// </summary>
internal static class Hall
{
    private static readonly SiteId Gushi = new("gushi");

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        var checkpoints = new Checkpoints(args[3] == "-" ? null : args[3]);
        AddStorage(builder.Services, args[0], args[1]);
        builder.Services.AddFollowUp(new() { Worker = args[4], Lease = TimeSpan.FromSeconds(5), PeriodPoll = TimeSpan.FromDays(1) });
        builder.Services.AddHangfireServer(server => (server.WorkerCount, server.SchedulePollingInterval) = (4, TimeSpan.FromSeconds(1)));
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
            services.AddHangfire(hangfire => hangfire.UseInMemoryStorage());
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
            KillableProgram.Say($"ended {await EndOneAsync(store, ct)}"));

    // A whole sitting in one transaction: only its end matters here.
    private static Task<SessionId> EndOneAsync(IWindowStore store, CancellationToken stop) => store.WriteAsync(async (db, ct) =>
    {
        var now = DateTimeOffset.UtcNow;
        var day = (await db.Sites.AsNoTracking().SingleAsync(site => site.Id == Gushi, ct)).Today(now);
        var number = TicketNumber.Format(await db.NextTicketSerialAsync(Gushi, day, ct));
        var ticket = Ticket.Take(new(Guid.NewGuid()), number, Gushi, day, Request(), now);
        var desk = Desk.Create(new(Guid.NewGuid()), new($"clerk-{Guid.NewGuid():N}"), "李敏", "G001", Gushi, now);
        var session = Session.Open(
            new(Guid.NewGuid()), ticket.Id, new(desk.Id, desk.Clerk, desk.ClerkName, desk.ClerkNumber, desk.Site), new(Guid.NewGuid()), new(Guid.NewGuid()),
            "张*", ticket.FromSite, now);
        ticket.OfferTo(desk.Id, new(Guid.NewGuid()), now, now);
        ticket.Accept(session.Id, now, now);
        ticket.Join();
        session.Activate(now);
        session.End(Outcome.Accepted, "材料齐全", now);
        ticket.Finish(now);
        db.AddRange(ticket, desk, session);
        await db.PromiseCaseAsync(session, ticket, now, ct);
        return session.Id;
    }, stop);

    private static TicketRequest Request() => new(
        new("gushi-cross"), Gushi, new SiteId("suzhou"), true, new("GA-05"), new("411525"), "张三", null, "zh-CN", Priority.None, true);
}
