using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Board;
using VirtualWindow.Signaling.HandOver;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Recording;

namespace VirtualWindow.Signaling.Live;

/// <summary>What one applicant is told.</summary>
internal sealed class ApplicantViews(ParticipantViews participants, RecordingViews recordings, IceServers ice)
{
    public static ApplicantSnapshot WithoutTicket(Floor floor) =>
        new(floor.Sequence, floor.ReadAt, ApplicantStage.NoTicket, null, null, null);

    public ApplicantSnapshot Of(Ticket ticket, Floor floor)
    {
        var session = floor.Find(ticket.Session);
        return new ApplicantSnapshot(
            floor.Sequence, floor.ReadAt, StageOf(ticket, session), View(ticket, floor), session is null ? null : Call(ticket, session, floor), null);
    }

    /// <param name="ticket">Served, left or expired: no longer on the floor.</param>
    /// <param name="receipt">Null when no sitting took place.</param>
    public static ApplicantSnapshot OfEnded(Ticket ticket, ReceiptView? receipt, Floor floor) => new(
        floor.Sequence, floor.ReadAt, receipt is null ? ApplicantStage.Left : ApplicantStage.Finished, View(ticket, floor), null, receipt);

    private static ApplicantStage StageOf(Ticket ticket, Session? session) => ticket.State switch
    {
        TicketState.Waiting => ApplicantStage.Waiting,
        TicketState.Offered => ApplicantStage.Next,
        TicketState.Called => ApplicantStage.Called,
        TicketState.InSession => session is { Held: true } ? ApplicantStage.OnHold : ApplicantStage.InCall,
        TicketState.Missed => ApplicantStage.Missed,
        TicketState.Served => ApplicantStage.Finished,
        _ => ApplicantStage.Left,
    };

    private static TicketView View(Ticket ticket, Floor floor) => new(
        ticket.Id.ToString(), ticket.Number, ticket.Item.Value, floor.Catalogue.ItemName(ticket.Item), floor.Catalogue.ItemNameEn(ticket.Item),
        ticket.Region.Value, floor.Catalogue.RegionName(ticket.Region), floor.PositionOf(ticket.Id),
        floor.BandFor(ticket) is { } band ? new EtaBand(band.FromMinutes, band.ToMinutes) : null, ticket.TakenAt, floor.ClerksFor(ticket),
        HandOverViews.ReturnedOf(ticket, floor));

    private CallView Call(Ticket ticket, Session session, Floor floor)
    {
        var seat = session.Applicant.Id.ToString();
        return new CallView(
            session.Id.ToString(), seat, session.StartedAt, ticket.State == TicketState.Called ? ticket.JoinBy : null, session.Held,
            participants.Of(session, floor), ice.For(seat), recordings.ForApplicant(session, ticket, floor),
            BoardViews.Of(session, ticket, floor), HandOverViews.NewsOf(session, floor));
    }
}
