using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>What the media node says to an offer, an answer or a wish to watch, as a reply. SDP is never logged: it holds addresses.</summary>
internal sealed partial class MediaAnswers(ILogger<MediaAnswers> log)
{
    public Task<Reply<SdpAnswer>> ReplyAsync(Func<ValueTask<MediaAnswer>> ask, string room) => GuardAsync<SdpAnswer>(async () =>
    {
        var answer = await ask();
        return answer is { Sdp: { } sdp, ConnectionId: { } id } ? new SdpAnswer(sdp, id) : Refused(answer.RefusalCode);
    }, room);

    public Task<Reply<SdpOffer>> ReplyAsync(Func<ValueTask<MediaOffer>> ask, string room) => GuardAsync<SdpOffer>(async () =>
    {
        var offer = await ask();
        return offer is { Sdp: { } sdp, ConnectionId: { } id } ? new SdpOffer(id, offer.Version, sdp) : Refused(offer.RefusalCode);
    }, room);

    public Task<Reply<Done>> ReplyAsync(Func<ValueTask<string?>> tell, string room) => GuardAsync<Done>(
        async () => await tell() is { } code ? Refused(code) : Done.Instance, room);

    private static Refusal Refused(string? code) => Refusals.Of(code ?? RefusalCodes.MediaRefused);

    private async Task<Reply<T>> GuardAsync<T>(Func<Task<Reply<T>>> ask, string room) where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogMediaFailed(log, failure, room);
            return Refusals.Of(RefusalCodes.MediaUnavailable);
        }
    }

    [LoggerMessage(3401, LogLevel.Error, "The media node could not negotiate for room {Room}")]
    private static partial void LogMediaFailed(ILogger logger, Exception failure, string room);
}
