using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Board;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;

namespace VirtualWindow.Signaling.Queue;

/// <summary>What applicants see whose ticket has ended: the receipt, with number and password once the follow-up has filed the case.</summary>
internal sealed class EndedTickets(IWindowStore store, QueryPasswords passwords)
{
    /// <returns>Those of <paramref name="ids"/> that have ended. A ticket taken a moment ago is missing on an older floor and is not over.</returns>
    public Task<Dictionary<TicketId, ApplicantSnapshot>> LoadAsync(IReadOnlyCollection<TicketId> ids, Floor floor, CancellationToken ct) =>
        store.ReadAsync((db, stop) => LoadAsync(db, ids, floor, stop), ct);

    private async Task<Dictionary<TicketId, ApplicantSnapshot>> LoadAsync(WindowDb db, IReadOnlyCollection<TicketId> ids, Floor floor, CancellationToken ct)
    {
        var tickets = await db.Tickets.Where(ticket => ids.Contains(ticket.Id) && ticket.EndedAt != null).ToListAsync(ct);
        var sessions = (await db.Sessions.IgnoreAutoIncludes()
                .Where(session => ids.Contains(session.Ticket) && session.ApplicantJoinedAt != null && session.EndedAt != null).ToListAsync(ct))
            .ToDictionary(session => session.Ticket);
        var cases = (await db.Cases.Where(filed => ids.Contains(filed.Ticket) && filed.MainCase == null).ToListAsync(ct)).ToDictionary(filed => filed.Ticket);
        var sat = sessions.Values.Select(session => session.Id).ToList();
        var ratings = (await db.Ratings.Where(rating => sat.Contains(rating.Session) && rating.Occasion == RatingOccasion.Visit).ToListAsync(ct)).ToDictionary(rating => rating.Session);
        var notices = (await db.SupplementNotices.Where(notice => sat.Contains(notice.Session)).ToListAsync(ct)).ToDictionary(notice => notice.Session);
        return tickets.ToDictionary(ticket => ticket.Id, ticket => ApplicantViews.OfEnded(
            ticket,
            sessions.GetValueOrDefault(ticket.Id) is { } session
                ? Receipt(ticket, session, cases.GetValueOrDefault(ticket.Id), ratings.GetValueOrDefault(session.Id), notices.GetValueOrDefault(session.Id), floor)
                : null,
            floor));
    }

    private ReceiptView Receipt(Ticket ticket, Session session, Case? filed, Rating? rating, SupplementNotice? notice, Floor floor)
    {
        var done = filed is { State: CaseState.Filed };
        return new ReceiptView(
            done, done ? filed!.Number : null, done && filed!.ProtectedPassword is { } secret ? passwords.Reveal(secret) : null,
            session.Outcome!.Value.OnWire(), floor.Catalogue.ItemName(ticket.Item), floor.Catalogue.ItemNameEn(ticket.Item),
            session.ClerkName, floor.Catalogue.SiteName(session.Site), session.StartedAt, session.EndedAt!.Value,
            done ? filed!.PromisedDate : null, rating?.Level, BoardViews.Of(notice));
    }
}
