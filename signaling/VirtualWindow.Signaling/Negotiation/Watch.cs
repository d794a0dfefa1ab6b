using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>A page asks for an offer that carries these participants of its session and nobody else; it answers with <see cref="AnswerWatch"/>.</summary>
internal sealed class Watch(IWindowStore store, IMediaNode node, MediaAnswers answers)
{
    public async Task<Reply<SdpOffer>> HandleAsync(HubConnection connection, WatchRequest request, CancellationToken ct)
    {
        if (request.ParticipantIds.Count > WatchWish.MaxPublishers) return Refuse.TooLarge;
        if (request.ConnectionId is { } known && Check.Key(known) is { } unfit) return unfit;
        var watched = request.ParticipantIds.Select(ParticipantId.TryParse).Distinct().ToList();
        if (watched.Contains(null)) return Refuse.BadInput;
        var (seat, refusal) = await store.ReadAsync((db, stop) => Seat.FindAsync(db, request.SessionId, connection, stop), ct);
        if (refusal is not null) return refusal;
        if (!watched.TrueForAll(id => MayWatch(seat!, id!.Value))) return Refuse.NotFound;
        var wish = new WatchWish(
            seat!.Session.Id.ToString(), seat.Participant.Id.ToString(), request.ConnectionId, [.. watched.Select(id => id!.Value.ToString())], request.RestartIce);
        return await answers.ReplyAsync(() => node.OfferAsync(wish, ct), wish.Room);
    }

    private static bool MayWatch(Seat seat, ParticipantId watched) =>
        seat.Session.Find(watched) is { Present: true, Publishes: true } other && other.Id != seat.Participant.Id;
}
