using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>The called applicant presses the one large button.</summary>
internal sealed partial class JoinSession(IWindowStore store, FloorSignal signal, TimeProvider time, ILogger<JoinSession> log)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, JoinSessionRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } session) return Refuse.BadInput;
        if (connection.Ticket is not { } id) return Refuse.NoTicket;
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            if (await OpenTicket.LoadAsync(db, id, stop) is not { } open) return Refuse.NoTicket;
            return open.Ticket.State == TicketState.Missed ? Refuse.Stale : Join(open, session, time.GetUtcNow());
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        LogJoined(log, session);
        return Done.Instance;
    }

    private static Refusal? Join(OpenTicket open, SessionId session, DateTimeOffset now)
    {
        if (open.Session is null) return Refuse.NoSession;
        if (open.Session.Id != session) return Refuse.NotYours;
        // The answer to the first press was lost: the second one finds everything done.
        if (open.Ticket.State == TicketState.InSession) return null;
        open.Ticket.Join();
        open.Session.Activate(now);
        return null;
    }

    [LoggerMessage(3205, LogLevel.Information, "The applicant joined session {SessionId}")]
    private static partial void LogJoined(ILogger logger, SessionId sessionId);
}
