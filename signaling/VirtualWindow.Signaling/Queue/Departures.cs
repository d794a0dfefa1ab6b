using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.HandOver;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Queue;

namespace VirtualWindow.Signaling.Queue;

/// <summary>
/// The ways in which ticket, desk and session part. Each moves all that are concerned inside the caller's transaction, so that
/// no desk keeps a ticket that is gone, and no ticket a desk.
/// </summary>
internal static class Departures
{
    /// <summary>An offer ends without a session: the applicant goes back to the head, or leaves.</summary>
    /// <param name="reason">The clerk's words with a decline.</param>
    public static void EndOffer(this WindowDb db, OpenTicket open, OfferResult result, string? reason, DateTimeOffset now)
    {
        var (ticket, desk) = (open.Ticket, open.Desk!);
        db.NoteOffer(ticket, desk, result, reason, now);
        switch (result)
        {
            case OfferResult.Declined: desk.Decline(now); break;
            case OfferResult.TimedOut: desk.TimeOut(now); break;
            default: desk.Withdraw(now); break;
        }
    }

    public static void NoteOffer(this WindowDb db, Ticket ticket, Desk desk, OfferResult result, string? reason, DateTimeOffset now) =>
        db.PastOffers.Add(new PastOffer
        {
            Id = ticket.Offer!.Value, Ticket = ticket.Id, Desk = desk.Id, OfferedAt = ticket.OfferedAt!.Value, EndedAt = now, Result = result, Reason = reason,
        });

    /// <summary>
    /// A call that nobody joined is over: no case, and the desk is free at once. One who sat before and was sent on is parked again.
    /// </summary>
    public static void EndCall(OpenTicket open, Outcome outcome, DateTimeOffset now)
    {
        if (open.Ticket.Parked is null) open.Session!.End(outcome, null, now);
        else open.Session!.Park(now);
        open.Desk!.Release(now);
    }

    /// <summary>过号: the third missed call ends the ticket.</summary>
    public static async Task MissCallAsync(this WindowDb db, OpenTicket open, DateTimeOffset now, CancellationToken ct)
    {
        EndCall(open, Outcome.NoShow, now);
        open.Ticket.Miss();
        if (!open.Ticket.MayRequeue) await db.ExpireAsync(open.Ticket, now, ct);
    }

    /// <summary>The applicant gives the place up. A session that was waiting for its next clerk is over, and is filed.</summary>
    public static async Task LeaveAsync(this WindowDb db, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        ticket.Leave(now);
        await db.GiveUpParkedAsync(ticket, Outcome.Withdrawn, now, ct);
    }

    /// <summary>Nobody waits for this applicant any more.</summary>
    public static async Task ExpireAsync(this WindowDb db, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        ticket.Expire(now);
        await db.GiveUpParkedAsync(ticket, Outcome.NoShow, now, ct);
    }

    /// <summary>A sitting ends: the promise to file it is part of the same transaction.</summary>
    public static async Task EndSittingAsync(this WindowDb db, OpenTicket open, Outcome outcome, string? notes, DateTimeOffset now, CancellationToken ct)
    {
        await db.PartWithColleaguesAsync(open.Session!.Id, now, ct);
        open.Session.End(outcome, notes, now);
        if (outcome is Outcome.Withdrawn or Outcome.NoShow) open.Ticket.Leave(now);
        else open.Ticket.Finish(now);
        open.Desk!.EndSession(now);
        await db.PromiseCaseAsync(open.Session, open.Ticket, now, ct);
    }

    private static async Task GiveUpParkedAsync(this WindowDb db, Ticket ticket, Outcome outcome, DateTimeOffset now, CancellationToken ct)
    {
        if (ticket.Parked is not { } id) return;
        var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
        session.End(outcome, null, now);
        await db.PromiseCaseAsync(session, ticket, now, ct);
    }
}
