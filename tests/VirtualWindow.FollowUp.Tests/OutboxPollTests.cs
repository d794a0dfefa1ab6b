using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Specifications;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing;

namespace VirtualWindow.FollowUp.Tests;

/// <summary>A bell rings only in its own process: what another one promised is found by looking.</summary>
public abstract class OutboxPollTests : StorageSpecification
{
    [Fact]
    public async Task What_another_process_promised_is_filed_without_a_ring()
    {
        var pumping = Process.GetServices<IHostedService>().Where(service => service is not PrepareStorage).ToList();
        foreach (var service in pumping) await service.StartAsync(Ct);
        var bell = Process.GetRequiredService<OutboxBell>();
        var elsewhere = await StartProcessAsync();
        Assert.NotSame(bell, elsewhere.GetRequiredService<OutboxBell>());

        var session = await SitDownAsync();
        await EndAsync(elsewhere.GetRequiredService<IWindowStore>(), session);

        await Eventually.HoldsAsync(() => Store.ReadAsync(
            (db, ct) => db.Cases.AnyAsync(filed => filed.Session == session && filed.State == CaseState.Filed, ct), Ct), Ct);
        foreach (var service in pumping) await service.StopAsync(Ct);
    }

    protected abstract Task<Action<IServiceCollection>> DatabaseAsync();

    protected override async Task<Action<IServiceCollection>> FreshDatabaseAsync()
    {
        var database = await DatabaseAsync();
        return services =>
        {
            database(services);
            services.AddQueueInMemory();
            services.AddHangfireServer(server => server.WorkerCount = 2);
            services.AddFollowUp(new() { Worker = "hall" });
        };
    }

    private static Task EndAsync(IWindowStore store, Domain.SessionId id) => store.WriteAsync(async (db, ct) =>
    {
        var now = DateTimeOffset.UtcNow;
        var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
        var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
        session.End(Outcome.Accepted, "好", now);
        ticket.Finish(now);
        await db.PromiseCaseAsync(session, ticket, now, ct);
    }, Ct);
}

public sealed class SqliteOutboxPollTests : OutboxPollTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresOutboxPollTests : OutboxPollTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();
}
