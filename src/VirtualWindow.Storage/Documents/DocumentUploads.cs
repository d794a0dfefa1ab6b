using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;

namespace VirtualWindow.Storage.Documents;

/// <summary>Uploads under way, part by part. A part counts when it lies on the disk and its row says so; whoever was cut off asks how far it got.</summary>
public sealed class DocumentUploads(IWindowStore store, SessionKeys keys, DocumentFiles files, TimeProvider time)
{
    public async Task<DocumentUpload> BeginAsync(DocumentTitle title, DocumentRequestId? answers, long length, string sha256, CancellationToken ct)
    {
        await keys.OfAsync(title.Session, ct);
        var upload = new DocumentUpload(new(Guid.CreateVersion7()), title, answers, length, sha256, time.GetUtcNow());
        await store.WriteAsync((db, _) =>
        {
            db.DocumentUploads.Add(upload);
            return Task.CompletedTask;
        }, ct);
        return upload;
    }

    public Task<DocumentUpload?> FindAsync(DocumentId id, CancellationToken ct) => store.ReadAsync((db, stop) => db.DocumentUploads.SingleOrDefaultAsync(row => row.Id == id, stop), ct);

    /// <param name="from">Where the part starts: what has been received so far.</param>
    /// <exception cref="IllegalMoveException">It starts elsewhere, or leads beyond the end.</exception>
    /// <exception cref="LostUpdateException">The same part comes twice at once.</exception>
    public async Task<DocumentUpload> GrowAsync(DocumentUpload upload, long from, ReadOnlyMemory<byte> part, CancellationToken ct)
    {
        upload.Grow(from, part.Length, time.GetUtcNow()); // refuses before anything is written
        var key = await keys.FindAsync(upload.Session, ct) ?? throw new SessionShreddedException(upload.Session);
        try
        {
            await files.AppendAsync(upload.Session, upload.Id, key, from, part, ct);
        }
        catch (IOException busy)
        {
            throw new LostUpdateException($"Upload {upload.Id} is being written by somebody else.", busy);
        }

        return await store.WriteAsync(async (db, stop) =>
        {
            var row = await db.DocumentUploads.SingleAsync(one => one.Id == upload.Id, stop);
            row.Grow(from, part.Length, time.GetUtcNow());
            return row;
        }, ct);
    }

    /// <summary>All parts are here: the upload becomes a document that waits to be checked.</summary>
    /// <returns>Null when the bytes are not those that were announced: they are thrown away and the page starts anew.</returns>
    public async Task<SharedDocument?> FinishAsync(DocumentUpload upload, CancellationToken ct)
    {
        var isWhole = await IsAsAnnouncedAsync(upload, ct);
        var document = await store.WriteAsync(async (db, stop) =>
        {
            var row = await db.DocumentUploads.SingleAsync(one => one.Id == upload.Id, stop);
            db.DocumentUploads.Remove(row);
            if (!isWhole) return null;
            var received = row.Finish(time.GetUtcNow());
            db.Documents.Add(received);
            if (await db.DocumentRequests.SingleOrDefaultAsync(ask => ask.Id == row.Answers, stop) is { Open: true } ask) ask.AnswerWith(row.Id, time.GetUtcNow());
            return received;
        }, ct);
        if (!isWhole) files.Delete(upload.Session, upload.Id, DocumentFile.Original);
        return document;
    }

    private async Task<bool> IsAsAnnouncedAsync(DocumentUpload upload, CancellationToken ct)
    {
        var key = await keys.FindAsync(upload.Session, ct) ?? throw new SessionShreddedException(upload.Session);
        try
        {
            var bytes = await files.ReadAsync(upload.Session, upload.Id, DocumentFile.Original, key, upload.Length, ct);
            return Convert.ToHexStringLower(SHA256.HashData(bytes)) == upload.Sha256;
        }
        catch (DocumentDamagedException)
        {
            return false;
        }
    }
}
