using VirtualWindow.Contracts;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;

namespace VirtualWindow.Signaling.Live;

/// <summary>Who is in a session, as all of them see it.</summary>
internal sealed class ParticipantViews(MediaTruth media)
{
    public IReadOnlyList<ParticipantView> Of(Session session, Floor floor) =>
        [.. session.Participants.Where(seat => seat.Present).Select(seat => View(session, seat, floor))];

    private ParticipantView View(Session session, Participant seat, Floor floor)
    {
        var stream = media.Of(session.Id.ToString(), seat.Id.ToString());
        return new ParticipantView(
            seat.Id.ToString(), seat.Role.OnWire(), seat.DisplayName, floor.Catalogue.SiteName(seat.Site),
            IsConnected(session, seat, floor) && stream != StreamState.Silent, stream == StreamState.Flowing, seat.Microphone, seat.Camera);
    }

    private static bool IsConnected(Session session, Participant seat, Floor floor) => seat.Role switch
    {
        PartyRole.Applicant => floor.Attendances.IsConnected(Subject.Of(session.Ticket)),
        PartyRole.Clerk or PartyRole.Expert => floor.Attendances.IsConnected(Subject.Of(seat.Desk ?? session.Desk)),
        _ => true,
    };
}
