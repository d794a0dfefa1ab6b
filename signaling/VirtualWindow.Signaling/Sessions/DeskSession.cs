using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>A clerk's own session, loaded for a change. Ownership is asked of the database each time, never of the connection's past.</summary>
internal static class DeskSession
{
    /// <returns>The session's ticket, desk and session, or why this clerk may not touch it.</returns>
    public static async Task<(OpenTicket? Open, Refusal? Refusal)> LoadAsync(WindowDb db, SessionId id, HubConnection connection, CancellationToken ct)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(row => row.Id == id, ct);
        if (session is null) return (null, Refuse.NoSession);
        if (session.Desk != connection.Desk) return (null, Refuse.NotYours);
        if (session.Ended) return (null, Refuse.NoSession);
        var open = await OpenTicket.LoadAsync(db, session.Ticket, ct);
        return open?.Session is null ? (null, Refuse.NoSession) : (open, null);
    }
}
