using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Queue;

/// <summary>A clerk says: ready, away with a reason, or off duty. An open offer or session has to be finished first.</summary>
internal sealed class SetPresence(IWindowStore store, FloorSignal signal, TimeProvider time)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, SetPresenceRequest request, CancellationToken ct)
    {
        if (!MayBeAskedFor(request)) return Refuse.BadInput;
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var desk = await db.Desks.SingleAsync(row => row.Id == connection.Desk, stop);
            if (desk.State is DeskState.Busy or DeskState.Offered) return Refuse.Busy;
            Move(desk, request, time.GetUtcNow());
            return (Refusal?)null;
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        return Done.Instance;
    }

    private static bool MayBeAskedFor(SetPresenceRequest request) => request.Presence switch
    {
        Presence.Ready or Presence.Offline => true,
        Presence.Away => request.Reason is not (null or AwayReason.NoAnswer),
        _ => false,
    };

    private static void Move(Desk desk, SetPresenceRequest request, DateTimeOffset now)
    {
        switch (request.Presence)
        {
            case Presence.Ready: desk.GetReady(now); break;
            case Presence.Away: desk.GoAway(request.Reason!.Value.InDomain(), now); break;
            default: desk.GoOffline(now); break;
        }
    }
}
