using Microsoft.EntityFrameworkCore;
using Prometheus;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Host.Web;

/// <summary>
/// What an operator's alarm watches: who waits, and how far the follow-up is behind. Read from the database at each scrape, so that every
/// process of a cluster tells the same; while it is away, the last figures stay and <c>hall_metrics_stale</c> says so.
/// </summary>
internal sealed class HallMetrics(IWindowStore store, TimeProvider time)
{
    private static readonly Gauge Waiting = Metrics.CreateGauge("hall_tickets_waiting", "Tickets that wait or are being offered, by the authority's site.", "site");
    private static readonly Gauge LongestWait = Metrics.CreateGauge("hall_longest_wait_seconds", "Age of the ticket that has waited longest; 0 when nobody waits.");
    private static readonly Gauge Lag = Metrics.CreateGauge("hall_outbox_lag_seconds", "Age of the oldest follow-up that is neither done nor given up; 0 when there is none.");
    private static readonly Gauge Open = Metrics.CreateGauge("hall_outbox_open", "Follow-ups that are neither done nor given up.");
    private static readonly Gauge Dead = Metrics.CreateGauge("hall_outbox_dead", "Follow-ups that were given up: a person must look.");
    private static readonly Gauge Stale = Metrics.CreateGauge("hall_metrics_stale", "1 while the database does not answer.");
    private static readonly TicketState[] WaitingStates = [TicketState.Waiting, TicketState.Offered];

    public void Register() => Metrics.DefaultRegistry.AddBeforeCollectCallback(ReadAsync);

    private async Task ReadAsync(CancellationToken ct)
    {
        try
        {
            Show(await store.ReadAsync(QueryAsync, ct), time.GetUtcNow());
            Stale.Set(0);
        }
        catch (StorageUnavailableException)
        {
            Stale.Set(1);
        }
    }

    private static async Task<Figures> QueryAsync(WindowDb db, CancellationToken ct)
    {
        var open = db.FollowUps.Where(row => row.State == FollowUpState.Waiting || row.State == FollowUpState.Leased);
        var waiting = await db.Tickets.Where(ticket => WaitingStates.Contains(ticket.State)).Select(ticket => new { ticket.AuthoritySite, ticket.TakenAt }).ToListAsync(ct);
        var sites = await db.Sites.Select(site => site.Id).ToListAsync(ct);
        return new(
            sites.ToDictionary(site => site.Value, site => waiting.Count(ticket => ticket.AuthoritySite == site)),
            waiting.Count == 0 ? null : waiting.Min(ticket => ticket.TakenAt),
            await open.CountAsync(ct), await open.Where(row => row.Lane == FollowUpLane.Quick).OrderBy(row => row.CreatedAt).Select(row => (DateTimeOffset?)row.CreatedAt).FirstOrDefaultAsync(ct),
            await db.FollowUps.CountAsync(row => row.State == FollowUpState.Dead, ct));
    }

    private static void Show(Figures figures, DateTimeOffset now)
    {
        foreach (var (site, count) in figures.WaitingAt) Waiting.WithLabels(site).Set(count);
        LongestWait.Set(AgeOf(figures.WaitingSince, now));
        Lag.Set(AgeOf(figures.OpenSince, now));
        Open.Set(figures.Open);
        Dead.Set(figures.Dead);
    }

    private static double AgeOf(DateTimeOffset? since, DateTimeOffset now) => since is { } then && then < now ? (now - then).TotalSeconds : 0;

    private sealed record Figures(IReadOnlyDictionary<string, int> WaitingAt, DateTimeOffset? WaitingSince, int Open, DateTimeOffset? OpenSince, int Dead);
}
