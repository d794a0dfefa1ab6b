using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Queue;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios.FloorUnderLoad;

/// <summary>200 applicants and 20 desks as real SignalR clients against the running program: every ticket ends exactly once, nobody
/// waits for ever, no ticket has two clerks.</summary>
public sealed class FloorUnderLoadTests(ITestOutputHelper output)
{
    private const int Applicants = 200, Desks = 20, Seed = 20261123;
    private const string Password = "floor-under-load";
    private static readonly TimeSpan Rush = TimeSpan.FromSeconds(10);
    /// <summary>Longer than every grace of these settings together; a ticket that is still open then is stuck.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(50);

    [Fact]
    public async Task Every_ticket_ends_once_and_none_has_two_clerks()
    {
        await using var host = await HostProcess.StartAsync(new HostLaunch { StaffPassword = Password, Settings = ShortGraces }, TestContext.Current.CancellationToken);
        await using var storage = OpenHall(host);
        var hall = storage.GetRequiredService<IWindowStore>();
        var tally = new Tally();
        var clerks = new List<SimulatedClerk>();
        for (var i = 1; i <= Desks; i++) clerks.Add(new SimulatedClerk(host.Address, await SignInAsync(host, $"clerk{i:000}"), Seed + i, tally));
        var applicants = Enumerable.Range(0, Applicants).Select(i => new SimulatedApplicant(host.Address, Seed + 1000 + i, tally)).ToList();

        using var closing = new CancellationTokenSource();
        var working = clerks.Select(clerk => clerk.RunAsync(closing.Token)).ToList();
        await LiveThroughAsync(applicants, working, tally);
        await EverythingEndsAsync(hall, applicants);
        await closing.CancelAsync();
        await Task.WhenAll(working);
        foreach (var clerk in clerks) await clerk.DisposeAsync();
        foreach (var applicant in applicants) await applicant.DisposeAsync();
        await host.StopAsync();

        output.WriteLine(tally.ToString());
        Assert.Empty(tally.Surprises);
        Assert.All(tally.DesksOfSession.Values, desks => Assert.Single(desks));
        Assert.All(tally.SittingsOfTicket.Values, sittings => Assert.Single(sittings));
        await hall.ReadAsync(CheckAsync, CancellationToken.None);
    }

    private static async Task LiveThroughAsync(List<SimulatedApplicant> applicants, List<Task> working, Tally tally)
    {
        var random = new Random(Seed);
        var lives = applicants.Select(applicant => applicant.RunAsync(Rush * random.NextDouble(), ForEver)).ToList();
        try
        {
            await Task.WhenAll(lives).WaitAsync(Rush + ForEver);
        }
        catch (TimeoutException stuck)
        {
            Assert.Fail($"Somebody waits for ever: {string.Join(", ", applicants.Where((_, i) => !lives[i].IsCompletedSuccessfully).Select(each => each.LastSeen))}. {stuck.Message}\n{tally}\n"
                + string.Join('\n', working.Where(clerk => clerk.IsFaulted).Select(clerk => clerk.Exception!.InnerException)));
        }
    }

    /// <summary>Those who vanished are swept, and all sittings are filed.</summary>
    private static Task EverythingEndsAsync(IWindowStore hall, List<SimulatedApplicant> applicants) => Eventually.HoldsAsync(
        () => hall.ReadAsync(async (db, ct) =>
            await db.Tickets.CountAsync(ct) == applicants.Count && !await db.Tickets.AnyAsync(ticket => ticket.EndedAt == null, ct)
            && !await db.Sessions.AnyAsync(session => session.EndedAt == null, ct)
            && !await db.Cases.AnyAsync(filed => filed.State == CaseState.Pending, ct), TestContext.Current.CancellationToken),
        TestContext.Current.CancellationToken);

    private static async Task<bool> CheckAsync(WindowDb db, CancellationToken ct)
    {
        var tickets = await db.Tickets.ToListAsync(ct);
        var sessions = await db.Sessions.ToListAsync(ct);
        var offers = await db.PastOffers.ToListAsync(ct);
        var cases = await db.Cases.ToListAsync(ct);

        Assert.Equal(Applicants, tickets.Count);
        Assert.All(tickets, ticket => Assert.True(ticket.Ended && ticket.EndedAt is not null));
        Assert.Equal(tickets.Count, tickets.Select(ticket => (ticket.IssuedBy, ticket.Day, ticket.Number)).Distinct().Count());
        Assert.All(sessions, session => Assert.Equal(SessionState.Ended, session.State));

        var sittings = sessions.Where(session => session.ApplicantJoinedAt is not null).ToList();
        Assert.Equal(sittings.Count, sittings.Select(session => session.Ticket).Distinct().Count());
        Assert.Equal(sittings.Select(session => session.Id).Order(new ById()), cases.Select(filed => filed.Session).Order(new ById()));
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

    /// <summary>The program's own database, read beside it.</summary>
    private static ServiceProvider OpenHall(HostProcess host) => new ServiceCollection().AddLogging()
        .AddSqliteWindowStorage(new SqliteStorageOptions(Path.Combine(host.DataRoot, "virtualwindow.db"))).BuildServiceProvider();

    private static async Task<CookieContainer> SignInAsync(HostProcess host, string user)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = host.Address };
        (await http.PostAsJsonAsync("/api/staff/sign-in", new SignInRequest(user, Password), WindowConnection.Json)).EnsureSuccessStatusCode();
        return cookies;
    }

    private static Dictionary<string, string> ShortGraces => new()
    {
        ["Seed__Clerks"] = Desks.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Signaling__OfferTimeout"] = "00:00:02", ["Signaling__JoinTimeout"] = "00:00:04", ["Signaling__DeclinePause"] = "00:00:02",
        ["Signaling__MissedGrace"] = "00:00:05", ["Signaling__VanishedGrace"] = "00:00:06", ["Signaling__DeskGrace"] = "00:00:02",
        ["Signaling__ApplicantLostGrace"] = "00:00:03", ["Signaling__ClerkLostGrace"] = "00:00:05", ["Signaling__WrapUpLimit"] = "00:00:01",
        ["Signaling__TicketBurstPerAddress"] = "1000", ["Signaling__LookupBurstPerAddress"] = "1000",
    };

    private sealed class ById : IComparer<Domain.SessionId>
    {
        public int Compare(Domain.SessionId left, Domain.SessionId right) => left.Value.CompareTo(right.Value);
    }
}
