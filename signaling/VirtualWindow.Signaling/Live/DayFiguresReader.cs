using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Queue;

namespace VirtualWindow.Signaling.Live;

/// <summary>Counts the day from its raw events, at most every two seconds: figures may lag, places in the queue may not.</summary>
internal sealed class DayFiguresReader(IWindowStore store, IOptions<SignalingOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    /// <summary>Sittings longer ago say nothing about how fast it goes now.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(4);
    private readonly SignalingOptions _options = options.Value;
    private DayFigures? _current;
    private long _readAt;

    public async Task<DayFigures> CurrentAsync(Catalogue catalogue, DateTimeOffset now, CancellationToken ct)
    {
        if (_current is { } current && time.GetElapsedTime(_readAt) < Freshness) return current;
        var read = await store.ReadAsync((db, token) => ReadAsync(db, StartOfDay(catalogue, now), now, token), ct);
        (_readAt, _current) = (time.GetTimestamp(), read);
        return read;
    }

    private static DateTimeOffset StartOfDay(Catalogue catalogue, DateTimeOffset now)
    {
        var zone = catalogue.Sites.Values.FirstOrDefault() is { } site ? TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone) : TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTime(now, zone);
        return local - local.TimeOfDay;
    }

    private async Task<DayFigures> ReadAsync(WindowDb db, DateTimeOffset today, DateTimeOffset now, CancellationToken ct)
    {
        var sittings = await db.Sessions.AsNoTracking().IgnoreAutoIncludes()
            .Where(session => session.EndedAt >= today && session.ApplicantJoinedAt != null)
            .Select(session => new Sitting(session.Ticket, session.Desk, session.Clerk, session.Site, session.ApplicantJoinedAt!.Value, session.EndedAt!.Value))
            .ToListAsync(ct);
        var offers = await db.PastOffers.AsNoTracking().Where(offer => offer.EndedAt >= today)
            .Select(offer => new OfferEnd(offer.Ticket, offer.Desk, offer.Result, offer.EndedAt)).ToListAsync(ct);
        var tickets = await db.Tickets.AsNoTracking().Where(ticket => ticket.TakenAt >= today)
            .Select(ticket => new Taken(ticket.Id, ticket.Window, ticket.AuthoritySite, ticket.State, ticket.TakenAt)).ToListAsync(ct);
        var cases = await db.Cases.AsNoTracking().Where(filed => filed.EndedAt >= today)
            .Select(filed => new CaseEnd(filed.Id, filed.Clerk, filed.ServedAt, filed.State, filed.EndedAt)).ToListAsync(ct);
        return new DayFigures(
            Desks(sittings, offers, cases), Sites(sittings, offers, tickets, cases), ServiceTimes(sittings, tickets, now),
            [.. cases.Where(filed => filed.State == CaseState.Pending && filed.EndedAt + _options.FollowUpAlarm <= now)
                .Select(filed => new StuckCase(filed.Id, filed.Site, filed.EndedAt))]);
    }

    private static Dictionary<DeskId, DeskFigures> Desks(List<Sitting> sittings, List<OfferEnd> offers, List<CaseEnd> cases)
    {
        var served = sittings.ToLookup(sitting => sitting.Desk);
        var asked = offers.ToLookup(offer => offer.Desk);
        var filed = cases.ToLookup(each => each.Clerk);
        return served.Select(group => group.Key).Union(asked.Select(group => group.Key)).ToDictionary(desk => desk, desk => new DeskFigures(
            served[desk].Count(),
            asked[desk].Count(offer => offer.Result == OfferResult.Declined),
            asked[desk].Count(offer => offer.Result == OfferResult.TimedOut),
            served[desk].Any() ? served[desk].Average(sitting => sitting.Length.TotalSeconds) : null,
            served[desk].Select(sitting => sitting.Clerk).Distinct().Sum(clerk => filed[clerk].Count(each => each.State == CaseState.Filed)),
            served[desk].Select(sitting => sitting.Clerk).Distinct().Sum(clerk => filed[clerk].Count(each => each.State == CaseState.Pending))));
    }

    private Dictionary<SiteId, SiteDay> Sites(List<Sitting> sittings, List<OfferEnd> offers, List<Taken> tickets, List<CaseEnd> cases)
    {
        var answered = offers.Where(offer => offer.Result == OfferResult.Accepted).GroupBy(offer => offer.Ticket)
            .ToDictionary(group => group.Key, group => group.Min(offer => offer.EndedAt));
        var sat = sittings.Select(sitting => sitting.Ticket).ToHashSet();
        return tickets.Select(ticket => ticket.Site).Union(sittings.Select(sitting => sitting.Site)).ToDictionary(site => site, site => new SiteDay(
            sittings.Count(sitting => sitting.Site == site),
            tickets.Count(ticket => ticket.Site == site && ticket.State is TicketState.Left or TicketState.Expired && !sat.Contains(ticket.Id)),
            ServiceLevel(tickets.Where(ticket => ticket.Site == site && answered.ContainsKey(ticket.Id)).Select(ticket => answered[ticket.Id] - ticket.TakenAt)),
            cases.Count(filed => filed.Site == site && filed.State == CaseState.Filed),
            cases.Count(filed => filed.Site == site && filed.State == CaseState.Pending)));
    }

    private double? ServiceLevel(IEnumerable<TimeSpan> waits)
    {
        var all = waits.ToList();
        return all.Count == 0 ? null : Math.Round((double)all.Count(wait => wait <= _options.ServiceLevelTarget) / all.Count, 3);
    }

    private static Dictionary<WindowId, IReadOnlyList<TimeSpan>> ServiceTimes(List<Sitting> sittings, List<Taken> tickets, DateTimeOffset now)
    {
        var windows = tickets.ToDictionary(ticket => ticket.Id, ticket => ticket.Window);
        return sittings.Where(sitting => sitting.EndedAt >= now - Recent && windows.ContainsKey(sitting.Ticket))
            .GroupBy(sitting => windows[sitting.Ticket])
            .ToDictionary(group => group.Key, group => (IReadOnlyList<TimeSpan>)[.. group.Select(sitting => sitting.Length)]);
    }

    private sealed record Sitting(TicketId Ticket, DeskId Desk, StaffId Clerk, SiteId Site, DateTimeOffset JoinedAt, DateTimeOffset EndedAt)
    {
        public TimeSpan Length => EndedAt - JoinedAt;
    }

    private sealed record OfferEnd(TicketId Ticket, DeskId Desk, OfferResult Result, DateTimeOffset EndedAt);
    private sealed record Taken(TicketId Id, WindowId Window, SiteId Site, TicketState State, DateTimeOffset TakenAt);
    private sealed record CaseEnd(CaseId Id, StaffId Clerk, SiteId Site, CaseState State, DateTimeOffset EndedAt);
}
