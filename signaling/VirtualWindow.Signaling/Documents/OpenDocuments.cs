using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Everything about the session's documents but their bytes.</summary>
internal sealed class OpenDocuments(IWindowStore store, DocumentBook book)
{
    public Task<Reply<DocumentDeskView>> HandleAsync(HubConnection connection, OpenDocumentsRequest request, CancellationToken ct) =>
        store.ReadAsync<Reply<DocumentDeskView>>(async (db, stop) =>
        {
            var (seat, refusal) = await Seat.FindAsync(db, request.SessionId, connection, stop);
            if (refusal is not null) return refusal;
            book.Open(seat!.Session).Remember(connection, seat.Participant.Role);
            return await DocumentViews.OfAsync(db, seat.Session, stop);
        }, ct);
}
