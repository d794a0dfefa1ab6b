using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>
/// 回到等候区: the applicant waits at the head for another clerk, hall or skill, or just for a while; the session is parked and goes on with
/// whoever accepts. Nothing has to be told or filled in twice.
/// </summary>
internal sealed partial class ReturnToWaiting(
    IWindowStore store, CatalogueKeeper catalogues, SessionRooms rooms, FloorSignal signal, IOptions<SignalingOptions> options, TimeProvider time, ILogger<ReturnToWaiting> log)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, ReturnToWaitingRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id) return Refuse.BadInput;
        var catalogue = await catalogues.CurrentAsync(ct);
        if (Unfit(request, catalogue) is { } unfit) return unfit;
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var (open, no) = await DeskSession.LoadAsync(db, id, connection, stop);
            return no ?? await ParkAsync(db, open!, request, stop);
        }, ct);
        if (refusal is not null) return refusal;
        rooms.Close(id);
        signal.Raise();
        LogParked(log, id);
        return Done.Instance;
    }

    private static Refusal? Unfit(ReturnToWaitingRequest request, Catalogue catalogue)
    {
        if (Check.Text(request.Note, InviteColleague.LongestNote) is { } unfit) return unfit;
        if (request.DeskId is not null && DeskId.TryParse(request.DeskId) is null) return Refuse.BadInput;
        if (request.SiteId is { } site && !catalogue.Sites.ContainsKey(new SiteId(site))) return Refuse.BadInput;
        return request.Skill is { } skill && !catalogue.Departments.ContainsKey(new DepartmentCode(skill)) && !catalogue.Items.ContainsKey(new ItemCode(skill))
            ? Refuse.BadInput
            : null;
    }

    private async Task<Refusal?> ParkAsync(WindowDb db, OpenTicket open, ReturnToWaitingRequest request, CancellationToken ct)
    {
        var (ticket, session, desk) = (open.Ticket, open.Session!, open.Desk!);
        if (!session.Sitting) return Refuse.Stale;
        if (request.SiteId is { } site && new SiteId(site) != ticket.AuthoritySite && !ticket.EitherSite) return Refusals.Of(RefusalCodes.MayNotTakeOver);
        var now = time.GetUtcNow();
        var wish = new Wish(
            request.SiteId is { } hall ? new SiteId(hall) : null, DeskId.TryParse(request.DeskId), request.Skill, request.Note,
            $"{session.ClerkName} {session.ClerkNumber}", session.Site, now + options.Value.WishPatience);
        await db.PartWithColleaguesAsync(session.Id, now, ct);
        session.Park(now);
        ticket.Park(wish);
        desk.EndSession(now);
        return null;
    }

    [LoggerMessage(3234, LogLevel.Information, "The applicant of session {SessionId} is back in the waiting room")]
    private static partial void LogParked(ILogger logger, SessionId sessionId);
}
