using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>
/// The ways in which a colleague and a session part, each inside the caller's transaction. The invitation's row is the fence: whoever
/// answers, withdraws or ends at the same moment meets its version.
/// </summary>
internal static class Partings
{
    /// <summary>Nobody is asked any more and every colleague is free: the session ends or is parked.</summary>
    public static async Task PartWithColleaguesAsync(this WindowDb db, SessionId session, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var invitation in await db.Invitations.Where(row => row.Session == session && row.EndedAt == null).ToListAsync(ct))
            Part(invitation, await db.Desks.SingleAsync(row => row.Id == invitation.To, ct), now);
    }

    /// <summary>Takes an invitation back, or lets the colleague who joined by it go.</summary>
    public static void Part(Invitation invitation, Desk desk, DateTimeOffset now)
    {
        var joined = invitation.State == InvitationState.Joined;
        if (joined) invitation.Leave(now);
        else invitation.Withdraw(now);
        // A desk that has gone offline meanwhile no longer holds it.
        if (desk.Invitation != invitation.Id) return;
        if (joined) desk.EndSession(now);
        else desk.Withdraw(now);
    }

    /// <summary>The one act that moves responsibility within a session: session, ticket, both desks and the invitation together.</summary>
    /// <exception cref="IllegalMoveException">The colleague is not, or no longer, in the session.</exception>
    public static void HandOver(OpenTicket open, Invitation invitation, Desk colleague, DateTimeOffset now)
    {
        open.Session!.HandOver(Clerks.Of(colleague), now);
        open.Ticket.HandTo(colleague.Id);
        open.Desk!.EndSession(now);
        colleague.TakeOver(open.Ticket.Id);
        invitation.TakeOver(now);
    }
}
