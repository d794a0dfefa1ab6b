using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>The seat from which a connection takes part in a session, asked of the database for each request.</summary>
internal sealed record Seat(Session Session, Participant Participant)
{
    /// <returns>The seat, or why this connection has none in that session.</returns>
    public static async Task<(Seat? Seat, Refusal? Refusal)> FindAsync(WindowDb db, string sessionId, HubConnection connection, CancellationToken ct)
    {
        if (SessionId.TryParse(sessionId) is not { } id) return (null, Refuse.BadInput);
        if (await db.Sessions.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } session) return (null, Refuse.NoSession);
        if (Of(session, connection) is not { } participant) return (null, Refuse.NotYours);
        return session.Ended || !participant.Present ? (null, Refuse.NoSession) : (new Seat(session, participant), null);
    }

    /// <summary>Also a seat that was left: then the answer is that it is over, not that it is somebody else's.</summary>
    private static Participant? SeatOf(Session session, DeskId desk) =>
        session.SeatAt(desk) ?? session.Participants.FirstOrDefault(seat => seat.Desk == desk) ?? (session.Desk == desk ? session.ClerkSeat : null);

    private static Participant? Of(Session session, HubConnection connection) => connection.Hub switch
    {
        HubKind.Applicant => session.Ticket == connection.Ticket ? session.Applicant : null,
        HubKind.Desk => connection.Desk is { } desk ? SeatOf(session, desk) : null,
        _ => session.Participants.FirstOrDefault(seat => seat.Role == PartyRole.Supervisor && connection.Subjects.ContainsKey(Subject.Of(seat.Id))),
    };
}
