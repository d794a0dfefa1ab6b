using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Queue;

/// <summary>The whole truth about one desk, after a (re)connect or a gap.</summary>
internal sealed class DeskSnapshots(FloorKeeper floors, DeskViews views)
{
    public async Task<Reply<DeskSnapshot>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        var floor = await floors.FreshAsync(ct);
        return connection.Desk is { } id && floor.Find(id) is { } desk ? views.Of(desk, floor) : Refuse.SignInRequired;
    }
}
