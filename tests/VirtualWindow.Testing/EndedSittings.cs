using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Sequences;

namespace VirtualWindow.Testing;

/// <summary>Whole sittings in one transaction each, for tests to which only their end matters.</summary>
public static class EndedSittings
{
    private static readonly SiteId Gushi = new("gushi");

    /// <summary>One at Gushi, accepted, ended now.</summary>
    public static Task<SessionId> EndOneAsync(IWindowStore store, string? phone, CancellationToken stop) => store.WriteAsync(async (db, ct) =>
    {
        var now = DateTimeOffset.UtcNow;
        var day = (await db.Sites.AsNoTracking().SingleAsync(site => site.Id == Gushi, ct)).Today(now);
        return await db.EndSittingAsync(TicketNumber.Format(await db.NextTicketSerialAsync(Gushi, day, ct)), day, phone, now, ct);
    }, stop);

    public static async Task<SessionId> EndSittingAsync(this WindowDb db, string number, DateOnly day, string? phone, DateTimeOffset now, CancellationToken ct)
    {
        var ticket = Ticket.Take(new(Guid.NewGuid()), number, Gushi, day, Request(phone), now);
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
    }

    private static TicketRequest Request(string? phone) => new(
        new("gushi-cross"), Gushi, new SiteId("suzhou"), true, new("GA-05"), new("411525"), "张三", phone, "zh-CN", Priority.None, true);
}
