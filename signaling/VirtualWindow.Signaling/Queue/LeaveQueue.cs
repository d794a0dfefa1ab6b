using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Queue;

namespace VirtualWindow.Signaling.Queue;

/// <summary>The applicant gives the place up; a desk that was asked is free at once. Within a session it is <see cref="HangUp"/>.</summary>
internal sealed partial class LeaveQueue(IWindowStore store, SessionRooms rooms, FloorSignal signal, TimeProvider time, ILogger<LeaveQueue> log)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        if (connection.Ticket is not { } id) return Refuse.NoTicket;
        var (refusal, left) = await store.WriteAsync(async (db, stop) =>
        {
            if (await OpenTicket.LoadAsync(db, id, stop) is not { } open) return (Refuse.NoTicket, null);
            if (open.Ticket.State == TicketState.InSession) return (Refuse.Busy, null);
            await LeaveAsync(db, open, time.GetUtcNow(), stop);
            return ((Refusal?)null, (OpenTicket?)open);
        }, ct);
        if (refusal is not null) return refusal;
        if (left?.Session is { } session) rooms.Close(session.Id);
        signal.Raise();
        LogLeft(log, left!.Ticket.Number);
        return Done.Instance;
    }

    private static async Task LeaveAsync(WindowDb db, OpenTicket open, DateTimeOffset now, CancellationToken ct)
    {
        if (open.Ticket.State == TicketState.Offered) db.EndOffer(open, OfferResult.Withdrawn, null, now);
        if (open.Ticket.State == TicketState.Called) Departures.EndCall(open, Outcome.Withdrawn, now);
        await db.LeaveAsync(open.Ticket, now, ct);
    }

    [LoggerMessage(3202, LogLevel.Information, "Ticket {Number} left the queue")]
    private static partial void LogLeft(ILogger logger, string number);
}
