using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>A participant's network has changed: its publish connection goes on with new ICE credentials (RFC 8445 §9).</summary>
internal sealed class RestartIce(IWindowStore store, IMediaNode node, MediaAnswers answers)
{
    public async Task<Reply<SdpAnswer>> HandleAsync(HubConnection connection, RestartIceRequest request, CancellationToken ct)
    {
        if ((Check.Sdp(request.Sdp) ?? Check.Key(request.ConnectionId)) is { } unfit) return unfit;
        var (seat, refusal) = await store.ReadAsync((db, stop) => Seat.FindAsync(db, request.SessionId, connection, stop), ct);
        if (refusal is not null) return refusal;
        var room = seat!.Session.Id.ToString();
        return await answers.ReplyAsync(() => node.RestartIceAsync(room, seat.Participant.Id.ToString(), request.ConnectionId, request.Sdp, ct), room);
    }
}
