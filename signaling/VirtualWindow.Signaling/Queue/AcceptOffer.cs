using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.People;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.HandOver;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Queue;

namespace VirtualWindow.Signaling.Queue;

/// <summary>The clerk takes the offered ticket: the session opens, the applicant is called and has until JoinBy to join.</summary>
internal sealed partial class AcceptOffer(
    IWindowStore store, FloorSignal signal, IOptions<SignalingOptions> options, TimeProvider time, ILogger<AcceptOffer> log)
{
    /// <summary>Shown for an applicant who gave no name.</summary>
    private const string Nameless = "申请人";

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, AcceptOfferRequest request, CancellationToken ct)
    {
        if (OfferId.TryParse(request.OfferId) is not { } offer) return Refuse.BadInput;
        var (refusal, called) = await store.WriteAsync(async (db, stop) =>
        {
            var ticket = await db.Tickets.SingleOrDefaultAsync(row => row.Offer == offer, stop);
            // The answer to the first tap was lost: the second one finds everything done.
            if (ticket is { State: TicketState.Called or TicketState.InSession } && ticket.Desk == connection.Desk) return (null, ticket);
            if (OfferRefusal(ticket, connection) is { } no) return (no, null);
            return ((Refusal?)null, (Ticket?)await CallAsync(db, ticket!, stop));
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        LogAccepted(log, called!.Number, called.Session!.Value);
        return Done.Instance;
    }

    /// <summary>Why this connection may not answer the offer; null when it may.</summary>
    internal static Refusal? OfferRefusal(Ticket? ticket, HubConnection connection) => ticket switch
    {
        null => Refuse.OfferGone,
        _ when ticket.Desk != connection.Desk => Refuse.NotYours,
        _ when ticket.State != TicketState.Offered => Refuse.OfferGone,
        _ => null,
    };

    private async Task<Ticket> CallAsync(WindowDb db, Ticket ticket, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var desk = await db.Desks.SingleAsync(row => row.Id == ticket.Desk, ct);
        var session = ticket.Parked is { } parked ? await ReopenAsync(db, parked, desk, now, ct) : Open(db, ticket, desk, now);
        db.NoteOffer(ticket, desk, OfferResult.Accepted, null, now);
        ticket.Accept(session.Id, now, now + options.Value.JoinTimeout);
        desk.Accept(session.Id, now);
        return ticket;
    }

    private static Session Open(WindowDb db, Ticket ticket, Desk desk, DateTimeOffset now)
    {
        var session = Session.Open(
            new SessionId(Guid.CreateVersion7(now)), ticket.Id, Clerks.Of(desk), new ParticipantId(Guid.CreateVersion7(now)), new ParticipantId(Guid.CreateVersion7(now)),
            ticket.Name is { } name ? PersonName.Mask(name) : Nameless, ticket.FromSite, now);
        db.Sessions.Add(session);
        return session;
    }

    /// <summary>Somebody whom another clerk sent on: the same session, with all that was said and filled in.</summary>
    private static async Task<Session> ReopenAsync(WindowDb db, SessionId parked, Desk desk, DateTimeOffset now, CancellationToken ct)
    {
        var session = await db.Sessions.SingleAsync(row => row.Id == parked, ct);
        var known = session.Participants.Count;
        var seat = session.Reopen(Clerks.Of(desk), new ParticipantId(Guid.CreateVersion7(now)), now);
        // Ids are made here and not by the database, so a new seat has to be called new.
        if (session.Participants.Count > known) db.Participants.Add(seat);
        return session;
    }

    [LoggerMessage(3204, LogLevel.Information, "Ticket {Number} called into session {SessionId}")]
    private static partial void LogAccepted(ILogger logger, string number, SessionId sessionId);
}
