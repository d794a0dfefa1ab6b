using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>The way of every change: seat → change in one transaction → both pages are told.</summary>
internal sealed class DocumentChanges(IWindowStore store, DocumentBook book, DocumentTelling telling)
{
    /// <param name="change">Returns why not, or null when it is done.</param>
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, string sessionId, Func<WindowDb, Seat, CancellationToken, Task<Refusal?>> change, CancellationToken ct)
    {
        var (seat, refusal) = await store.WriteAsync(async (db, stop) =>
        {
            var (seat, no) = await Seat.FindAsync(db, sessionId, connection, stop);
            return (seat, no ?? await change(db, seat!, stop));
        }, ct);
        if (refusal is not null) return refusal;
        telling.Tell(book.Open(seat!.Session));
        return Done.Instance;
    }

    /// <summary>The showing that is open; null = none.</summary>
    public static Task<DocumentShowing?> OpenShowingAsync(WindowDb db, Session session, CancellationToken ct) =>
        db.DocumentShowings.SingleOrDefaultAsync(row => row.Session == session.Id && row.ClosedAt == null, ct);
}
