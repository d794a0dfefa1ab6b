using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>The responsible clerk takes an invitation back or shows the colleague out; the colleague leaves.</summary>
internal sealed class EndInvitation(IWindowStore store, SessionRooms rooms, FloorSignal signal, TimeProvider time)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, EndInvitationRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id || InvitationId.TryParse(request.InvitationId) is not { } invitation) return Refuse.BadInput;
        var (refusal, session, seat) = await store.WriteAsync((db, stop) => PartAsync(db, connection, id, invitation, stop), ct);
        if (refusal is not null) return refusal;
        if (seat is { } gone) rooms.Remove(id, gone);
        await rooms.ConferAsync(session!);
        signal.Raise();
        return Done.Instance;
    }

    /// <returns>The seat that is empty from now on, when the colleague had joined.</returns>
    private async Task<(Refusal? Refusal, Session? Session, ParticipantId? Seat)> PartAsync(
        WindowDb db, HubConnection connection, SessionId id, InvitationId wanted, CancellationToken ct)
    {
        if (await db.Sessions.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } session) return (Refuse.NoSession, null, null);
        var invitation = await db.Invitations.SingleOrDefaultAsync(row => row.Id == wanted && row.Session == id, ct);
        if (session.Desk != connection.Desk && invitation?.To != connection.Desk) return (Refuse.NotYours, null, null);
        if (invitation is null) return (Refuse.NotFound, null, null);
        if (!invitation.Open) return (Refuse.Stale, null, null);
        var now = time.GetUtcNow();
        var seat = invitation.State == InvitationState.Joined ? session.SeatAt(invitation.To)?.Id : null;
        if (seat is { } leaving) session.Exit(leaving, now);
        Partings.Part(invitation, await db.Desks.SingleAsync(row => row.Id == invitation.To, ct), now);
        return (null, session, seat);
    }
}
