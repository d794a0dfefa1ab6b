using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Queue;

namespace VirtualWindow.Signaling.Queue;

/// <summary>The clerk does not take the ticket: the applicant goes back to the head, this desk is not asked again for a while.</summary>
internal sealed class DeclineOffer(IWindowStore store, FloorSignal signal, TimeProvider time)
{
    private const int LongestReason = 200;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, DeclineOfferRequest request, CancellationToken ct)
    {
        if (OfferId.TryParse(request.OfferId) is not { } offer) return Refuse.BadInput;
        if (Check.Text(request.Reason, LongestReason) is { } unfit) return unfit;
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var ticket = await db.Tickets.SingleOrDefaultAsync(row => row.Offer == offer, stop);
            if (AcceptOffer.OfferRefusal(ticket, connection) is { } no) return no;
            db.EndOffer(await OpenTicket.WithDeskAsync(db, ticket!, stop), OfferResult.Declined, request.Reason, time.GetUtcNow());
            ticket!.TakeBack();
            return (Refusal?)null;
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        return Done.Instance;
    }
}
