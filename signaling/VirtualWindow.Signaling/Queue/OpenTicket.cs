using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Queue;

/// <summary>A ticket with the desk and the session it holds at this moment, loaded for a change inside one transaction.</summary>
internal sealed record OpenTicket(Ticket Ticket, Desk? Desk, Session? Session)
{
    /// <returns>Null when there is no such ticket or it has ended.</returns>
    public static async Task<OpenTicket?> LoadAsync(WindowDb db, TicketId id, CancellationToken ct) =>
        await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Id == id, ct) is { Ended: false } ticket ? await WithDeskAsync(db, ticket, ct) : null;

    /// <summary>The ticket that a desk has been offered or serves.</summary>
    public static async Task<OpenTicket?> OfDeskAsync(WindowDb db, Desk desk, CancellationToken ct) =>
        desk.Ticket is { } id && await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Id == id, ct) is { Ended: false } ticket && ticket.Desk == desk.Id
            ? await WithDeskAsync(db, ticket, ct)
            : null;

    public static async Task<OpenTicket> WithDeskAsync(WindowDb db, Ticket ticket, CancellationToken ct) => new(
        ticket,
        ticket.Desk is { } desk ? await db.Desks.SingleAsync(row => row.Id == desk, ct) : null,
        ticket.Session is { } session ? await db.Sessions.SingleAsync(row => row.Id == session, ct) : null);
}
