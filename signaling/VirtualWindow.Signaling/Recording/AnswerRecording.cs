using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Recordings;

namespace VirtualWindow.Signaling.Recording;

/// <summary>
/// The applicant agrees to being recorded, refuses, or takes the consent back. Every answer is kept with its time and the wording that was
/// shown; a consent taken back stops the recording before the reply.
/// </summary>
internal sealed partial class AnswerRecording(
    IWindowStore store, Recordings recordings, RecordingPolicy policy, FloorSignal signal, TimeProvider time, ILogger<AnswerRecording> log)
{
    /// <summary>Version of the sentence on the applicant's page (features/recording).</summary>
    private const int Wording = 1;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, AnswerRecordingRequest request, CancellationToken ct)
    {
        var (session, refusal) = await store.WriteAsync((db, stop) => AnswerAsync(db, connection, request, stop), ct);
        if (refusal is not null) return refusal;
        LogAnswered(log, session!.Id, session.RecordingConsent);
        await recordings.SettleAsync(session.Id, CancellationToken.None);
        signal.Raise();
        return Done.Instance;
    }

    private async Task<(Session? Session, Refusal? Refusal)> AnswerAsync(WindowDb db, HubConnection connection, AnswerRecordingRequest request, CancellationToken ct)
    {
        var (seat, refusal) = await Seat.FindAsync(db, request.SessionId, connection, ct);
        if (refusal is not null) return (null, refusal);
        var session = seat!.Session;
        var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
        if (!policy.Allows(session, ticket)) return (null, Refuse.Stale);
        var now = time.GetUtcNow();
        if (session.AnswerRecording(request.Agreed, now))
            db.RecordingAnswers.Add(new RecordingAnswer
            {
                Id = Guid.CreateVersion7(now), Session = session.Id, Participant = seat.Participant.Id, Agreed = request.Agreed, At = now, Wording = Wording,
            });
        return (session, null);
    }

    [LoggerMessage(3310, LogLevel.Information, "The applicant of session {SessionId} answered to being recorded: {Consent}")]
    private static partial void LogAnswered(ILogger logger, SessionId sessionId, RecordingConsent consent);
}
