using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>The applicant ends it: a sitting is filed as withdrawn, a call that was not joined is just over.</summary>
internal sealed partial class HangUp(IWindowStore store, SessionRooms rooms, FloorSignal signal, TimeProvider time, ILogger<HangUp> log)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        if (connection.Ticket is not { } id) return Refuse.NoTicket;
        var ended = await store.WriteAsync(async (db, stop) =>
        {
            if (await OpenTicket.LoadAsync(db, id, stop) is not { Session: not null } open) return (SessionId?)null;
            await EndAsync(db, open, time.GetUtcNow(), stop);
            return open.Session.Id;
        }, ct);
        if (ended is not { } session) return Refuse.NoSession;
        rooms.Close(session);
        signal.Raise();
        LogHungUp(log, session);
        return Done.Instance;
    }

    private static async Task EndAsync(WindowDb db, OpenTicket open, DateTimeOffset now, CancellationToken ct)
    {
        if (open.Ticket.State == TicketState.InSession)
        {
            await db.EndSittingAsync(open, Outcome.Withdrawn, null, now, ct);
            return;
        }
        Departures.EndCall(open, Outcome.Withdrawn, now);
        await db.LeaveAsync(open.Ticket, now, ct);
    }

    [LoggerMessage(3206, LogLevel.Information, "The applicant hung up session {SessionId}")]
    private static partial void LogHungUp(ILogger logger, SessionId sessionId);
}
