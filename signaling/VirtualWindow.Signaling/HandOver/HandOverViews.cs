using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Live;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>Colleagues and hand-overs, as clerks and applicant are told of them.</summary>
internal static class HandOverViews
{
    public static IReadOnlyList<InvitationView> Of(Session session, Ticket ticket, Floor floor) =>
        [.. floor.InvitationsOf(session.Id).Select(one => View(one, session, ticket, floor))];

    /// <summary>What happens now: a colleague is asked, is here, or has just taken over.</summary>
    public static ColleagueNews? NewsOf(Session session, Floor floor) => floor.InvitationsOf(session.Id)
        .Where(one => one.Open || (one.State == InvitationState.TookOver && one.To == session.Desk))
        .OrderByDescending(one => one.AskedAt)
        .Select(one => new ColleagueNews(one.Purpose.OnWire(), one.State.OnWire(), one.ToName, floor.Catalogue.SiteName(one.ToSite)))
        .FirstOrDefault();

    public static HandOverNote? NoteOf(Ticket ticket, Floor floor) =>
        ticket.Wish is { } wish ? new HandOverNote(wish.By, floor.Catalogue.SiteName(wish.BySite), wish.Note) : null;

    public static ReturnedView? ReturnedOf(Ticket ticket, Floor floor) => ticket is { Parked: not null, Wish: { } wish }
        ? new ReturnedView(wish.By, floor.Catalogue.SiteName(wish.Site), wish.Desk is not null || wish.Skill is not null)
        : null;

    /// <summary>As the notes and names of the session stand: a colleague sees the applicant's name once responsible.</summary>
    public static InvitationView View(Invitation one, Session session, Ticket ticket, Floor floor) => new(
        one.Id.ToString(), one.Purpose.OnWire(), one.State.OnWire(), one.State == InvitationState.Joined ? session.SeatAt(one.To)?.Id.ToString() : null,
        one.FromName, one.ToName, floor.Catalogue.SiteName(one.ToSite), one.Note, one.Reason, one.AskedAt, one.ExpiresAt,
        floor.Find(one.To) is { } desk && floor.MayServe(desk, ticket));

    /// <returns>The invitation that this desk has been offered, or null.</returns>
    public static Invitation? OfferedTo(Desk desk, Floor floor) =>
        desk is { State: DeskState.Offered, Invitation: { } id } ? floor.Invitations.FirstOrDefault(one => one.Id == id && one.Open) : null;

    public static InvitationPurpose InDomain(this ColleaguePurpose purpose) => purpose switch
    {
        ColleaguePurpose.Consult => InvitationPurpose.Consult,
        ColleaguePurpose.Conference => InvitationPurpose.Conference,
        _ => InvitationPurpose.Transfer,
    };

    public static ColleaguePurpose OnWire(this InvitationPurpose purpose) => purpose switch
    {
        InvitationPurpose.Consult => ColleaguePurpose.Consult,
        InvitationPurpose.Conference => ColleaguePurpose.Conference,
        _ => ColleaguePurpose.Transfer,
    };

    private static InvitationStage OnWire(this InvitationState state) => state switch
    {
        InvitationState.Asked => InvitationStage.Asked,
        InvitationState.Joined => InvitationStage.Joined,
        InvitationState.Declined => InvitationStage.Declined,
        InvitationState.TimedOut => InvitationStage.TimedOut,
        InvitationState.Withdrawn => InvitationStage.Withdrawn,
        InvitationState.Left => InvitationStage.Left,
        _ => InvitationStage.TookOver,
    };
}
