using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Signaling.Documents;

/// <summary>
/// Once a <see cref="SignalingOptions.PollInterval"/>: tells the pages of this process what another process (or the follow-up, or a signature)
/// changed, learns which desk answers for a session, and lets go of those that are over. Once an hour: sweeps.
/// </summary>
internal sealed partial class DocumentKeeper(
    IWindowStore store, DocumentBook book, DocumentTelling telling, SessionDocuments documents, IOptions<SignalingOptions> options, IOptions<DocumentOptions> limits,
    TimeProvider time, ILogger<DocumentKeeper> log) : BackgroundService
{
    private DateTimeOffset _sweepAt;

    private sealed record Seen(SessionId Session, DeskId Desk, long Stamp);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RoundAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(log);
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            if (book.Live.Count > 0) await FollowAsync([.. book.Live], ct);
            await SweepAsync(ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, failure); // the next round looks at everything again
        }
    }

    private async Task FollowAsync(List<LiveDocuments> live, CancellationToken ct)
    {
        var ids = live.Select(one => one.Session).ToList();
        var seen = (await store.ReadAsync((db, stop) => StampsAsync(db, ids, stop), ct)).ToDictionary(one => one.Session);
        foreach (var one in live)
        {
            if (!seen.TryGetValue(one.Session, out var now)) book.Drop(one);
            else Follow(one, now);
        }
    }

    private void Follow(LiveDocuments live, Seen now)
    {
        live.HandOver(now.Desk);
        if (live.Stamp == now.Stamp) return;
        live.Stamp = now.Stamp;
        telling.Tell(live);
    }

    /// <summary>Rows are never deleted and a change raises a version, so the sum of versions and rows never comes back to an earlier value.</summary>
    private static Task<List<Seen>> StampsAsync(WindowDb db, List<SessionId> ids, CancellationToken ct) => db.Sessions
        .Where(session => ids.Contains(session.Id) && session.EndedAt == null)
        .Select(session => new Seen(session.Id, session.Desk,
            db.Documents.Where(row => row.Session == session.Id).Sum(row => (long)row.Version + 1)
            + db.DocumentRequests.Where(row => row.Session == session.Id).Sum(row => (long)row.Version + 1)
            + db.DocumentShowings.Where(row => row.Session == session.Id).Sum(row => (long)row.Version + 1)))
        .ToListAsync(ct);

    private async Task SweepAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now < _sweepAt) return;
        _sweepAt = now + TimeSpan.FromHours(1);
        var swept = await documents.SweepAsync(now - limits.Value.Abandoned, ct);
        if (swept > 0) LogSwept(log, swept);
    }

    [LoggerMessage(3521, LogLevel.Error, "A round over the open documents failed; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(3522, LogLevel.Information, "{Files} files of documents that nobody knows were removed")]
    private static partial void LogSwept(ILogger logger, int files);

    [LoggerMessage(3523, LogLevel.Debug, "The keeper of documents stops")]
    private static partial void LogStopped(ILogger logger);
}
