using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Takes back what one has added oneself. Once a later version rests on it (a signature, a seal) it stays.</summary>
internal sealed class WithdrawDocument(DocumentChanges changes, TimeProvider time)
{
    public Task<Reply<Done>> HandleAsync(HubConnection connection, WithdrawDocumentRequest request, CancellationToken ct) =>
        DocumentId.TryParse(request.DocumentId) is { } id
            ? changes.HandleAsync(connection, request.SessionId, (db, seat, stop) => WithdrawAsync(db, seat, id, stop), ct)
            : Task.FromResult<Reply<Done>>(Refuse.BadInput);

    private async Task<Refusal?> WithdrawAsync(WindowDb db, Seat seat, DocumentId id, CancellationToken ct)
    {
        if (await db.Documents.SingleOrDefaultAsync(row => row.Id == id && row.Session == seat.Session.Id, ct) is not { } document) return Refuse.NotFound;
        if (document.AddedBy != seat.Participant.Id) return Refuse.NotAllowed;
        if (await db.Documents.AnyAsync(row => row.Replaces == id, ct)) return Refuse.Stale;
        document.Withdraw();
        if (await DocumentChanges.OpenShowingAsync(db, seat.Session, ct) is { } open && open.Document == id) open.Close(time.GetUtcNow());
        return null;
    }
}
