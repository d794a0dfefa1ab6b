using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Lays a document before both sides; what lay there before is put away.</summary>
internal sealed class ShowDocument(DocumentChanges changes, TimeProvider time)
{
    public Task<Reply<Done>> HandleAsync(HubConnection connection, ShowDocumentRequest request, CancellationToken ct) =>
        DocumentId.TryParse(request.DocumentId) is { } id
            ? changes.HandleAsync(connection, request.SessionId, (db, seat, stop) => ShowAsync(db, seat, id, stop), ct)
            : Task.FromResult<Reply<Done>>(Refuse.BadInput);

    private async Task<Refusal?> ShowAsync(WindowDb db, Seat seat, DocumentId id, CancellationToken ct)
    {
        var session = seat.Session;
        if (await db.Documents.SingleOrDefaultAsync(row => row.Id == id && row.Session == session.Id, ct) is not { } document) return Refuse.NotFound;
        if (document.State != DocumentState.Shown) return Refuse.Stale;
        var now = time.GetUtcNow();
        var open = await DocumentChanges.OpenShowingAsync(db, session, ct);
        if (open?.Document == id) return null; // the other side opened it in the same moment
        open?.Close(now);
        var last = await db.DocumentShowings.Where(row => row.Session == session.Id).MaxAsync(row => (int?)row.Serial, ct) ?? 0;
        db.DocumentShowings.Add(new(document, last + 1, seat.Participant.Id, now));
        return null;
    }
}

/// <summary>Puts the document away that lies before both.</summary>
internal sealed class CloseDocument(DocumentChanges changes, TimeProvider time)
{
    public Task<Reply<Done>> HandleAsync(HubConnection connection, CloseDocumentRequest request, CancellationToken ct) =>
        changes.HandleAsync(connection, request.SessionId, async (db, seat, stop) =>
        {
            var open = await DocumentChanges.OpenShowingAsync(db, seat.Session, stop);
            if (open?.Serial == request.Serial) open.Close(time.GetUtcNow()); // else it is put away already
            return null;
        }, ct);
}
