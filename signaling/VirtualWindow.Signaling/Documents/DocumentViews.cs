using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Rows as the wire says them.</summary>
internal static class DocumentViews
{
    public static async Task<DocumentDeskView> OfAsync(WindowDb db, Session session, CancellationToken ct)
    {
        var documents = await db.Documents.Where(row => row.Session == session.Id).OrderBy(row => row.AddedAt).ThenBy(row => row.Id).ToListAsync(ct);
        var asks = await db.DocumentRequests.Where(row => row.Session == session.Id && row.End == RequestEnd.None).OrderBy(row => row.AskedAt).ToListAsync(ct);
        var showing = await DocumentChanges.OpenShowingAsync(db, session, ct);
        return new(session.Id.ToString(), [.. documents.Select(row => Of(row, session))], [.. asks.Select(Of)], showing is null ? null : Of(showing, session));
    }

    public static DocumentView Of(SharedDocument row, Session session) => new(
        row.Id.ToString(), row.Name, row.Material, Enum.Parse<DocumentSource>(row.Origin.ToString()), Enum.Parse<DocumentStage>(row.State.ToString()),
        row.Refusal is { } refusal ? DocumentSentences.Of(refusal) : null, RoleOf(session, row.AddedBy), row.AddedAt, row.Sha256, row.Length, row.MediaType,
        [.. row.Pages.Select(page => new DocumentPageView(page.Width, page.Height))], row.Replaces?.ToString(), row.OriginalIsSigned);

    private static DocumentAskView Of(DocumentRequest row) => new(row.Id.ToString(), row.Material, row.Name, row.AskedAt);

    private static ShowingView Of(DocumentShowing row, Session session) => new(
        row.Serial, row.Document.ToString(), row.Sha256, RoleOf(session, row.OpenedBy) ?? ParticipantRole.Clerk, row.ApplicantSawAt is not null, row.ClerkSawAt is not null);

    private static ParticipantRole? RoleOf(Session session, ParticipantId? id) =>
        id is { } known && session.Find(known) is { } seat ? Enum.Parse<ParticipantRole>(seat.Role.ToString()) : null;
}
