using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;

namespace VirtualWindow.Storage.Documents;

/// <summary>
/// The documents of sessions: rows in the database, bytes encrypted in files beside it. The file is written and on the disk before its row is:
/// a crash between the two leaves a file that nobody knows, which <see cref="SweepAsync"/> finds.
/// </summary>
public sealed class SessionDocuments(IWindowStore store, SessionKeys keys, DocumentFiles files, TimeProvider time)
{
    /// <summary>A document that this program made; shown at once.</summary>
    public async Task<SharedDocument> AddAsync(DocumentTitle title, ReadOnlyMemory<byte> bytes, string mediaType, IReadOnlyList<PageSize> pages, CancellationToken ct)
    {
        var document = SharedDocument.Make(new(Guid.CreateVersion7()), title, Describe(bytes, mediaType, pages), time.GetUtcNow());
        await KeepAsync(document, bytes, ct);
        return document;
    }

    /// <summary>The next version of a shown document, e.g. with a signature; the one before stays.</summary>
    /// <param name="pages">Null: those of the version before.</param>
    /// <exception cref="IllegalMoveException">That one is not shown.</exception>
    public async Task<SharedDocument> AddVersionAsync(
        DocumentId before, DocumentOrigin origin, ParticipantId? by, ReadOnlyMemory<byte> bytes, CancellationToken ct, IReadOnlyList<PageSize>? pages = null)
    {
        var document = await WriteVersionAsync(before, origin, by, bytes, ct, pages);
        await AddAsync(document, ct);
        return document;
    }

    /// <summary>
    /// The next version with its bytes on the disk and without its row, which the caller adds in the transaction that makes it true: a crash
    /// before that leaves a file that nobody knows, and the version before can be followed by another one.
    /// </summary>
    /// <inheritdoc cref="AddVersionAsync"/>
    public async Task<SharedDocument> WriteVersionAsync(
        DocumentId before, DocumentOrigin origin, ParticipantId? by, ReadOnlyMemory<byte> bytes, CancellationToken ct, IReadOnlyList<PageSize>? pages = null)
    {
        var former = await GetAsync(before, ct);
        var shown = Describe(bytes, former.MediaType ?? "", pages ?? former.Pages);
        var document = former.Supersede(new(Guid.CreateVersion7()), origin, by, shown, time.GetUtcNow());
        await WriteAsync(document, bytes, ct);
        return document;
    }

    /// <summary>The safe copy of a checked upload: from now on people see it.</summary>
    public async Task<SharedDocument> ShowAsync(SharedDocument upload, ReadOnlyMemory<byte> safe, string mediaType, IReadOnlyList<PageSize> pages, bool originalIsSigned, CancellationToken ct)
    {
        await files.WriteAsync(upload.Session, upload.Id, DocumentFile.Shown, await keys.OfAsync(upload.Session, ct), safe, ct);
        return await ChangeAsync(upload.Id, document => document.Show(Describe(safe, mediaType, pages), originalIsSigned), ct);
    }

    /// <exception cref="IllegalMoveException">Its state forbids it.</exception>
    public Task<SharedDocument> ChangeAsync(DocumentId id, Action<SharedDocument> change, CancellationToken ct) => store.WriteAsync(async (db, stop) =>
    {
        var document = await db.Documents.SingleAsync(row => row.Id == id, stop);
        change(document);
        return document;
    }, ct);

    /// <returns>The very bytes that are shown.</returns>
    /// <exception cref="DocumentDamagedException">There are none, or they were changed on the disk.</exception>
    public async Task<byte[]> ReadAsync(DocumentId id, CancellationToken ct) => await ReadAsync(await GetAsync(id, ct), ct);

    /// <inheritdoc cref="ReadAsync(DocumentId, CancellationToken)"/>
    public Task<byte[]> ReadAsync(SharedDocument document, CancellationToken ct) => ReadAsync(document, DocumentFile.Shown, document.Sha256, document.Length, ct);

    /// <summary>The upload as it came: evidence and scanners only, never a browser.</summary>
    public Task<byte[]> ReadOriginalAsync(SharedDocument document, CancellationToken ct) =>
        ReadAsync(document, DocumentFile.Original, document.OriginalSha256, document.OriginalLength, ct);

