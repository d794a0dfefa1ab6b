using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.People;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Board;
using VirtualWindow.Signaling.HandOver;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Recording;

namespace VirtualWindow.Signaling.Live;

/// <summary>What one desk is told.</summary>
internal sealed class DeskViews(ParticipantViews participants, RecordingViews recordings, IceServers ice, IOptions<SignalingOptions> options)
{
    public DeskSnapshot Of(Desk desk, Floor floor) => new(
        floor.Sequence, floor.ReadAt, View(desk, floor), QueueViews.Of(floor, window => window.Site == desk.Site || QueueViews.MayConcern(desk, window, floor)),
        Offer(desk, floor), Session(desk, floor), Today(desk, floor), ServiceGoals.Of(options.Value), Asked(desk, floor));

    private DeskView View(Desk desk, Floor floor) => new(
        desk.Id.ToString(), desk.ClerkName, desk.ClerkNumber, desk.Site.Value, floor.Catalogue.SiteName(desk.Site),
        desk.State.OnWire(), desk.AwayFor?.OnWire(), desk.Since,
        desk.State == DeskState.WrapUp ? desk.Since + options.Value.WrapUpLimit : null);

    private static OfferView? Offer(Desk desk, Floor floor) =>
        desk is { State: DeskState.Offered, Ticket: { } id } && floor.Find(id) is { Offer: { } offer, OfferedAt: { } at, OfferExpiresAt: { } until } ticket
            ? new OfferView(offer.ToString(), at, until, Card(ticket, floor, whole: false), HandOverViews.NoteOf(ticket, floor))
            : null;

    private static AskedView? Asked(Desk desk, Floor floor) =>
        HandOverViews.OfferedTo(desk, floor) is { } one && floor.Find(one.Session) is { } session && floor.Find(session.Ticket) is { } ticket
            ? new AskedView(
                one.Id.ToString(), one.Purpose.OnWire(), one.FromName, floor.Catalogue.SiteName(one.FromSite), one.Note, one.AskedAt, one.ExpiresAt,
                Card(ticket, floor, whole: false))
            : null;

    private DeskSessionView? Session(Desk desk, Floor floor)
    {
        if (floor.Find(desk.Session) is not { } session || floor.Find(session.Ticket) is not { } ticket) return null;
        if (session.SeatAt(desk.Id)?.Id.ToString() is not { } seat) return null;
        var responsible = session.Desk == desk.Id;
        return new DeskSessionView(
            session.Id.ToString(), seat, session.StartedAt, session.Sitting, session.Held, Card(ticket, floor, responsible),
            session.Notes, session.NotesRevision, participants.Of(session, floor), ice.For(seat), recordings.Of(session, ticket, floor),
            responsible, BoardViews.Of(session, ticket, floor), HandOverViews.Of(session, ticket, floor), HandOverViews.NoteOf(ticket, floor));
    }

    private static TodayView Today(Desk desk, Floor floor)
    {
        var day = floor.Day.Of(desk.Id);
        return new TodayView(day.Served, day.Declined, day.Missed, day.AverageSeconds is { } mean ? (int)Math.Round(mean) : null, day.CasesFiled, day.CasesPending);
    }

    /// <param name="whole">False before the session and for a colleague: who declines or only advises has learnt no name and no number.</param>
    private static ApplicantCard Card(Ticket ticket, Floor floor, bool whole)
    {
        var item = floor.Catalogue.Items.GetValueOrDefault(ticket.Item);
        return new ApplicantCard(
            ticket.Number, Shown(ticket.Name, whole, PersonName.Mask), Shown(ticket.Phone, whole, MobileNumber.Mask), ticket.Item.Value,
            floor.Catalogue.ItemName(ticket.Item), floor.Catalogue.ItemNameEn(ticket.Item), floor.Catalogue.DepartmentName(ticket.Item),
            floor.Catalogue.RegionName(ticket.Region), floor.Catalogue.SiteName(ticket.FromSite), ticket.Priority.OnWire(), ticket.Language, ticket.Kiosk,
            ticket.TakenAt, item?.Materials ?? [], item?.Summary ?? "", item?.PromisedDays, item?.Fee);
    }

    private static string? Shown(string? text, bool whole, Func<string, string> mask) => text is null || whole ? text : mask(text);
}
