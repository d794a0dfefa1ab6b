using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;

namespace VirtualWindow.Signaling.Queue;

/// <summary>The whole truth about one applicant, after a (re)connect or a gap.</summary>
internal sealed class ApplicantSnapshots(FloorKeeper floors, ApplicantViews views, EndedTickets ended)
{
    public async Task<Reply<ApplicantSnapshot>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        // Asked at every connect, mostly by pages that have no ticket yet: those need no fresh reading.
        if (connection.Ticket is not { } ticket) return ApplicantViews.WithoutTicket(floors.Latest ?? await floors.FreshAsync(ct));
        return await OfAsync(ticket, ct);
    }

    public async Task<ApplicantSnapshot> OfAsync(TicketId ticket, CancellationToken ct)
    {
        var floor = await floors.FreshAsync(ct);
        if (floor.Find(ticket) is { } open) return views.Of(open, floor);
        return (await ended.LoadAsync([ticket], floor, ct)).GetValueOrDefault(ticket) ?? ApplicantViews.WithoutTicket(floor);
    }
}
