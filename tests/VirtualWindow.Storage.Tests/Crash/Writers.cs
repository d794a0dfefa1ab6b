using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage.Access;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Storage.Sequences;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Storage.Tests.Crash;

/// <summary>
/// The program that is killed: many callers write without pause, each write a whole of a number, a ticket and its join tokens. Arguments:
/// sqlite|postgres, file or connection string. Says "kept ID" once <see cref="IWindowStore.WriteAsync{T}"/> has returned, "failed ID" for
/// the work that threw after it had written everything.
/// </summary>
internal static class Writers
{
    public const int Callers = 24, TokensOfATicket = 3, EveryNthFails = 7;
    private static readonly SiteId[] Sites = [new("gushi"), new("suzhou")];

    public static async Task<int> RunAsync(string[] args)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        AddStorage(services, args[0], args[1]);
        await using var process = services.BuildServiceProvider();
        foreach (var preparation in process.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await preparation.StartingAsync(default);
        var store = process.GetRequiredService<IWindowStore>();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => WriteForEverAsync(store, Sites[caller % Sites.Length]))));
        return 0;
    }

    private static void AddStorage(IServiceCollection services, string kind, string where)
    {
        if (kind == "sqlite") services.AddSqliteWindowStorage(new(where));
        else services.AddPostgresWindowStorage(new(where) { PoolSize = Callers, ClaimPoolSize = 2 });
    }

    private static async Task WriteForEverAsync(IWindowStore store, SiteId site)
    {
        for (var i = 1; ; i++)
        {
            var id = new TicketId(Guid.NewGuid());
            try
            {
                await store.WriteAsync((db, ct) => TakeAsync(db, site, id, fails: i % EveryNthFails == 0, ct), CancellationToken.None);
                KillableProgram.Say($"kept {id}");
            }
            catch (InvalidTimeZoneException)
            {
                KillableProgram.Say($"failed {id}");
            }
        }
    }

    private static async Task TakeAsync(WindowDb db, SiteId site, TicketId id, bool fails, CancellationToken ct)
    {
        var now = DateTimeOffset.UtcNow;
        var day = new DateOnly(2026, 11, 23);
        var number = TicketNumber.Format(await db.NextTicketSerialAsync(site, day, ct));
        db.Tickets.Add(Ticket.Take(id, number, site, day, Request(site), now));
        await db.SaveChangesAsync(ct);
        for (var token = 0; token < TokensOfATicket; token++) db.IssueJoinToken(id, now);
        await db.SaveChangesAsync(ct);
        if (fails) throw new InvalidTimeZoneException();
    }

    private static TicketRequest Request(SiteId site) => new(
        new("gushi-cross"), site, null, true, new("GA-05"), new("411525"), "张三", null, "zh-CN", Priority.None, true);
}
