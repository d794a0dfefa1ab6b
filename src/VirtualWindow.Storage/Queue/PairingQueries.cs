using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Queue;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Storage.Queue;

/// <summary>What pairing looks at, read in the order in which it decides.</summary>
public static class PairingQueries
{
    /// <summary>Waiting tickets, best first.</summary>
    /// <param name="declinedSince">Offers declined or missed since then count against asking the same desk again.</param>
    public static async Task<IReadOnlyList<WaitingTicket>> WaitingTicketsAsync(
        this WindowDb db, DateTimeOffset declinedSince, int atMost, CancellationToken ct)
    {
        var rows = await (
            from ticket in db.Tickets.AsNoTracking()
            join item in db.Items on ticket.Item equals item.Code
            where ticket.State == TicketState.Waiting
            orderby ticket.RankedAt
            select new { ticket.Id, ticket.RankedAt, ticket.Item, item.Department, ticket.AuthoritySite, ticket.EitherSite, ticket.Language, ticket.Standing })
            .Take(atMost).ToListAsync(ct);
        var returned = rows.Where(row => row.Standing == Standing.Head).Select(row => row.Id).ToList();
        var declined = returned.Count == 0
            ? []
            : await db.PastOffers.AsNoTracking()
                .Where(offer => returned.Contains(offer.Ticket) && offer.EndedAt >= declinedSince &&
                                (offer.Result == OfferResult.Declined || offer.Result == OfferResult.TimedOut))
                .Select(offer => new { offer.Ticket, offer.Desk }).ToListAsync(ct);
        var declinedBy = declined.ToLookup(offer => offer.Ticket, offer => offer.Desk);
        return [.. rows.Select(row => new WaitingTicket(
            row.Id, row.RankedAt, row.Item, row.Department, row.AuthoritySite, row.EitherSite, row.Language, [.. declinedBy[row.Id]]))];
    }

    public static async Task<IReadOnlyList<ReadyDesk>> ReadyDesksAsync(this WindowDb db, CancellationToken ct)
    {
        var desks = await db.Desks.AsNoTracking().Where(desk => desk.State == DeskState.Ready).ToListAsync(ct);
        return [.. desks.Select(desk => new ReadyDesk(desk.Id, desk.Site, desk.IdleSince, desk.Skills, desk.Languages))];
    }

    /// <summary>1 = next in its window; null when the ticket is not waiting.</summary>
    public static async Task<int?> PositionAsync(this WindowDb db, TicketId id, CancellationToken ct)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.State == TicketState.Waiting, ct);
        if (ticket is null)
            return null;
        return 1 + await db.Tickets.CountAsync(
            other => other.State == TicketState.Waiting && other.Window == ticket.Window && other.RankedAt < ticket.RankedAt, ct);
    }
}
