using System.Collections.Concurrent;
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

    /// <summary>Who speaks, by room: a hint is told once, and who comes later has to be told again.</summary>
    private readonly ConcurrentDictionary<string, string> _speakers = new();

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

    /// <summary>Somebody has begun to watch the room.</summary>
    public void Remind(string room)
    {
        if (_speakers.TryGetValue(room, out var speaker) && Find(room) is { } session) Tell(session, new SpeakerChanged(room, speaker));
    }

    private void Note(MediaEvent change)
    {
        var (room, participant) = (change.Room, change.Participant);
        switch (change)
        {
            case MediaEvent.Moved:
                if (Find(room) is { } given) Tell(given, new MediaMoved(room, (int)Spread.TotalMilliseconds));
                break;
            case MediaEvent.Speaking:
                _speakers[room] = participant;
                if (Find(room) is { } heard) Tell(heard, new SpeakerChanged(room, participant));
                break;
            // Not at Stopped: who publishes anew speaks on, and of that the node says nothing.
            case MediaEvent.Quiet when _speakers.TryRemove(KeyValuePair.Create(room, participant)):
                if (Find(room) is { } silent) Tell(silent, new SpeakerChanged(room, null));
                break;
            case MediaEvent.Stopped when Find(room) is null:
                _speakers.TryRemove(room, out _);
                break;
        }
    }

    private Session? Find(string room) => SessionId.TryParse(room) is { } id ? floors.Latest?.Find(id) : null;

    private void Tell(Session session, MediaMoved news)
    {
        voice.TellApplicant(Subject.Of(session.Ticket), news);
        foreach (var desk in Desks(session)) voice.TellDesk(desk, news);
        foreach (var wall in Watching(session)) voice.TellWall(wall, news);
    }

    private void Tell(Session session, SpeakerChanged news)
    {
        voice.TellApplicant(Subject.Of(session.Ticket), news);
        foreach (var desk in Desks(session)) voice.TellDesk(desk, news);
        foreach (var wall in Watching(session)) voice.TellWall(wall, news);
    }

    /// <summary>The clerk's, and those of colleagues who take part.</summary>
    private static IEnumerable<Subject> Desks(Session session) => session.StaffDesks.Select(Subject.Of);

    private IEnumerable<HubConnection> Watching(Session session)
    {
        var seats = session.Participants.Where(seat => seat is { Role: PartyRole.Supervisor, Present: true }).Select(seat => Subject.Of(seat.Id)).ToHashSet();
        return connections.Walls.Where(wall => wall.Subjects.Keys.Any(seats.Contains));
    }
}
