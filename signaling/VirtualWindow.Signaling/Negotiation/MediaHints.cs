using Microsoft.Extensions.Hosting;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>
/// Passes on what the media node tells of a room to everybody in its session, beside the snapshots: that the room was given up, so that
/// the pages negotiate again at once instead of after the seconds that a browser needs to call a silent connection lost; and who speaks.
/// </summary>
internal sealed class MediaHints(IMediaNode node, FloorKeeper floors, HubVoice voice, LocalConnections connections) : IHostedService
{
    /// <summary>Spreads the offers of a node's sessions: about a hundred a second are answered without a queue.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(2);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        node.Changed += Note;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        node.Changed -= Note;
        return Task.CompletedTask;
    }

    private void Note(MediaEvent change)
    {
        if (change is not (MediaEvent.Moved or MediaEvent.Speaking or MediaEvent.Quiet) || SessionId.TryParse(change.Room) is not { } id) return;
        if (floors.Latest?.Find(id) is not { } session) return;
        switch (change)
        {
            case MediaEvent.Moved: Tell(session, new MediaMoved(change.Room, (int)Spread.TotalMilliseconds)); break;
            case MediaEvent.Speaking: Tell(session, new SpeakerChanged(change.Room, change.Participant)); break;
            default: Tell(session, new SpeakerChanged(change.Room, null)); break;
        }
    }

    private void Tell(Session session, MediaMoved news)
    {
        voice.TellApplicant(Subject.Of(session.Ticket), news);
        voice.TellDesk(Subject.Of(session.Desk), news);
        foreach (var wall in Watching(session)) voice.TellWall(wall, news);
    }

    private void Tell(Session session, SpeakerChanged news)
    {
        voice.TellApplicant(Subject.Of(session.Ticket), news);
        voice.TellDesk(Subject.Of(session.Desk), news);
        foreach (var wall in Watching(session)) voice.TellWall(wall, news);
    }

    private IEnumerable<HubConnection> Watching(Session session)
    {
        var seats = session.Participants.Where(seat => seat is { Role: PartyRole.Supervisor, Present: true }).Select(seat => Subject.Of(seat.Id)).ToHashSet();
        return connections.Walls.Where(wall => wall.Subjects.Keys.Any(seats.Contains));
    }
}
