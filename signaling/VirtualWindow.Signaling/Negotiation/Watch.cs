using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>A participant offers to receive one other participant of the same session.</summary>
internal sealed class Watch(IWindowStore store, IMediaNode node, MediaAnswers answers)
{
    public async Task<Reply<SdpAnswer>> HandleAsync(HubConnection connection, WatchRequest request, CancellationToken ct)
    {
        if (Check.Sdp(request.Sdp) is { } unfit) return unfit;
        if (ParticipantId.TryParse(request.ParticipantId) is not { } watched) return Refuse.BadInput;
        var (seat, refusal) = await store.ReadAsync((db, stop) => Seat.FindAsync(db, request.SessionId, connection, stop), ct);
        if (refusal is not null) return refusal;
        if (!MayWatch(seat!, watched)) return Refuse.NotFound;
        var room = seat!.Session.Id.ToString();
        return await answers.ReplyAsync(() => node.SubscribeAsync(room, seat.Participant.Id.ToString(), watched.ToString(), request.Sdp, ct), room);
    }

    private static bool MayWatch(Seat seat, ParticipantId watched) =>
        seat.Session.Find(watched) is { Present: true, Publishes: true } other && other.Id != seat.Participant.Id;
}
