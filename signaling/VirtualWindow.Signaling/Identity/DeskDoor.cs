using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Identity;

/// <summary>A clerk comes to the desk; the first time, the desk is set up from the account's claims.</summary>
internal sealed class DeskDoor(IWindowStore store, ConnectionBook book, IOptions<SignalingOptions> options, TimeProvider time)
{
    public async Task EnterAsync(HubCallerContext context)
    {
        var connection = HubConnection.Open(context, HubKind.Desk, new TokenBucket(options.Value.RequestBurst, options.Value.RequestsPerSecond, time));
        var clerk = StaffBadge.Of(context.User);
        connection.Staff = clerk.Id;
        connection.Desk = await DeskOfAsync(clerk, context.ConnectionAborted);
        await book.AttendAsync(Subject.Of(connection.Desk.Value), connection, context.ConnectionAborted);
    }

    public Task LeaveAsync(HubConnection connection) => book.LeaveAsync(connection);

    private async Task<DeskId> DeskOfAsync(StaffBadge clerk, CancellationToken ct)
    {
        if (await FindAsync(clerk, ct) is { } known) return known;
        try
        {
            return await store.WriteAsync((db, _) => Task.FromResult(SetUp(db, clerk)), ct);
        }
        catch (DuplicateRowException)
        {
            // Two tabs came at once; the other one set it up.
            return await FindAsync(clerk, ct) ?? throw new InvalidOperationException("The desk exists and cannot be found.");
        }
    }

    private Task<DeskId?> FindAsync(StaffBadge clerk, CancellationToken ct) =>
        store.ReadAsync(async (db, stop) => (await db.Desks.SingleOrDefaultAsync(desk => desk.Clerk == clerk.Id, stop))?.Id, ct);

    private DeskId SetUp(WindowDb db, StaffBadge clerk)
    {
        var now = time.GetUtcNow();
        var desk = Desk.Create(new DeskId(Guid.CreateVersion7(now)), clerk.Id, clerk.DisplayName, clerk.Number, clerk.Site, now);
        db.Desks.Add(desk);
        return desk.Id;
    }
}
