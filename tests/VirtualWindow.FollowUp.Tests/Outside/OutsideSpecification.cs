using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.FollowUp.Orders;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Specifications;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Tests.Outside;

/// <summary>A hall whose follow-up runs when a test says so, at a time that the test sets.</summary>
public abstract class OutsideSpecification : StorageSpecification
{
    protected FakeTimeProvider Time { get; } = new(Now);

    /// <summary>Who carries messages and parcels; the default is nobody. Asked before the hall is built.</summary>
    protected virtual Task<(MessageOptions Messages, WebhookOptions Webhooks, CourierOptions Courier)> OptionsAsync() =>
        Task.FromResult((new MessageOptions(), new WebhookOptions { AllowPrivateAddresses = true }, new CourierOptions()));

    protected abstract Task<Action<IServiceCollection>> DatabaseAsync();

    protected override async Task<Action<IServiceCollection>> FreshDatabaseAsync()
    {
        var database = await DatabaseAsync();
        var (messages, webhooks, courier) = await OptionsAsync();
        return services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            database(services);
            services.AddQueueInMemory();
            services.AddOutside(messages, webhooks, courier);
            services.AddFollowUp(new() { Worker = "hall" });
        };
    }

    /// <summary>A sitting that ended with this outcome, filed with everything that follows at once.</summary>
    protected async Task<Case> FileAsync(Outcome outcome = Outcome.Accepted)
    {
        var id = await SitDownAsync();
        var pending = await Store.WriteAsync(async (db, ct) =>
        {
            var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
            var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
            session.End(outcome, "好", Now.AddMinutes(-1));
            ticket.Finish(Now.AddMinutes(-1));
            return (await db.PromiseCaseAsync(session, ticket, Now, ct))!;
        }, Ct);
        await RunDueAsync();
        return await Store.ReadAsync((db, ct) => db.Cases.SingleAsync(row => row.Id == pending.Id, ct), Ct);
    }

    /// <summary>Runs what is due now and what that leads to.</summary>
    protected async Task RunDueAsync()
    {
        while (await Process.GetRequiredService<OutboxLeases>().LeaseAsync("hall/1", Time.GetUtcNow(), TimeSpan.FromSeconds(30), 50, Ct) is { Count: > 0 } leased)
            foreach (var row in leased)
                await Process.GetRequiredService<FollowUpJob>().RunAsync(row.Id, row.Lease, Ct);
    }
}
