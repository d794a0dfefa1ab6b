using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Queue;

namespace VirtualWindow.Scenarios.FloorUnderLoad;

/// <summary>What must hold of a hall's records when the last applicant has gone.</summary>
internal static class FloorRecords
{
    public static async Task<bool> CheckAsync(WindowDb db, int applicants, CancellationToken ct)
    {
        var tickets = await db.Tickets.ToListAsync(ct);
        var sessions = await db.Sessions.ToListAsync(ct);
        var offers = await db.PastOffers.ToListAsync(ct);
        var cases = await db.Cases.ToListAsync(ct);

        Assert.Equal(applicants, tickets.Count);
        Assert.All(tickets, ticket => Assert.True(ticket.Ended && ticket.EndedAt is not null));
        Assert.Equal(tickets.Count, tickets.Select(ticket => (ticket.IssuedBy, ticket.Day, ticket.Number)).Distinct().Count());
        Assert.All(sessions, session => Assert.Equal(SessionState.Ended, session.State));

        var sittings = sessions.Where(session => session.ApplicantJoinedAt is not null).ToList();
        Assert.Equal(sittings.Count, sittings.Select(session => session.Ticket).Distinct().Count());
        Assert.Equal(sittings.Select(session => session.Id.Value).Order(), cases.Select(filed => filed.Session.Value).Order());
        Assert.Equal(cases.Count, cases.Select(filed => filed.FullNumber).Distinct().Count());
        Assert.All(tickets.Where(ticket => ticket.State == TicketState.Served), ticket => Assert.Contains(sittings, session => session.Ticket == ticket.Id));

        foreach (var asked in offers.GroupBy(offer => offer.Ticket)) NeverTwoAtOnce(asked.Select(offer => (offer.OfferedAt, offer.EndedAt)));
        foreach (var asked in offers.GroupBy(offer => offer.Desk)) NeverTwoAtOnce(asked.Select(offer => (offer.OfferedAt, offer.EndedAt)));
        foreach (var sat in sessions.GroupBy(session => session.Ticket)) NeverTwoAtOnce(sat.Select(session => (session.StartedAt, session.EndedAt!.Value)));
        foreach (var sat in sessions.GroupBy(session => session.Desk)) NeverTwoAtOnce(sat.Select(session => (session.StartedAt, session.EndedAt!.Value)));
        Assert.Equal(offers.Count(offer => offer.Result == OfferResult.Accepted), sessions.Count);
        return true;
    }

    private static void NeverTwoAtOnce(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> spans)
    {
        var end = DateTimeOffset.MinValue;
        foreach (var (from, to) in spans.OrderBy(span => span.From).ThenBy(span => span.To))
        {
            Assert.True(from >= end, $"one began at {from:O} before the other ended at {end:O}");
            end = to;
        }
    }
}
