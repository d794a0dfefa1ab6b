using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Documents.Sanitising;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Signaling.Documents;

/// <summary>
/// Checks what has arrived, one after the other, because decoding takes a core and up to 200 MB: kind and size → virus scanner → a safe copy
/// drawn anew → shown. What waits is read from the database, so a process that dies leaves its work to the next round or process; checking
/// twice changes nothing, since only one of two may move the document on.
/// </summary>
internal sealed partial class DocumentChecker(
    IWindowStore store, SessionDocuments documents, IUploadScanner scanner, DocumentTelling telling, DocumentBell bell,
    IOptions<DocumentOptions> options, TimeProvider time, ILogger<DocumentChecker> log) : BackgroundService
{
    private readonly Dictionary<DocumentId, DateTimeOffset> _heldUntil = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RoundAsync(stoppingToken);
                await bell.WaitAsync(TimeSpan.FromSeconds(2), stoppingToken);
            }
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
            foreach (var document in await WaitingAsync(ct))
                if (!_heldUntil.TryGetValue(document.Id, out var until) || until <= time.GetUtcNow())
                    await CheckAsync(document, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, failure); // the next round looks again
        }
    }

    private Task<List<SharedDocument>> WaitingAsync(CancellationToken ct) => store.ReadAsync((db, stop) => db.Documents
        .Where(row => row.State == DocumentState.Checking || row.State == DocumentState.Held).OrderBy(row => row.State).ThenBy(row => row.AddedAt).Take(50).ToListAsync(stop), ct);

    private async Task CheckAsync(SharedDocument document, CancellationToken ct)
    {
        try
        {
            await JudgeAsync(document, ct);
        }
        catch (UploadRefusedException refused)
        {
            await RefuseAsync(document, Enum.Parse<DocumentRefusal>(refused.Refusal.ToString()), refused.Message, ct);
        }
        catch (Exception gone) when (gone is DocumentDamagedException or SessionShreddedException)
        {
            await RefuseAsync(document, DocumentRefusal.Damaged, gone.Message, ct);
        }
        catch (Exception moved) when (moved is LostUpdateException or IllegalMoveException)
        {
            LogMoved(log, document.Id); // withdrawn meanwhile, or another process was quicker
        }

        telling.Tell(document.Session);
    }

    private async Task JudgeAsync(SharedDocument document, CancellationToken ct)
    {
        var original = await documents.ReadOriginalAsync(document, ct);
        var limits = new UploadLimits { Bytes = options.Value.LargestBytes, Pixels = options.Value.LargestPicture };
        UploadSanitiser.Inspect(original, limits);
        var report = await scanner.ScanAsync(original, ct);
        if (report.Verdict == ScanVerdict.Unknown) await HoldAsync(document, report.Detail, ct);
        else if (report.Verdict == ScanVerdict.Infected) await RefuseAsync(document, DocumentRefusal.Infected, report.Detail, ct);
        else await ShowAsync(document, await Task.Run(() => UploadSanitiser.Sanitise(original, limits), ct), ct);
    }

    private async Task ShowAsync(SharedDocument document, SanitisedUpload safe, CancellationToken ct)
    {
        var pages = safe.MediaType == "application/pdf"
            ? safe.Extents.Select(page => new PageSize(page.Width, page.Height))
            : safe.Extents.Select(picture => PageSize.OfPicture((int)picture.Width, (int)picture.Height));
        await documents.ShowAsync(document, safe.Bytes, safe.MediaType, [.. pages], safe.WasSigned, ct);
        Forget(document);
        LogShown(log, document.Id, document.Session, document.OriginalLength, safe.Bytes.Length);
    }

    private async Task HoldAsync(SharedDocument document, string why, CancellationToken ct)
    {
        _heldUntil[document.Id] = time.GetUtcNow() + options.Value.HeldPause;
        if (document.State == DocumentState.Held) return;
        await documents.ChangeAsync(document.Id, row => row.Hold(), ct);
        LogHeld(log, document.Id, document.Session, why);
    }

    private async Task RefuseAsync(SharedDocument document, DocumentRefusal refusal, string why, CancellationToken ct)
    {
        await documents.ChangeAsync(document.Id, row => row.Refuse(refusal), ct);
        Forget(document);
        LogRefused(log, document.Id, document.Session, refusal, why);
    }

    private void Forget(SharedDocument document) => _heldUntil.Remove(document.Id);

    [LoggerMessage(3511, LogLevel.Information, "Document {DocumentId} of session {SessionId} is shown: {Original} bytes came, {Safe} are shown")]
    private static partial void LogShown(ILogger logger, DocumentId documentId, SessionId sessionId, long original, int safe);

    [LoggerMessage(3512, LogLevel.Warning, "Document {DocumentId} of session {SessionId} is held: the virus scanner did not answer ({Why})")]
    private static partial void LogHeld(ILogger logger, DocumentId documentId, SessionId sessionId, string why);

    [LoggerMessage(3513, LogLevel.Information, "Document {DocumentId} of session {SessionId} is refused: {Refusal} ({Why})")]
    private static partial void LogRefused(ILogger logger, DocumentId documentId, SessionId sessionId, DocumentRefusal refusal, string why);

    [LoggerMessage(3514, LogLevel.Debug, "Document {DocumentId} moved on while it was checked")]
    private static partial void LogMoved(ILogger logger, DocumentId documentId);

    [LoggerMessage(3515, LogLevel.Error, "A round over uploads failed; the next one looks again")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(3516, LogLevel.Debug, "The checker of uploads stops")]
    private static partial void LogStopped(ILogger logger);
}

/// <summary>Wakes the checker when an upload is whole, so that nobody waits for its next round.</summary>
internal sealed class DocumentBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been rung and nobody has looked yet.
        }
    }

    /// <summary>Real time: whoever moves the hall's clock does not move the pace of this process.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _rung.WaitAsync(atMost, ct);

    public void Dispose() => _rung.Dispose();
}
