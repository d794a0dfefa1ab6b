using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Sequences;
using Xunit;

namespace VirtualWindow.Specifications;

/// <summary>What every storage must do. Each test has a database of its own, with the sample catalogue loaded.</summary>
public abstract class StorageSpecification : IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));
    protected static readonly DateOnly Today = new(2026, 11, 23);
    protected static readonly SiteId Gushi = new("gushi");
    protected static readonly SiteId Suzhou = new("suzhou");
    private readonly List<ServiceProvider> _processes = [];
    private Action<IServiceCollection> _register = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected IWindowStore Store { get; private set; } = null!;

    protected ServiceProvider Process { get; private set; } = null!;

    /// <summary>How a process is told to use a database that nobody else uses.</summary>
    protected abstract Task<Action<IServiceCollection>> FreshDatabaseAsync();

    public async ValueTask InitializeAsync()
    {
        _register = await FreshDatabaseAsync();
        Process = await StartProcessAsync();
        Store = Process.GetRequiredService<IWindowStore>();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }

    /// <summary>Everything that one process has: pools, caches, writer; a second one shares only the database.</summary>
    protected async Task<ServiceProvider> StartProcessAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        _register(services);
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        foreach (var preparation in process.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await preparation.StartingAsync(Ct);
        return process;
    }

    protected Task<Ticket> TakeTicketAsync(IWindowStore? store = null, Priority priority = Priority.None, string item = "GA-05") =>
        (store ?? Store).WriteAsync(async (db, ct) =>
        {
            var serial = await db.NextTicketSerialAsync(Gushi, Today, ct);
            var ticket = Ticket.Take(new(Guid.NewGuid()), TicketNumber.Format(serial), Gushi, Today, Request(priority, item), Now.AddSeconds(serial));
            db.Tickets.Add(ticket);
            return ticket;
        }, Ct);

    protected Task<Desk> ReadyDeskAsync(SiteId? site = null) =>
        Store.WriteAsync((db, _) =>
        {
            var id = Guid.NewGuid();
            var desk = Desk.Create(new(id), new(id.ToString("N")), "李四", "G01", site ?? Gushi, Now);
            desk.GetReady(Now);
            db.Desks.Add(desk);
            return Task.FromResult(desk);
        }, Ct);

    protected Task<Ticket> LoadAsync(TicketId id) => Store.ReadAsync((db, ct) => db.Tickets.SingleAsync(row => row.Id == id, ct), Ct);

    protected Task<Desk> LoadAsync(DeskId id) => Store.ReadAsync((db, ct) => db.Desks.SingleAsync(row => row.Id == id, ct), Ct);

    /// <summary>A whole sitting up to the point where the clerk may end it.</summary>
    protected async Task<SessionId> SitDownAsync(bool joined = true)
    {
        var ticketId = (await TakeTicketAsync()).Id;
        var deskId = (await ReadyDeskAsync()).Id;
        return await Store.WriteAsync(async (db, ct) =>
        {
            var ticket = await db.Tickets.SingleAsync(row => row.Id == ticketId, ct);
            var desk = await db.Desks.SingleAsync(row => row.Id == deskId, ct);
            ticket.OfferTo(desk.Id, new(Guid.NewGuid()), Now, Now.AddSeconds(20));
            desk.Offer(ticket.Id, Now);
            var clerk = new SittingClerk(desk.Id, desk.Clerk, desk.ClerkName, desk.ClerkNumber, desk.Site);
            var session = Session.Open(
                new(Guid.NewGuid()), ticket.Id, clerk, new(Guid.NewGuid()), new(Guid.NewGuid()), "张*", ticket.FromSite, Now);
            ticket.Accept(session.Id, Now, Now.AddSeconds(60));
            desk.Accept(session.Id, Now);
            if (joined)
            {
                session.Activate(Now.AddSeconds(5));
                ticket.Join();
            }

            db.Sessions.Add(session);
            return session.Id;
        }, Ct);
    }

    private static TicketRequest Request(Priority priority, string item) => new(
        new("gushi-cross"), Gushi, Suzhou, true, new(item), new("411525"), "张三", "13812345678", "zh-CN", priority, true);
}
