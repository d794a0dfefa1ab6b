using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>A page answers the offer that <see cref="Watch"/> gave it.</summary>
internal sealed class AnswerWatch(IWindowStore store, IMediaNode node, MediaAnswers answers, MediaHints hints)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, AnswerWatchRequest request, CancellationToken ct)
    {
        if ((Check.Sdp(request.Sdp) ?? Check.Key(request.ConnectionId)) is { } unfit) return unfit;
        var (seat, refusal) = await store.ReadAsync((db, stop) => Seat.FindAsync(db, request.SessionId, connection, stop), ct);
        if (refusal is not null) return refusal;
        var room = seat!.Session.Id.ToString();
        var reply = await answers.ReplyAsync(() => node.AcceptAsync(room, seat.Participant.Id.ToString(), request.ConnectionId, request.Version, request.Sdp, ct), room);
        if (reply.Refusal is null) hints.Remind(room);
        return reply;
    }
}
