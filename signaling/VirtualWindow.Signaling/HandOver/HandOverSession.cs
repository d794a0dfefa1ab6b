using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Queue;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>转接: the colleague who is here is responsible from now on, the other one leaves. One transaction, so there is never nobody and never two.</summary>
internal sealed partial class HandOverSession(
    IWindowStore store, CatalogueKeeper catalogues, SessionRooms rooms, FloorSignal signal, TimeProvider time, ILogger<HandOverSession> log)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, HandOverRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id || InvitationId.TryParse(request.InvitationId) is not { } invitation) return Refuse.BadInput;
        var catalogue = await catalogues.CurrentAsync(ct);
        var (refusal, session, former) = await store.WriteAsync((db, stop) => HandOverAsync(db, connection, id, invitation, catalogue, stop), ct);
        if (refusal is not null) return refusal;
        rooms.Remove(id, former);
        await rooms.ConferAsync(session!);
        signal.Raise();
        LogHandedOver(log, id, session!.ClerkNumber);
        return Done.Instance;
    }

    /// <summary>Agreement, site and skills: what decides about offers decides here too.</summary>
    public static bool MayTakeOver(Desk desk, Ticket ticket, Catalogue catalogue) =>
        (desk.Site == ticket.AuthoritySite || ticket.EitherSite) && PairingPolicy.HasSkill(desk.Skills, ticket.Item, catalogue.DepartmentOf(ticket.Item));

    private async Task<(Refusal? Refusal, Session? Session, ParticipantId Former)> HandOverAsync(
        WindowDb db, HubConnection connection, SessionId id, InvitationId wanted, Catalogue catalogue, CancellationToken ct)
    {
        var (open, no) = await DeskSession.LoadAsync(db, id, connection, ct);
        if (no is not null) return (no, null, default);
        if (await db.Invitations.SingleOrDefaultAsync(row => row.Id == wanted && row.Session == id, ct) is not { } invitation) return (Refuse.NotFound, null, default);
        if (invitation.State != InvitationState.Joined) return (Refuse.Stale, null, default);
        var colleague = await db.Desks.SingleAsync(row => row.Id == invitation.To, ct);
        if (!MayTakeOver(colleague, open!.Ticket, catalogue)) return (Refusals.Of(RefusalCodes.MayNotTakeOver), null, default);
        var former = open.Session!.ClerkSeat.Id;
        Partings.HandOver(open, invitation, colleague, time.GetUtcNow());
        return (null, open.Session, former);
    }

    [LoggerMessage(3233, LogLevel.Information, "Session {SessionId} was handed over to {ClerkNumber}")]
    private static partial void LogHandedOver(ILogger logger, SessionId sessionId, string clerkNumber);
}
