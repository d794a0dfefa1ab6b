using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Queue;

namespace VirtualWindow.Signaling.Live;

/// <summary>Reads the floor in one consistent snapshot.</summary>
internal sealed class FloorReader(
    IWindowStore store, CatalogueKeeper catalogues, DayFiguresReader day, Pulse pulse, IOptions<SignalingOptions> options, TimeProvider time)
{
    private static readonly TicketState[] OpenTickets = [TicketState.Waiting, TicketState.Offered, TicketState.Called, TicketState.InSession, TicketState.Missed];
    private static readonly SessionState[] OpenSessions = [SessionState.Opened, SessionState.Active, SessionState.OnHold];
    private readonly SignalingOptions _options = options.Value;
    private long _sequence;

    public async Task<Floor> ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var catalogue = await catalogues.CurrentAsync(ct);
        var figures = await day.CurrentAsync(catalogue, now, ct);
        var rows = await store.ReadAsync((db, token) => ReadAsync(db, now, token), ct);
        return new Floor(NextSequence(now), catalogue, rows, figures);
    }

    private async Task<FloorRows> ReadAsync(WindowDb db, DateTimeOffset now, CancellationToken ct)
    {
        // A day is longer than any grace: older attendances decide nothing any more.
        var yesterday = now - TimeSpan.FromDays(1);
        var recently = now - _options.DeclinePause;
        var aMinuteAgo = now - TimeSpan.FromMinutes(1);
        var tickets = await db.Tickets.Where(ticket => OpenTickets.Contains(ticket.State)).ToListAsync(ct);
        return new FloorRows(
            now, tickets,
            await db.Desks.ToListAsync(ct),
            await db.Sessions.Where(session => OpenSessions.Contains(session.State)).ToListAsync(ct),
            new Attendances(await db.Attendances.Where(row => row.SeenAt >= yesterday).ToListAsync(ct), now, _options.HeartbeatInterval * 3, pulse.SteadySince(now)),
            (await db.PastOffers
                .Where(offer => offer.EndedAt >= recently && (offer.Result == OfferResult.Declined || offer.Result == OfferResult.TimedOut))
                .ToListAsync(ct)).ToLookup(offer => offer.Ticket, offer => offer.Desk),
            await MissedSinceAsync(db, tickets, ct),
            await db.Invitations.Where(row => row.EndedAt == null || row.EndedAt >= aMinuteAgo).ToListAsync(ct),
            (await db.MaterialChecks.Where(check => db.Sessions.Any(session => session.Id == check.Session && OpenSessions.Contains(session.State))).ToListAsync(ct))
                .ToLookup(check => check.Session));
    }

    private static async Task<Dictionary<TicketId, DateTimeOffset>> MissedSinceAsync(WindowDb db, IEnumerable<Ticket> tickets, CancellationToken ct)
    {
        var missed = tickets.Where(ticket => ticket.State == TicketState.Missed).Select(ticket => ticket.Id).ToList();
        if (missed.Count == 0) return [];
        var calls = await db.Sessions.IgnoreAutoIncludes().Where(session => missed.Contains(session.Ticket) && session.EndedAt != null)
            .Select(session => new { session.Ticket, session.EndedAt }).ToListAsync(ct);
        return calls.GroupBy(call => call.Ticket).ToDictionary(group => group.Key, group => group.Max(call => call.EndedAt!.Value));
    }

    // Microseconds of the Unix epoch: grows across restarts and processes without a counter to write, never repeats within a process,
    // and stays below 2^53, so that JavaScript's numbers hold it.
    private long NextSequence(DateTimeOffset now) =>
        _sequence = Math.Max(_sequence + 1, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
}
