using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Queue;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage.Claims;

namespace VirtualWindow.Signaling.Queue;

/// <summary>
/// Offers waiting tickets to ready desks. The floor only proposes; the claim, a conditional update, decides: when another process
/// was faster, nothing happens and the next floor shows it.
/// </summary>
internal sealed partial class Pairing(ITicketClaims claims, IMediaNode node, IOptions<SignalingOptions> options, TimeProvider time, ILogger<Pairing> log)
{
    /// <returns>True when something was offered: then the floor has changed.</returns>
    public async Task<bool> RunAsync(Floor floor, CancellationToken ct)
    {
        // Nobody is called into a session without sound and picture; the place in the queue is kept meanwhile.
        if (!node.TakesNewRooms) return false;
        var offered = false;
        foreach (var pair in Choose(floor)) offered |= await OfferAsync(pair, floor, ct);
        return offered;
    }

    /// <summary>
    /// The policy's choice, without what cannot work now: a desk is not asked again for a ticket that it has just declined. The
    /// policy then chooses once more for the desks that this leaves free, so that one declined ticket does not hold up the rest.
    /// </summary>
    internal static IReadOnlyList<Domain.Queue.Pairing> Choose(Floor floor)
    {
        var waiting = floor.Tickets.Where(ticket => MayBeOffered(ticket, floor)).Select(ticket => AsWaiting(ticket, floor)).ToList();
        var ready = floor.Desks.Where(desk => MayBeAsked(desk, floor)).Select(AsReady).ToList();
        var chosen = new List<Domain.Queue.Pairing>();
        while (waiting.Count > 0 && ready.Count > 0)
        {
            var pairs = PairingPolicy.Choose(waiting, ready);
            var barred = pairs.Where(pair => floor.DeclinedBy[pair.Ticket].Contains(pair.Desk)).Select(pair => pair.Ticket).ToHashSet();
            var free = pairs.Where(pair => !barred.Contains(pair.Ticket)).ToList();
            chosen.AddRange(free);
            if (barred.Count == 0) break;
            waiting.RemoveAll(ticket => barred.Contains(ticket.Id) || free.Exists(pair => pair.Ticket == ticket.Id));
            ready.RemoveAll(desk => free.Exists(pair => pair.Desk == desk.Id));
        }
        return chosen;
    }

    // Somebody whose phone sleeps keeps the place and is passed over meanwhile: a clerk is never offered who is not there.
    private static bool MayBeOffered(Ticket ticket, Floor floor) =>
        ticket.State == TicketState.Waiting && floor.Attendances.IsConnected(Subject.Of(ticket.Id));

    private static bool MayBeAsked(Desk desk, Floor floor) =>
        desk.State == DeskState.Ready && floor.Attendances.IsConnected(Subject.Of(desk.Id));

    private static WaitingTicket AsWaiting(Ticket ticket, Floor floor) => new(
        ticket.Id, ticket.RankedAt, ticket.Item, floor.Catalogue.DepartmentOf(ticket.Item), ticket.AuthoritySite, ticket.EitherSite, ticket.Language,
        [.. floor.DeclinedBy[ticket.Id]], ticket.Wish is { } wish && ticket.Parked is not null && floor.ReadAt < wish.Until ? wish : null);

    private static ReadyDesk AsReady(Desk desk) => new(desk.Id, desk.Site, desk.IdleSince, desk.Skills, desk.Languages);

    private async Task<bool> OfferAsync(Domain.Queue.Pairing pair, Floor floor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var offer = new OfferId(Guid.CreateVersion7(now));
        if (!await claims.TryClaimAsync(new Claim(pair.Ticket, pair.Desk, offer, now, now + options.Value.OfferTimeout), ct)) return false;
        LogOffered(log, floor.Find(pair.Ticket)!.Number, floor.Find(pair.Desk)!.ClerkNumber);
        return true;
    }

    [LoggerMessage(3203, LogLevel.Information, "Ticket {Number} offered to desk {ClerkNumber}")]
    private static partial void LogOffered(ILogger logger, string number, string clerkNumber);
}
