using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.Signaling.Negotiation;

/// <summary>What the media node answers to an offer, as a reply. SDP is never logged: it holds addresses.</summary>
internal sealed partial class MediaAnswers(ILogger<MediaAnswers> log)
{
    public async Task<Reply<SdpAnswer>> ReplyAsync(Func<ValueTask<MediaAnswer>> ask, string room)
    {
        try
        {
            var answer = await ask();
            return answer.Sdp is { } sdp ? new SdpAnswer(sdp) : Refusals.Of(answer.RefusalCode ?? RefusalCodes.MediaRefused);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogMediaFailed(log, failure, room);
            return Refusals.Of(RefusalCodes.MediaUnavailable);
        }
    }

    [LoggerMessage(3401, LogLevel.Error, "The media node could not answer an offer for room {Room}")]
    private static partial void LogMediaFailed(ILogger logger, Exception failure, string room);
}
