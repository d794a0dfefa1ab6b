using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Presence;

namespace VirtualWindow.Signaling.Wall;

/// <summary>A supervisor joins to watch and listen. The seat is in the session before anything can be watched, so all see it announced.</summary>
internal sealed partial class EnterSession(
    IWindowStore store, ConnectionBook book, FloorKeeper floors, ParticipantViews participants, IceServers ice, TimeProvider time, ILogger<EnterSession> log)
{
    private const string Announced = "主管";

    public async Task<Reply<WatchingView>> HandleAsync(HubConnection connection, EnterSessionRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id) return Refuse.BadInput;
        var (session, seat) = await store.WriteAsync((db, stop) => EnterAsync(db, id, connection, stop), ct);
        if (session is null || seat is null) return Refuse.NoSession;
        await book.BindAsync(Subject.Of(seat.Id), connection, ct);
        LogEntered(log, id, connection.Staff!.Value);
        var floor = await floors.FreshAsync(ct);
        return new WatchingView(id.ToString(), seat.Id.ToString(), participants.Of(session, floor), ice.For(seat.Id.ToString()));
    }

    private async Task<(Session? Session, Participant? Seat)> EnterAsync(WindowDb db, SessionId id, HubConnection connection, CancellationToken ct)
    {
        if (await db.Sessions.SingleOrDefaultAsync(row => row.Id == id, ct) is not { Ended: false } session) return default;
        var now = time.GetUtcNow();
        var known = session.Participants.Count;
        var seat = session.Enter(new ParticipantId(Guid.CreateVersion7(now)), PartyRole.Supervisor, Announced, null, connection.Staff, now);
        // Ids are made here and not by the database, so a new seat has to be called new.
        if (session.Participants.Count > known) db.Participants.Add(seat);
        await db.AttendAsync(seat.Id.Value, connection.Id, now, ct);
        return (session, seat);
    }

    [LoggerMessage(3501, LogLevel.Information, "Supervisor {Staff} entered session {SessionId}")]
    private static partial void LogEntered(ILogger logger, SessionId sessionId, StaffId staff);
}
