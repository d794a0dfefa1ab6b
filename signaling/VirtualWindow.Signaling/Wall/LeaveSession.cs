using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Wall;

/// <summary>The supervisor stops watching; the others see it at once.</summary>
internal sealed class LeaveSession(IWindowStore store, ConnectionBook book, SessionRooms rooms, FloorSignal signal, TimeProvider time)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, LeaveSessionRequest request, CancellationToken ct)
    {
        var (seat, refusal) = await store.WriteAsync(async (db, stop) =>
        {
            var (found, no) = await Seat.FindAsync(db, request.SessionId, connection, stop);
            found?.Session.Exit(found.Participant.Id, time.GetUtcNow());
            return (found, no);
        }, ct);
        if (refusal is not null) return refusal;
        await book.DepartAsync(Subject.Of(seat!.Participant.Id), connection);
        rooms.Remove(seat.Session.Id, seat.Participant.Id);
        signal.Raise();
        return Done.Instance;
    }
}
