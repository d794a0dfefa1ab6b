using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>A participant offers to send; the media node answers.</summary>
internal sealed class Publish(IWindowStore store, IMediaNode node, SessionRooms rooms, MediaAnswers answers)
{
    public async Task<Reply<SdpAnswer>> HandleAsync(HubConnection connection, PublishRequest request, CancellationToken ct)
    {
        if (Check.Sdp(request.Sdp) is { } unfit) return unfit;
        var (seat, refusal) = await store.ReadAsync((db, stop) => Seat.FindAsync(db, request.SessionId, connection, stop), ct);
        if (refusal is not null) return refusal;
        var room = seat!.Session.Id.ToString();
        if (seat.Session.Held) await rooms.HoldAsync(seat.Session, held: true, ct);
        return await answers.ReplyAsync(() => node.PublishAsync(room, seat.Participant.Id.ToString(), request.Sdp, ct), room);
    }
}
