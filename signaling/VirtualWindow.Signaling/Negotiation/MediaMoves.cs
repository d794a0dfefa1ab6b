using Microsoft.Extensions.Hosting;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>
/// Passes on that the media node gave a room up: everybody in the session negotiates again at once, instead of after the seconds that
/// a browser needs to call a silent connection lost.
/// </summary>
internal sealed class MediaMoves(IMediaNode node, FloorKeeper floors, HubVoice voice, LocalConnections connections) : IHostedService
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
        if (change is not MediaEvent.Moved { Room: var room } || SessionId.TryParse(room) is not { } id) return;
        if (floors.Latest?.Find(id) is not { } session) return;
        var news = new MediaMoved(room, (int)Spread.TotalMilliseconds);
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
