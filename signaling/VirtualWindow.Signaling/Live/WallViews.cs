using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Signaling.Recording;

namespace VirtualWindow.Signaling.Live;

/// <summary>What every wall is told; computed once for all of them.</summary>
internal sealed class WallViews(ParticipantViews participants, RecordingViews recordings, WallAlarms alarms, IOptions<SignalingOptions> options)
{
    public WallSnapshot Of(Floor floor) => new(
        floor.Sequence, floor.ReadAt,
        [.. floor.Catalogue.Sites.Values.OrderBy(site => site.Id.Value, StringComparer.Ordinal).Select(site => Figures(site, floor))],
        QueueViews.Of(floor, _ => true),
        [.. floor.Desks.OrderBy(desk => desk.ClerkNumber, StringComparer.Ordinal).Select(View)],
        [.. floor.Sessions.OrderBy(session => session.StartedAt).Select(session => View(session, floor))],
        alarms.Of(floor), ServiceGoals.Of(options.Value));

    private static SiteFigures Figures(Site site, Floor floor)
    {
        var waiting = floor.Waiting.Where(ticket => ticket.AuthoritySite == site.Id).ToList();
        var day = floor.Day.Of(site.Id);
        return new SiteFigures(
            site.Id.Value, site.Name, site.NameEn, waiting.Count, waiting.Count == 0 ? null : waiting.Min(ticket => ticket.TakenAt),
            day.ServiceLevel, day.Abandoned, Occupancy(site.Id, floor), floor.Sessions.Count(session => session.Site == site.Id),
            day.Served, day.CasesFiled, day.CasesPending);
    }

    private static double? Occupancy(SiteId site, Floor floor)
    {
        var signedIn = floor.Desks.Where(desk => desk.Site == site && desk.State != DeskState.Offline).ToList();
        return signedIn.Count == 0 ? null : Math.Round((double)signedIn.Count(desk => desk.State is DeskState.Busy or DeskState.WrapUp) / signedIn.Count, 3);
    }

    private static WallDesk View(Desk desk) => new(
        desk.Id.ToString(), desk.ClerkName, desk.ClerkNumber, desk.Site.Value, desk.State.OnWire(), desk.AwayFor?.OnWire(), desk.Since);

    private WallSession View(Session session, Floor floor)
    {
        var ticket = floor.Find(session.Ticket);
        return new WallSession(
            session.Id.ToString(), ticket?.Number ?? "", ticket is null ? "" : floor.Catalogue.ItemName(ticket.Item),
            ticket is null ? "" : floor.Catalogue.ItemNameEn(ticket.Item), session.ClerkName, session.Site.Value, ticket?.FromSite?.Value,
            session.StartedAt, session.Sitting, session.Held, participants.Of(session, floor),
            ticket is null ? null : recordings.Of(session, ticket, floor));
    }
}
