using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>A page says how large it shows somebody: the node sends no more of the picture than is seen.</summary>
internal sealed class SetView(IWindowStore store, IMediaNode node)
{
    private const int MaxHeight = 8192;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, SetViewRequest request, CancellationToken ct)
    {
        if (request.Height is < 0 or > MaxHeight) return Refuse.BadInput;
        if (ParticipantId.TryParse(request.ParticipantId) is not { } watched) return Refuse.BadInput;
        var (seat, refusal) = await store.ReadAsync((db, stop) => Seat.FindAsync(db, request.SessionId, connection, stop), ct);
        if (refusal is not null) return refusal;
        await node.PreferAsync(seat!.Session.Id.ToString(), seat.Participant.Id.ToString(), watched.ToString(), request.Height, ct);
        return Done.Instance;
    }
}
