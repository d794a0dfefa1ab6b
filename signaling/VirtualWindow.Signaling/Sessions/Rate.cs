using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Ratings;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>好差评: once per sitting, never preset and never changed.</summary>
internal sealed class Rate(IWindowStore store, RatingRules rules, FloorSignal signal, TimeProvider time)
{
    private const int LongestComment = 500;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, RateRequest request, CancellationToken ct)
    {
        if (request.Level is < 1 or > 5) return Refuse.BadInput;
        if (Check.Text(request.Comment, LongestComment) is { } unfit) return unfit;
        if (connection.Ticket is not { } ticket) return Refuse.NoTicket;
        try
        {
            var refusal = await store.WriteAsync((db, stop) => GiveAsync(db, ticket, request, time.GetUtcNow(), stop), ct);
            if (refusal is not null) return refusal;
        }
        catch (DuplicateRowException)
        {
            return Refuse.AlreadyRated;
        }
        connection.ReceiptComplete = false;
        signal.Raise();
        return Done.Instance;
    }

    private async Task<Refusal?> GiveAsync(WindowDb db, TicketId ticket, RateRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var session = await db.Sessions.Where(row => row.Ticket == ticket && row.EndedAt != null && row.ApplicantJoinedAt != null)
            .OrderByDescending(row => row.EndedAt).FirstOrDefaultAsync(ct);
        if (session is null) return Refuse.NoSession;
        return await db.RateVisitAsync(session, request.Level, request.Comment, rules, now, ct) ? null : Refuse.AlreadyRated;
    }
}
