using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>
/// The responsible clerk asks one colleague: to speak with (会商), to join (三方), or to take over after joining (转接). The colleague's desk
/// is claimed as by an offer: its version decides when two ask at once, or the pairing is faster.
/// </summary>
internal sealed partial class InviteColleague(
    IWindowStore store, FloorKeeper floors, FloorSignal signal, IOptions<SignalingOptions> options, TimeProvider time, ILogger<InviteColleague> log)
{
    public const int LongestNote = 500;
    /// <summary>More voices than four are a meeting and no counter.</summary>
    private const int MostColleagues = 3;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, InviteColleagueRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id) return Refuse.BadInput;
        if (request.DeskId is not null && DeskId.TryParse(request.DeskId) is null) return Refuse.BadInput;
        if ((Check.Text(request.Note, LongestNote) ?? (request.SiteId is { } site ? Check.Key(site) : null)) is { } unfit) return unfit;
        var floor = await floors.FreshAsync(ct);
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var (open, no) = await DeskSession.LoadAsync(db, id, connection, stop);
            return no ?? await AskAsync(db, open!, request, floor, stop);
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        LogAsked(log, request.Purpose, id);
        return Done.Instance;
    }

    private async Task<Refusal?> AskAsync(WindowDb db, OpenTicket open, InviteColleagueRequest request, Floor floor, CancellationToken ct)
    {
        if (!open.Session!.Sitting) return Refuse.Stale;
        var known = await db.Invitations.Where(row => row.Session == open.Session.Id && row.EndedAt == null).ToListAsync(ct);
        if (known.Count >= MostColleagues || known.Exists(row => row.State == InvitationState.Asked)) return Refusals.Of(RefusalCodes.ColleagueAsked);
        if (Choose(open.Ticket, open.Session, request, floor) is not { } chosen) return Refusals.Of(RefusalCodes.NobodyFree);
        var desk = await db.Desks.SingleAsync(row => row.Id == chosen, ct);
        if (desk.State != DeskState.Ready) return Refusals.Of(RefusalCodes.NobodyFree);
        var now = time.GetUtcNow();
        var invitation = Invitation.Ask(
            new InvitationId(Guid.CreateVersion7(now)), open.Session.Id, request.Purpose.InDomain(), Clerks.Of(open.Desk!), Clerks.Of(desk),
            request.Note, now, now + options.Value.OfferTimeout);
        db.Invitations.Add(invitation);
        desk.Invite(invitation.Id, now);
        return null;
    }

    private static DeskId? Choose(Ticket ticket, Session session, InviteColleagueRequest request, Floor floor) => floor.Desks
        .Where(desk => desk.Id != session.Desk && Colleagues.IsFree(desk, floor)
            && (request.DeskId is null || desk.Id.ToString() == request.DeskId)
            && (request.SiteId is null || desk.Site.Value == request.SiteId)
            && (request.Purpose != ColleaguePurpose.Transfer || floor.MayServe(desk, ticket)))
        .OrderByDescending(desk => floor.MayServe(desk, ticket)).ThenBy(desk => desk.IdleSince).ThenBy(desk => desk.Id.Value)
        .Select(desk => (DeskId?)desk.Id).FirstOrDefault();

    [LoggerMessage(3231, LogLevel.Information, "A colleague is asked into session {SessionId}: {Purpose}")]
    private static partial void LogAsked(ILogger logger, ColleaguePurpose purpose, SessionId sessionId);
}
