using VirtualWindow.Contracts;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Queue;

/// <summary>After a missed call (过号): back into the queue, ahead of later arrivals.</summary>
internal sealed class Requeue(IWindowStore store, FloorSignal signal)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        if (connection.Ticket is not { } id) return Refuse.NoTicket;
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            if (await OpenTicket.LoadAsync(db, id, stop) is not { } open) return Refuse.NoTicket;
            open.Ticket.Requeue();
            return (Refusal?)null;
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        return Done.Instance;
    }
}
