using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Negotiation;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>
/// The media side of sessions. Closing is not awaited by those who hang up: the database already says that it is over, and a
/// slow media node must not keep the desk.
/// </summary>
internal sealed partial class SessionRooms(IMediaNode node, MediaTruth truth, ILogger<SessionRooms> log)
{
    public void Close(SessionId session) => _ = CloseAsync(session.ToString());

    public void Remove(SessionId session, ParticipantId seat) => _ = RemoveAsync(session.ToString(), seat.ToString());

    /// <returns>False when the media node does not answer: then nothing has changed.</returns>
    public async Task<bool> TryHoldAsync(SessionId session, bool held, CancellationToken ct)
    {
        try
        {
            await node.HoldAsync(session.ToString(), held, ct);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogMediaFailed(log, failure, "hold", session.ToString());
            return false;
        }
    }

    private async Task CloseAsync(string room)
    {
        try
        {
            await node.CloseRoomAsync(room, CancellationToken.None);
            truth.Forget(room);
        }
        catch (Exception failure)
        {
            LogMediaFailed(log, failure, "close", room);
        }
    }

    private async Task RemoveAsync(string room, string participant)
    {
        try
        {
            await node.RemoveParticipantAsync(room, participant, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogMediaFailed(log, failure, "remove a participant from", room);
        }
    }

    [LoggerMessage(3301, LogLevel.Error, "The media node could not {Act} room {Room}")]
    private static partial void LogMediaFailed(ILogger logger, Exception failure, string act, string room);
}
