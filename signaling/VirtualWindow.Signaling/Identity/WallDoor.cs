using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Identity;

/// <summary>A supervisor opens a wall, and may keep several open; closing one leaves every session it watched.</summary>
internal sealed class WallDoor(
    IWindowStore store, LocalConnections local, ConnectionBook book, SessionRooms rooms, FloorSignal signal, IOptions<SignalingOptions> options, TimeProvider time)
{
    public Task EnterAsync(HubCallerContext context)
    {
        var connection = HubConnection.Open(context, HubKind.Wall, new TokenBucket(options.Value.RequestBurst, options.Value.RequestsPerSecond, time));
        connection.Staff = StaffBadge.Of(context.User).Id;
        local.Add(connection);
        signal.Raise();
        return Task.CompletedTask;
    }

    public async Task LeaveAsync(HubConnection connection)
    {
        local.Remove(connection);
        var seats = connection.Subjects.Keys.Select(subject => new ParticipantId(subject.Id)).ToList();
        await book.LeaveAsync(connection);
        foreach (var seat in seats) await ExitAsync(seat);
        signal.Raise();
    }

    private async Task ExitAsync(ParticipantId seat)
    {
        var session = await store.WriteAsync(async (db, stop) =>
        {
            var watched = await db.Sessions.SingleOrDefaultAsync(row => row.Participants.Any(participant => participant.Id == seat), stop);
            watched?.Exit(seat, time.GetUtcNow());
            return watched?.Id;
        }, CancellationToken.None);
        if (session is { } id) rooms.Remove(id, seat);
    }
}
