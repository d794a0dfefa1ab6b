using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Recordings;

namespace VirtualWindow.Signaling.Recording;

/// <summary>
/// Starts and stops recordings and keeps what was recorded: the row is written before the node is asked, so that no file exists of which the
/// database knows nothing.
/// </summary>
internal sealed partial class Recordings(
    IWindowStore store, IMediaNode node, MediaTruth streams, RecordingTruth truth, RecordingPolicy policy, TimeProvider time, ILogger<Recordings> log)
    : IDisposable
{
    /// <summary>A recording that has not started is asked for again so often; the node takes a repetition for what it is.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Looked at without the database: true when <see cref="SettleAsync"/> may have something to do.</summary>
    public bool MayNeedSettling(Session session, Ticket ticket) =>
        policy.Demands(session, ticket) ? truth.Of(session.Id.ToString()) is not { StartedAt: not null } : truth.Of(session.Id.ToString()) is not null;

    /// <summary>
    /// Brings one session to what consent and policy say; safe to repeat. One at a time and by what the database says now: whoever saw an older
    /// floor must not start again what has just been stopped.
    /// </summary>
    public async Task SettleAsync(SessionId id, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var room = id.ToString();
            var session = await FindAsync(id, ct);
            // Where nobody's stream arrives is another process's session, or nothing to record yet.
            if (Demanded(session) && HasStream(session.Session))
            {
                await StartAsync(id, room, truth.Of(room), ct);
                // Who ended it meanwhile closed a room that was not recorded yet.
                session = await FindAsync(id, ct);
            }

            if (truth.Of(room) is not null && !Demanded(session)) await StopAsync(room, ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sessions of which something is recorded.</summary>
    public IEnumerable<SessionId> Running() => truth.All().Select(one => SessionId.TryParse(one.Key)).OfType<SessionId>();

    /// <summary>A recording is closed: what is known of it is kept with the session.</summary>
    public async Task KeepAsync(RecordingSummary summary, CancellationToken ct)
    {
        if (!Guid.TryParseExact(summary.Recording, "N", out var id)) return;
        var end = await store.WriteAsync(async (db, stop) =>
        {
            if (await db.Recordings.SingleOrDefaultAsync(row => row.Id == id, stop) is not { } recording) return (RecordingEnd?)null;
            var consent = await db.Sessions.Where(row => row.Id == recording.Session).Select(row => row.RecordingConsent).SingleAsync(stop);
            Fill(recording, summary, consent);
            return recording.End;
        }, ct);
        if (end is { } known) LogKept(log, id, known, summary.Files, summary.GapMilliseconds);
    }

    /// <summary>The process ends: what runs is stopped, so that its files are whole and its rows are closed.</summary>
    /// <returns>The recordings of which the node will say that they are closed.</returns>
    public async Task<HashSet<string>> StopAllAsync()
    {
        var running = truth.All();
        foreach (var (room, _) in running) await StopAsync(room, CancellationToken.None);
        return [.. running.Select(one => one.Value.Id.ToString("N"))];
    }

    public void Dispose() => _gate.Dispose();

    private static void Fill(SessionRecording recording, RecordingSummary summary, RecordingConsent consent)
    {
        recording.EndedAt = summary.EndedAt;
        recording.End = summary.State == RecordingState.Interrupted ? RecordingEnd.Interrupted
            : consent == RecordingConsent.Revoked ? RecordingEnd.ConsentRevoked
            : RecordingEnd.SessionEnded;
        (recording.Folder, recording.ManifestSha256) = (summary.Folder, summary.ManifestSha256);
        (recording.Files, recording.Bytes, recording.GapMilliseconds) = (summary.Files, summary.Bytes, summary.GapMilliseconds);
    }

    private Task<(Session Session, Ticket Ticket)> FindAsync(SessionId id, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
    {
        var session = await db.Sessions.SingleAsync(row => row.Id == id, stop);
        return (session, await db.Tickets.SingleAsync(row => row.Id == session.Ticket, stop));
    }, ct);

    private bool Demanded((Session Session, Ticket Ticket) known) => policy.Demands(known.Session, known.Ticket);

    private bool HasStream(Session session) => session.Participants.Any(seat => streams.Of(session.Id.ToString(), seat.Id.ToString()) != StreamState.None);

    private async Task StartAsync(SessionId session, string room, RunningRecording? running, CancellationToken ct)
    {
        if (running is { StartedAt: not null } || time.GetUtcNow() - running?.AskedAt < AskAgain) return;
        var id = running?.Id ?? await NoteAsync(session, ct);
        truth.Expect(room, id);
        try
        {
            if (await node.StartRecordingAsync(new RecordingRequest(room, id.ToString("N")), ct)) LogAsked(log, id, session);
            else LogCannot(log, session);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(log, failure, "start", session.ToString());
        }
    }

    private async Task<Guid> NoteAsync(SessionId session, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await store.WriteAsync((db, _) =>
        {
            db.Recordings.Add(new SessionRecording { Id = id, Session = session, StartedAt = now });
            return Task.CompletedTask;
        }, ct);
        return id;
    }

    private async Task StopAsync(string room, CancellationToken ct)
    {
        try
        {
            await node.StopRecordingAsync(room, ct);
            truth.Forget(room);
            LogStopped(log, room);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(log, failure, "stop", room);
        }
    }

    [LoggerMessage(3311, LogLevel.Information, "Recording {RecordingId} of session {SessionId} begins")]
    private static partial void LogAsked(ILogger logger, Guid recordingId, SessionId sessionId);

    [LoggerMessage(3312, LogLevel.Warning, "The media node does not record; session {SessionId} goes on without")]
    private static partial void LogCannot(ILogger logger, SessionId sessionId);

    [LoggerMessage(3313, LogLevel.Information, "The recording of session {SessionId} is stopped")]
    private static partial void LogStopped(ILogger logger, string sessionId);

    [LoggerMessage(3314, LogLevel.Information, "Recording {RecordingId} is kept: {End}, {Files} files, {GapMilliseconds} ms missing")]
    private static partial void LogKept(ILogger logger, Guid recordingId, RecordingEnd end, int files, long gapMilliseconds);

    [LoggerMessage(3315, LogLevel.Error, "The media node could not {Act} the recording of session {SessionId}")]
    private static partial void LogFailed(ILogger logger, Exception failure, string act, string sessionId);
}