    /// <exception cref="InvalidOperationException">There is none with this id.</exception>
    public Task<SharedDocument> GetAsync(DocumentId id, CancellationToken ct) => store.ReadAsync((db, stop) => db.Documents.SingleAsync(row => row.Id == id, stop), ct);

    public Task<SharedDocument?> FindAsync(DocumentId id, CancellationToken ct) => store.ReadAsync((db, stop) => db.Documents.SingleOrDefaultAsync(row => row.Id == id, stop), ct);

    /// <summary>Every version of every document, in whatever state, oldest first.</summary>
    public async Task<IReadOnlyList<SharedDocument>> ListAsync(SessionId session, CancellationToken ct) =>
        await store.ReadAsync((db, stop) => db.Documents.Where(row => row.Session == session).OrderBy(row => row.AddedAt).ThenBy(row => row.Id).ToListAsync(stop), ct);

    /// <summary>Makes all documents of a session unreadable for ever: first the key goes, then the files. The rows stay and say what there was.</summary>
    public async Task ShredAsync(SessionId session, CancellationToken ct)
    {
        await keys.ShredAsync(session, ct);
        files.Delete(session);
    }

    /// <summary>Removes files that no row knows, of writers that died, and uploads that nobody went on with.</summary>
    /// <param name="before">Whatever is younger may still get its row.</param>
    /// <returns>How many files went.</returns>
    public async Task<int> SweepAsync(DateTimeOffset before, CancellationToken ct)
    {
        await store.WriteAsync((db, stop) => db.DocumentUploads.Where(row => row.ChangedAt < before).ExecuteDeleteAsync(stop), ct);
        var swept = 0;
        foreach (var (session, document, file) in files.All().Where(found => found.File.LastWriteTimeUtc < before.UtcDateTime))
        {
            if (await IsKnownAsync(session, document, file, ct)) continue;
            file.Delete();
            swept++;
        }

        return swept;
    }

    private Task<bool> IsKnownAsync(SessionId session, DocumentId document, FileInfo file, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
        await db.SessionKeys.AnyAsync(row => row.Session == session, stop)
        && (await db.Documents.SingleOrDefaultAsync(row => row.Id == document, stop) is { } row ? IsFileOf(row, file) : await db.DocumentUploads.AnyAsync(one => one.Id == document, stop)), ct);

    private bool IsFileOf(SharedDocument document, FileInfo file) =>
        (document.OriginalSha256 is not null && file.FullName == Path.GetFullPath(files.PathOf(document.Session, document.Id, DocumentFile.Original)))
        || (document.Sha256 is not null && file.FullName == Path.GetFullPath(files.PathOf(document.Session, document.Id, DocumentFile.Shown)));

    private async Task KeepAsync(SharedDocument document, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await WriteAsync(document, bytes, ct);
        await AddAsync(document, ct);
    }

    private async Task WriteAsync(SharedDocument document, ReadOnlyMemory<byte> bytes, CancellationToken ct) =>
        await files.WriteAsync(document.Session, document.Id, DocumentFile.Shown, await keys.OfAsync(document.Session, ct), bytes, ct);

    private Task AddAsync(SharedDocument document, CancellationToken ct) => store.WriteAsync((db, _) =>
    {
        db.Documents.Add(document);
        return Task.CompletedTask;
    }, ct);

    private async Task<byte[]> ReadAsync(SharedDocument document, DocumentFile file, string? sha256, long length, CancellationToken ct)
    {
        if (sha256 is null) throw new DocumentDamagedException(document.Id);
        var key = await keys.FindAsync(document.Session, ct) ?? throw new SessionShreddedException(document.Session);
        var bytes = await files.ReadAsync(document.Session, document.Id, file, key, length, ct);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256 ? bytes : throw new DocumentDamagedException(document.Id);
    }

    private static ShownBytes Describe(ReadOnlyMemory<byte> bytes, string mediaType, IReadOnlyList<PageSize> pages) =>
        new(Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), bytes.Length, mediaType, pages);
}
