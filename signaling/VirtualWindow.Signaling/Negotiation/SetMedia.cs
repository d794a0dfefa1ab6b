using VirtualWindow.Contracts;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>A participant mutes or shows: the others see it, because mute is never a guess.</summary>
internal sealed class SetMedia(IWindowStore store, FloorSignal signal)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, SetMediaRequest request, CancellationToken ct)
    {
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var (seat, no) = await Seat.FindAsync(db, request.SessionId, connection, stop);
            seat?.Participant.SetMedia(request.Microphone, request.Camera);
            return no;
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        return Done.Instance;
    }
}
