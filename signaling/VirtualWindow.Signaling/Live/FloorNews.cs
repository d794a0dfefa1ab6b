using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Queue;

namespace VirtualWindow.Signaling.Live;

/// <summary>Tells each connection of this process what has changed for it, and nothing else.</summary>
internal sealed class FloorNews(
    LocalConnections local, ConnectionBook book, HubVoice voice, ApplicantViews applicants, DeskViews desks, WallViews walls, EndedTickets ended,
    IOptions<SignalingOptions> options, IOptions<JsonHubProtocolOptions> json, TimeProvider time)
{
    private readonly SignalingOptions _options = options.Value;
    private readonly JsonSerializerOptions _json = json.Value.PayloadSerializerOptions;

    public async Task TellAsync(Floor floor, CancellationToken ct)
    {
        TellWalls(floor);
        var gone = new List<KeyValuePair<Subject, HubConnection>>();
        foreach (var entry in local.Newest)
        {
            if (TookOverElsewhere(entry.Key, entry.Value, floor)) await book.YieldAsync(entry.Key, entry.Value);
            else if (entry.Value.Hub == HubKind.Desk) TellDesk(entry.Key, entry.Value, floor);
            else if (entry.Value.Hub == HubKind.Applicant && !TellApplicant(entry.Key, entry.Value, floor)) gone.Add(entry);
        }
        await TellEndedAsync(gone, floor, ct);
    }

    // Only a floor read after our own attendance was written can say that somebody else's is newer.
    private static bool TookOverElsewhere(Subject subject, HubConnection connection, Floor floor) =>
        floor.ReadAt > connection.AttendsSince && floor.Attendances.NewestConnection(subject) is { } newest && newest != connection.Id;

    private void TellWalls(Floor floor)
    {
        if (local.Walls.Count == 0) return;
        var snapshot = walls.Of(floor);
        var state = Bytes(snapshot with { Sequence = 0, ServerTime = default });
        foreach (var wall in local.Walls)
            if (wall.Told.MayTell(state, "", _options.WallInterval, time)) voice.Tell(wall, snapshot);
    }

    private void TellDesk(Subject subject, HubConnection connection, Floor floor)
    {
        if (connection.Desk is not { } id || floor.Find(id) is not { } desk) return;
        var snapshot = desks.Of(desk, floor);
        var state = Bytes(snapshot with { Sequence = 0, ServerTime = default });
        if (connection.Told.MayTell(state, StageOf(snapshot), _options.PositionInterval, time)) voice.Tell(connection, subject, snapshot);
    }

    // Everything but the queues' figures is about this clerk's own work and never waits.
    private string StageOf(DeskSnapshot snapshot) => Text(snapshot with { Sequence = 0, ServerTime = default, Queues = [] });

    /// <returns>False when the ticket is no longer on the floor.</returns>
    private bool TellApplicant(Subject subject, HubConnection connection, Floor floor)
    {
        if (connection.Ticket is not { } id) return true;
        if (floor.Find(id) is not { } ticket) return connection.ReceiptComplete;
        connection.ReceiptComplete = false;
        Tell(subject, connection, applicants.Of(ticket, floor));
        return true;
    }

    private async Task TellEndedAsync(List<KeyValuePair<Subject, HubConnection>> gone, Floor floor, CancellationToken ct)
    {
        if (gone.Count == 0) return;
        var receipts = await ended.LoadAsync([.. gone.Select(entry => entry.Value.Ticket).OfType<TicketId>()], floor, ct);
        foreach (var (subject, connection) in gone)
        {
            if (connection.Ticket is not { } id || !receipts.TryGetValue(id, out var snapshot)) continue;
            // Complete only once it is under way: a state that could not be sent now is looked at again in the next round.
            connection.ReceiptComplete = Tell(subject, connection, snapshot) && (snapshot.Receipt is null or { Filed: true });
        }
    }

    private bool Tell(Subject subject, HubConnection connection, ApplicantSnapshot snapshot)
    {
        var state = Bytes(snapshot with { Sequence = 0, ServerTime = default });
        if (!connection.Told.MayTell(state, StageOf(snapshot), _options.PositionInterval, time)) return false;
        voice.Tell(connection, subject, snapshot);
        return true;
    }

    // Position and ETA change with every neighbour and may wait; all else concerns this applicant alone.
    private string StageOf(ApplicantSnapshot snapshot) =>
        Text(snapshot with { Sequence = 0, ServerTime = default, Ticket = snapshot.Ticket is null ? null : snapshot.Ticket with { Position = null, Eta = null, ClerksOnDuty = 0 } });

    private byte[] Bytes<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, _json);

    private string Text<T>(T state) => JsonSerializer.Serialize(state, _json);
}
