using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
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

    /// <summary>A call that nobody joined is over: no case, and the desk is free at once.</summary>
    public static void EndCall(OpenTicket open, Outcome outcome, DateTimeOffset now)
    {
        open.Session!.End(outcome, null, now);
        open.Desk!.Release(now);
    }

    /// <summary>过号: the third missed call ends the ticket.</summary>
    public static void MissCall(OpenTicket open, DateTimeOffset now)
    {
        EndCall(open, Outcome.NoShow, now);
        open.Ticket.Miss();
        if (!open.Ticket.MayRequeue) open.Ticket.Expire(now);
    }

    /// <summary>A sitting ends: the promise to file it is part of the same transaction.</summary>
    public static async Task EndSittingAsync(this WindowDb db, OpenTicket open, Outcome outcome, string? notes, DateTimeOffset now, CancellationToken ct)
    {
        open.Session!.End(outcome, notes, now);
        if (outcome is Outcome.Withdrawn or Outcome.NoShow) open.Ticket.Leave(now);
        else open.Ticket.Finish(now);
        open.Desk!.EndSession(now);
        await db.PromiseCaseAsync(open.Session, open.Ticket, now, ct);
    }
}
