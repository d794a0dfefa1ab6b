using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Storage;

namespace VirtualWindow.Seals;

/// <summary>Where a seal is seen on a document.</summary>
/// <param name="Page">From 0.</param>
/// <param name="X">The seal's middle, in points from the left edge of the page as it is shown.</param>
/// <param name="Y">From its lower edge.</param>
/// <param name="AcrossPages">Also as a cross-page seal (骑缝章) over all pages; a document of one page has none.</param>
public sealed record SealSpot(int Page, double X, double Y, bool AcrossPages = false);

/// <summary>One document that is to be sealed.</summary>
/// <param name="Document">What the ledger calls it.</param>
/// <param name="Spot">Null = the seal is not seen, as on a dossier.</param>
public sealed record SealOrder(SealId Seal, SealUser User, ItemCode Item, string? Session, string Document, ReadOnlyMemory<byte> Pdf, SealSpot? Spot);

/// <param name="Sha256">Hexadecimal.</param>
/// <param name="LedgerNumber">Of the line that announced the use, e.g. gushi-approval-000012.</param>
public sealed record SealedDocument(byte[] Pdf, string Sha256, string LedgerNumber);

/// <summary>
/// Puts an office's seal on a document: rules and quota → a line in the ledger → the key → validation data → document timestamp → a second line.
/// A crash after the first line leaves an intention without a result, which the register shows; nothing is ever sealed without a line.
/// </summary>
public sealed partial class SealPress(IWindowStore store, ISealKeys keys, HallAuthority authority, Sm2Seals sm2, TimeProvider time, ILogger<SealPress> log)
{
    /// <summary>Others who use the same seal in the same instant are met a few times, not for ever.</summary>
    private const int MostTries = 12;

    /// <returns>The sealed document, or why the seal may not be used.</returns>
    /// <exception cref="SealKeyMissingException">The register has the seal, but its key cannot be opened.</exception>
    /// <exception cref="PdfException">The document cannot take a seal.</exception>
    public async Task<(SealedDocument? Sealed, SealRefusal Refusal)> SealAsync(SealOrder order, CancellationToken ct)
    {
        var (intention, face, refusal) = await IntendAsync(order, ct);
        if (intention is null) return (null, refusal);
        var number = Seal.LedgerNumber(order.Seal, intention.Sequence);
        try
        {
            var pdf = await PressAsync(order, face!, ct);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(pdf));
            await sm2.SignAsync(order, face!, pdf, sha256, ct);
            await WriteAsync(order.Seal, seal => seal.Complete(intention, time.GetUtcNow(), sha256), ct);
            LogSealed(log, number, order.User.StaffNumber);
            return (new SealedDocument(pdf, sha256, number), SealRefusal.None);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(log, failure, number);
            await WriteAsync(order.Seal, seal => seal.Fail(intention, time.GetUtcNow(), failure.GetType().Name), CancellationToken.None);
            throw;
        }
    }

    /// <summary>Whether these rules let the seal be used for so many documents now; nothing is written.</summary>
    public Task<SealRefusal> RefusesAsync(SealId id, SealUser user, ItemCode item, int uses, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
        await db.Seals.SingleOrDefaultAsync(row => row.Id == id, stop) is { } seal
            ? seal.Refuses(user, item, uses, await TodayAsync(db, seal, stop), time.GetUtcNow())
            : SealRefusal.NotYourSeal, ct);

    private async Task<(SealLedgerLine? Intention, SealFace? Face, SealRefusal Refusal)> IntendAsync(SealOrder order, CancellationToken ct)
    {
        var before = Convert.ToHexStringLower(SHA256.HashData(order.Pdf.Span));
        return await RetryAsync(() => store.WriteAsync<(SealLedgerLine?, SealFace?, SealRefusal)>(async (db, stop) =>
        {
            if (await db.Seals.SingleOrDefaultAsync(row => row.Id == order.Seal, stop) is not { } seal) return (null, null, SealRefusal.NotYourSeal);
            var (now, today) = (time.GetUtcNow(), await TodayAsync(db, seal, stop));
            if (seal.Refuses(order.User, order.Item, 1, today, now) is var no and not SealRefusal.None) return (null, null, no);
            var line = seal.Intend(today, now, order.User.StaffNumber, order.Session, order.Document, before);
            db.SealLedger.Add(line);
            return (line, seal.Face, SealRefusal.None);
        }, ct));
    }

    private async Task<byte[]> PressAsync(SealOrder order, SealFace face, CancellationToken ct)
    {
        var key = await keys.OpenAsync(order.Seal, ct);
        var timestamps = await authority.TimestampsAsync(ct);
        var root = await authority.OpenAsync(ct);
        var revoked = await authority.RevocationListAsync(ct);
        var pdf = Sign(order, face, key, timestamps);
        pdf = PdfSigner.AddValidationData(pdf, [key.Certificate.RawData, root.Root.RawData], [revoked]);
        return PdfSigner.AddTimestamp(pdf, FieldName("Timestamp"), timestamps);
    }

    private byte[] Sign(SealOrder order, SealFace face, ISealKey key, ITimestampAuthority timestamps)
    {
        var request = new SignatureRequest(FieldName("Seal"), face.Authority, time.GetUtcNow()) { Reason = face.Purpose, Timestamps = timestamps };
        if (order.Spot is not { } spot) return PdfSigner.Sign(order.Pdf, request, key);
        var picture = new SealPicture(face.Authority, face.Purpose, face.Number, face.DiameterMillimetres);
        var pdf = PdfSigner.Sign(order.Pdf, request with { Picture = picture, Placements = [WidgetPlacement.Around(picture, spot.Page, spot.X, spot.Y)] }, key);
        var document = PdfDocument.Read(pdf);
        if (!spot.AcrossPages || document.PageCount < 2) return pdf;
        return PdfSigner.Sign(pdf, request with { FieldName = FieldName("Across"), Picture = picture, Placements = WidgetPlacement.AcrossPages(document, picture, CrossPageHeight) }, key);
    }

    /// <summary>Halfway up an A4 page, where a hand would press it.</summary>
    private const double CrossPageHeight = 421;

    /// <summary>Unique whatever signatures the document has already.</summary>
    private static string FieldName(string kind) => $"{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    private async Task WriteAsync(SealId id, Func<Seal, SealLedgerLine> act, CancellationToken ct) => await RetryAsync(() => store.WriteAsync(async (db, stop) =>
    {
        db.SealLedger.Add(act(await db.Seals.SingleAsync(row => row.Id == id, stop)));
        return true;
    }, ct));

    private static async Task<T> RetryAsync<T>(Func<Task<T>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (Exception lost) when (lost is LostUpdateException or DuplicateRowException && attempt < MostTries)
            {
                // Somebody used the same seal in the same instant: look at the register again.
            }
        }
    }

    private async Task<DateOnly> TodayAsync(WindowDb db, Seal seal, CancellationToken ct) => (await db.Sites.SingleAsync(site => site.Id == seal.Site, ct)).Today(time.GetUtcNow());

    [LoggerMessage(3501, LogLevel.Information, "A document was sealed: {LedgerNumber} by {StaffNumber}")]
    private static partial void LogSealed(ILogger logger, string ledgerNumber, string staffNumber);

    [LoggerMessage(3502, LogLevel.Error, "Sealing failed: {LedgerNumber}")]
    private static partial void LogFailed(ILogger logger, Exception failure, string ledgerNumber);
}
