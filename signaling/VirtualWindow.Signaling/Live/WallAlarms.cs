using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Recording;

namespace VirtualWindow.Signaling.Live;

/// <summary>Where somebody should act, longest-standing first.</summary>
internal sealed class WallAlarms(IOptions<SignalingOptions> options, MediaTruth media, RecordingViews recordings)
{
    private readonly SignalingOptions _options = options.Value;

    public IReadOnlyList<WallAlarm> Of(Floor floor) =>
        [.. LongWaits(floor).Concat(Unservable(floor)).Concat(NoAnswers(floor)).Concat(LostApplicants(floor)).Concat(MediaDown(floor)).Concat(StuckCases(floor)).Concat(RecordingTroubles(floor))
            .OrderBy(alarm => alarm.Since).ThenBy(alarm => alarm.Subject, StringComparer.Ordinal)];

    private IEnumerable<WallAlarm> LongWaits(Floor floor) =>
        from ticket in floor.Waiting
        where floor.ReadAt - ticket.TakenAt >= _options.LongWaitAlarm
        select new WallAlarm(AlarmKind.LongWait, ticket.AuthoritySite.Value, ticket.Number, ticket.TakenAt + _options.LongWaitAlarm);

    private static IEnumerable<WallAlarm> Unservable(Floor floor) =>
        from ticket in floor.Waiting
        where ticket.State == TicketState.Waiting && floor.ClerksFor(ticket) == 0
        select new WallAlarm(AlarmKind.NoDeskForTicket, ticket.AuthoritySite.Value, ticket.Number, ticket.TakenAt);

    private static IEnumerable<WallAlarm> NoAnswers(Floor floor) =>
        from desk in floor.Desks
        where desk.AwayFor == AwayCause.NoAnswer
        select new WallAlarm(AlarmKind.ClerkNoAnswer, desk.Site.Value, desk.ClerkNumber, desk.Since);

    private static IEnumerable<WallAlarm> LostApplicants(Floor floor) =>
        from session in floor.Sessions
        where session.Sitting
        let since = floor.Attendances.LostSince(Subject.Of(session.Ticket))
        where since is not null
        select new WallAlarm(AlarmKind.ApplicantLost, session.Site.Value, session.Id.ToString(), since.Value < session.StartedAt ? session.StartedAt : since.Value);

    // Nobody's stream arrives although all are connected: not a lost participant but the media service.
    private IEnumerable<WallAlarm> MediaDown(Floor floor) =>
        from session in floor.Sessions
        let publishers = session.Participants.Where(seat => seat.Present && seat.Publishes).ToList()
        where publishers.Count > 1 && publishers.All(seat => media.Of(session.Id.ToString(), seat.Id.ToString()) == StreamState.Silent)
        select new WallAlarm(AlarmKind.MediaDown, session.Site.Value, session.Id.ToString(), session.ApplicantJoinedAt ?? session.StartedAt);

    // One per session: its desk and its tile say which trouble it is.
    private IEnumerable<WallAlarm> RecordingTroubles(Floor floor) =>
        from session in floor.Sessions
        let ticket = floor.Find(session.Ticket)
        where ticket is not null
        let since = recordings.AlarmSince(session, ticket, floor)
        where since is not null
        select new WallAlarm(AlarmKind.RecordingTrouble, session.Site.Value, session.Id.ToString(), since.Value);

    private IEnumerable<WallAlarm> StuckCases(Floor floor) =>
        from stuck in floor.Day.Stuck
        select new WallAlarm(AlarmKind.FollowUpStuck, stuck.Site.Value, stuck.Case.ToString(), stuck.EndedAt + _options.FollowUpAlarm);
}
