using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>Wrap-up is done: ready for the next. After a while the server does it by itself.</summary>
internal sealed class FinishWrapUp(IWindowStore store, FloorSignal signal, TimeProvider time)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        await store.WriteAsync(async (db, stop) => (await db.Desks.SingleAsync(row => row.Id == connection.Desk, stop)).FinishWrapUp(time.GetUtcNow()), ct);
        signal.Raise();
        return Done.Instance;
    }
}
