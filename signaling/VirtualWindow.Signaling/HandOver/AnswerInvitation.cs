using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>
/// The colleague comes or does not. Who comes to be consulted finds the applicant on hold: the media node holds before anybody joins, so
/// that nothing is heard that was not meant for them.
/// </summary>
internal sealed partial class AnswerInvitation(IWindowStore store, SessionRooms rooms, FloorSignal signal, TimeProvider time, ILogger<AnswerInvitation> log)
{
    private const int LongestReason = 200;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, AnswerInvitationRequest request, CancellationToken ct)
    {
        if (InvitationId.TryParse(request.InvitationId) is not { } id) return Refuse.BadInput;
        if (Check.Text(request.Reason, LongestReason) is { } unfit) return unfit;
        if (request.Accept) return await ComeAsync(connection, id, ct);
        var refusal = await store.WriteAsync((db, stop) => DeclineAsync(db, connection, id, request.Reason, stop), ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        return Done.Instance;
    }

    private async Task<Reply<Done>> ComeAsync(HubConnection connection, InvitationId id, CancellationToken ct)
    {
        var (session, consults) = await store.ReadAsync(async (db, stop) =>
            await db.Invitations.SingleOrDefaultAsync(row => row.Id == id, stop) is { } asked && asked.To == connection.Desk
                ? (await db.Sessions.SingleOrDefaultAsync(row => row.Id == asked.Session, stop), asked is { Purpose: InvitationPurpose.Consult, State: InvitationState.Asked })
                : default, ct);
        var holds = consults && session is { Sitting: true, Held: false };
        if (holds && !await rooms.TryHoldAsync(session!, held: true, ct)) return Refusals.Of(RefusalCodes.MediaUnavailable);
        var (refusal, joined) = await JoinAsync(connection, id, ct);
        if (holds && joined is not { Held: true }) await rooms.TryHoldAsync(session!, held: false, CancellationToken.None);
        if (refusal is not null) return refusal;
        await rooms.ConferAsync(joined!);
        signal.Raise();
        LogJoined(log, joined!.Id);
        return Done.Instance;
    }

    private async Task<(Refusal? Refusal, Session? Session)> JoinAsync(HubConnection connection, InvitationId id, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync(async (db, stop) =>
            {
                var (invitation, no) = await LoadAsync(db, connection, id, stop);
                if (no is not null) return ((Refusal?)no, (Session?)null);
                Session? session = await db.Sessions.SingleAsync(row => row.Id == invitation!.Session, stop);
                if (invitation!.State == InvitationState.Joined) return (null, session);
                if (!session.Sitting) return (Refuse.OfferGone, null);
                Join(db, session, invitation, await db.Desks.SingleAsync(row => row.Id == invitation.To, stop), time.GetUtcNow());
                return (null, session);
            }, ct);
        }
        catch (LostUpdateException)
        {
            return (Refuse.OfferGone, null);
        }
    }

    private static void Join(WindowDb db, Session session, Invitation invitation, Desk desk, DateTimeOffset now)
    {
        var known = session.Participants.Count;
        var seat = session.Invite(Clerks.Of(desk), new ParticipantId(Guid.CreateVersion7(now)), now);
        if (session.Participants.Count > known) db.Participants.Add(seat);
        invitation.Join(now);
        desk.Accept(session.Id, now);
        if (invitation.Purpose == InvitationPurpose.Consult && !session.Held) session.Hold();
    }

    private async Task<Refusal?> DeclineAsync(WindowDb db, HubConnection connection, InvitationId id, string? reason, CancellationToken ct)
    {
        var (invitation, no) = await LoadAsync(db, connection, id, ct);
        if (no is not null) return no;
        if (invitation!.State != InvitationState.Asked) return Refuse.Stale;
        var now = time.GetUtcNow();
        invitation.Decline(reason, now);
        (await db.Desks.SingleAsync(row => row.Id == invitation.To, ct)).Decline(now);
        return null;
    }

    /// <summary>Asked or, when the answer to the first press was lost, joined already.</summary>
    private static async Task<(Invitation? Invitation, Refusal? Refusal)> LoadAsync(WindowDb db, HubConnection connection, InvitationId id, CancellationToken ct) =>
        await db.Invitations.SingleOrDefaultAsync(row => row.Id == id, ct) switch
        {
            null => (null, Refuse.OfferGone),
            var one when one.To != connection.Desk => (null, Refuse.NotYours),
            { Open: false } => (null, Refuse.OfferGone),
            var one => (one, null),
        };

    [LoggerMessage(3232, LogLevel.Information, "A colleague joined session {SessionId}")]
    private static partial void LogJoined(ILogger logger, SessionId sessionId);
}
