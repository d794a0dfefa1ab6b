using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Board;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Materials;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>
/// The clerk ends the sitting: session, ticket, desk, pending case, the promise to file it and what is to be supplemented are one
/// transaction. Before the applicant joined it is a missed call instead, and no case.
/// </summary>
internal sealed partial class EndSession(IWindowStore store, SessionRooms rooms, FloorSignal signal, TimeProvider time, ILogger<EndSession> log)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, EndSessionRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id) return Refuse.BadInput;
        if (Check.Text(request.Notes, SaveNotes.LongestNotes) is { } unfit) return unfit;
        var outcome = request.Outcome.InDomain();
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var (open, no) = await DeskSession.LoadAsync(db, id, connection, stop);
            return no ?? await EndAsync(db, open!, outcome, request.Notes, time.GetUtcNow(), stop);
        }, ct);
        if (refusal is not null) return refusal;
        rooms.Close(id);
        signal.Raise();
        LogEnded(log, id, outcome);
        return Done.Instance;
    }

    private static async Task<Refusal?> EndAsync(WindowDb db, OpenTicket open, Outcome outcome, string? notes, DateTimeOffset now, CancellationToken ct)
    {
        if (open.Ticket.State != TicketState.InSession)
        {
            await db.MissCallAsync(open, now, ct);
            return null;
        }
        var board = await db.BoardAsync(open.Session!.Id, open.Ticket.Item, ct);
        if (board.Against(outcome) is { } against) return BoardViews.Of(against);
        if (outcome == Outcome.SupplementNeeded) db.SupplementNotices.Add(SupplementNotice.Of(open.Session, board, now));
        await db.EndSittingAsync(open, outcome, notes, now, ct);
        return null;
    }

    [LoggerMessage(3207, LogLevel.Information, "Session {SessionId} ended: {Outcome}")]
    private static partial void LogEnded(ILogger logger, SessionId sessionId, Outcome outcome);
}
