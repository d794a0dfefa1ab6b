using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>The clerk asks for a picture or file of one material; the applicant's page shows one large button.</summary>
internal sealed class AskDocument(DocumentChanges changes, TimeProvider time)
{
    private const int LongestName = 100;
    /// <summary>More at once nobody can answer.</summary>
    private const int MostOpen = 12;

    public Task<Reply<Done>> HandleAsync(HubConnection connection, AskDocumentRequest request, CancellationToken ct) =>
        Unfit(request) is { } unfit
            ? Task.FromResult<Reply<Done>>(unfit)
            : changes.HandleAsync(connection, request.SessionId, (db, seat, stop) => AskAsync(db, seat, request, stop), ct);

    private static Refusal? Unfit(AskDocumentRequest request) =>
        (request.Material is { } material ? Check.Key(material) : null) ?? Check.Text(request.Name, LongestName) ?? (request.Name.Trim().Length == 0 ? Refuse.BadInput : null);

    private async Task<Refusal?> AskAsync(WindowDb db, Seat seat, AskDocumentRequest request, CancellationToken ct)
    {
        if (seat.Participant.Role == PartyRole.Applicant) return Refuse.NotAllowed;
        var name = request.Name.Trim();
        var open = await db.DocumentRequests.Where(row => row.Session == seat.Session.Id && row.End == RequestEnd.None).ToListAsync(ct);
        if (open.Any(row => row.Name == name && row.Material == request.Material)) return null; // asked already
        if (open.Count >= MostOpen) return Refuse.TooOften;
        db.DocumentRequests.Add(new(new(Guid.CreateVersion7()), seat.Session.Id, request.Material, name, time.GetUtcNow()));
        return null;
    }
}

/// <summary>The clerk takes the question back, or the applicant cannot answer it.</summary>
internal sealed class EndAsk(DocumentChanges changes, TimeProvider time)
{
    public Task<Reply<Done>> HandleAsync(HubConnection connection, EndAskRequest request, CancellationToken ct) =>
        DocumentRequestId.TryParse(request.AskId) is { } id
            ? changes.HandleAsync(connection, request.SessionId, (db, seat, stop) => EndAsync(db, seat, id, stop), ct)
            : Task.FromResult<Reply<Done>>(Refuse.BadInput);

    private async Task<Refusal?> EndAsync(WindowDb db, Seat seat, DocumentRequestId id, CancellationToken ct)
    {
        if (await db.DocumentRequests.SingleOrDefaultAsync(row => row.Id == id && row.Session == seat.Session.Id, ct) is not { } ask) return Refuse.NotFound;
        if (!ask.Open) return null; // answered or ended in the same moment
        if (seat.Participant.Role == PartyRole.Applicant) ask.Decline(time.GetUtcNow());
        else ask.Withdraw(time.GetUtcNow());
        return null;
    }
}
