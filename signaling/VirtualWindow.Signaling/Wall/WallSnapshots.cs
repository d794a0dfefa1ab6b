using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;

namespace VirtualWindow.Signaling.Wall;

/// <summary>The floor for one wall that asks.</summary>
internal sealed class WallSnapshots(FloorKeeper floors, WallViews views)
{
    public async Task<Reply<WallSnapshot>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        connection.Told.Forget();
        return views.Of(await floors.FreshAsync(ct));
    }
}
