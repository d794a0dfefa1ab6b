using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
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

    /// <summary>The applicant is on hold; the clerk and colleagues who are here go on speaking with each other.</summary>
    /// <returns>False when the media node does not answer: then nothing has changed.</returns>
    public async Task<bool> TryHoldAsync(Session session, bool held, CancellationToken ct)
    {
        try
        {
            await HoldAsync(session, held, ct);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogMediaFailed(log, failure, "hold", session.Id.ToString());
            return false;
        }
    }

    /// <summary>A node that has been restarted, or another one, does not know that the session is on hold, nor who confers.</summary>
    public async Task HoldAsync(Session session, bool held, CancellationToken ct)
    {
        var staff = Conferring(session);
        if (held && staff.Count > 0) await node.ConferAsync(session.Id.ToString(), staff, ct);
        await node.HoldAsync(session.Id.ToString(), held, ct);
    }

    /// <summary>Somebody came to, left or handed over a session: while it is on hold, who may speak with whom is another matter now.</summary>
    public async Task ConferAsync(Session session)
    {
        if (!session.Held) return;
        try
        {
            await node.ConferAsync(session.Id.ToString(), Conferring(session), CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogMediaFailed(log, failure, "let confer in", session.Id.ToString());
        }
    }

    /// <returns>Empty when the clerk is alone.</returns>
    private static List<string> Conferring(Session session)
    {
        var staff = session.Participants.Where(seat => seat is { Present: true, Role: PartyRole.Clerk or PartyRole.Expert }).Select(seat => seat.Id.ToString()).ToList();
        return staff.Count > 1 ? staff : [];
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
