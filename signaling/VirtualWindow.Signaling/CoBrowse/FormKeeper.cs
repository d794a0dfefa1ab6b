using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>
/// Once a second: ends grants that have run out, takes in what another process appended (it rings no bell here), and lets go of the forms of
/// sessions that are over.
/// </summary>
internal sealed partial class FormKeeper(
    IWindowStore store, FormBook book, FormTelling telling, FloorKeeper floors, IOptions<SignalingOptions> options, TimeProvider time, ILogger<FormKeeper> log) : BackgroundService
{
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
        if (book.Live.Count == 0) return;
        try
        {
            var newest = await NewestAsync([.. book.Live.Select(form => form.Session)], ct);
            foreach (var form in book.Live)
            {
                if (!newest.TryGetValue(form.Session, out var sequence)) book.Drop(form);
                else await KeepAsync(form, sequence, ct);
            }
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, failure); // the next round looks at everything again
        }
    }

    /// <returns>Of each session that is not over: the newest entry's sequence, 0 before the first.</returns>
    private Task<Dictionary<SessionId, long>> NewestAsync(List<SessionId> sessions, CancellationToken ct) => store.ReadAsync((db, stop) => db.Sessions
        .Where(session => sessions.Contains(session.Id) && session.EndedAt == null)
        .Select(session => new { session.Id, Newest = db.SessionFormEntries.Where(entry => entry.Session == session.Id).Max(entry => (long?)entry.Sequence) ?? 0 })
        .ToDictionaryAsync(found => found.Id, found => found.Newest, stop), ct);

    private async Task KeepAsync(LiveForm form, long newest, CancellationToken ct)
    {
        if (newest <= form.State.Sequence && form.State.Grant is null) return;
        await form.Gate.WaitAsync(ct);
        try
        {
            if (newest > form.State.Sequence) telling.Tell(form, await book.CatchUpAsync(form, ct));
            if (FormDesk.Tick(form.State, time.GetUtcNow(), seat => IsHere(form, seat)).Entry is { } entry) await AppendAsync(form, entry, ct);
        }
        finally
        {
            form.Gate.Release();
        }
    }

    private bool IsHere(LiveForm form, string seat) =>
        floors.Latest?.Find(form.Session) is not { } session || (ParticipantId.TryParse(seat) is { } id && session.Find(id) is { Present: true });

    private async Task AppendAsync(LiveForm form, FormEntry entry, CancellationToken ct)
    {
        var (logged, row) = book.Seal(form, entry);
        try
        {
            await store.WriteAsync((db, _) =>
            {
                db.SessionFormEntries.Add(row);
                return Task.CompletedTask;
            }, ct);
            form.Append(logged, entry);
            telling.Tell(form, [entry]);
        }
        catch (DuplicateRowException)
        {
            // Another process ended it in the same second.
            telling.Tell(form, await book.CatchUpAsync(form, ct));
        }
    }

    [LoggerMessage(3401, LogLevel.Error, "A round over the open forms failed; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(3402, LogLevel.Debug, "The keeper of forms stops")]
    private static partial void LogStopped(ILogger logger);
}
