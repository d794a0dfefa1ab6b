using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>One side's page says which hash the bytes have that it shows: only the announced one counts.</summary>
internal sealed partial class ConfirmDocument(DocumentChanges changes, TimeProvider time, ILogger<ConfirmDocument> log)
{
    public Task<Reply<Done>> HandleAsync(HubConnection connection, ConfirmDocumentRequest request, CancellationToken ct) =>
        Check.Key(request.Sha256) is { } unfit
            ? Task.FromResult<Reply<Done>>(unfit)
            : changes.HandleAsync(connection, request.SessionId, (db, seat, stop) => ConfirmAsync(db, seat, request, stop), ct);

    private async Task<Refusal?> ConfirmAsync(WindowDb db, Seat seat, ConfirmDocumentRequest request, CancellationToken ct)
    {
        if (await DocumentChanges.OpenShowingAsync(db, seat.Session, ct) is not { } open || open.Serial != request.Serial) return Refuse.Stale;
        if (open.Confirm(seat.Participant.Role == PartyRole.Applicant, request.Sha256, time.GetUtcNow())) return null;
        LogDiffers(log, seat.Session.Id, open.Document, seat.Participant.Role);
        return Refusals.Of(RefusalCodes.DocumentDiffers);
    }

    [LoggerMessage(3502, LogLevel.Warning, "Session {SessionId}: the {Role}'s page has other bytes of document {DocumentId} than those announced")]
    private static partial void LogDiffers(ILogger logger, SessionId sessionId, DocumentId documentId, PartyRole role);
}
