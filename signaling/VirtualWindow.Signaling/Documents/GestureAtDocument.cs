using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Pointer, view and ink while no data channel carries them: passed on to the other side and forgotten.</summary>
internal sealed class GestureAtDocument(IWindowStore store, DocumentBook book, DocumentTelling telling)
{
    private const int MostNumbers = 400, MostPages = 10_000;
    private const double SmallestZoom = 0.25, LargestZoom = 8;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, DocumentGestureRequest request, CancellationToken ct)
    {
        if (!IsOnPaper(request) || SessionId.TryParse(request.SessionId) is not { } id) return Refuse.BadInput;
        var documents = book.Find(id);
        var role = documents?.Find(connection);
        if (role is null)
        {
            var (seat, refusal) = await store.ReadAsync((db, stop) => Seat.FindAsync(db, request.SessionId, connection, stop), ct);
            if (refusal is not null) return refusal;
            documents = book.Open(seat!.Session);
            documents.Remember(connection, (role = seat.Participant.Role).Value);
        }

        var by = role == PartyRole.Applicant ? ParticipantRole.Applicant : ParticipantRole.Clerk;
        telling.Tell(documents!, new(request.SessionId, request.Serial, by, request.Kind, request.Number, request.Page, request.X, request.Y, request.Zoom, request.Points));
        return Done.Instance;
    }

    // These patterns also refuse NaN.
    private static bool IsOnPaper(DocumentGestureRequest request) =>
        request is { Serial: > 0, Number: >= 0, Page: >= 1 and <= MostPages, X: >= 0 and <= 1, Y: >= 0 and <= 1, Zoom: >= SmallestZoom and <= LargestZoom }
        && (request.Points is null || (request.Points.Count <= MostNumbers && request.Points.Count % 2 == 0 && request.Points.All(number => number is >= 0 and <= 1)));
}
