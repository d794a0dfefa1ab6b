using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios.FloorUnderLoad;

/// <summary>A busy morning: many applicants within a few seconds, few desks, everybody with a will of their own, on one or several
/// processes of one hall.</summary>
internal sealed class Rush(int applicants, int desks, int seed)
{
    private const string Password = "floor-under-load";
    private static readonly TimeSpan Arrivals = TimeSpan.FromSeconds(10);
    /// <summary>Longer than every grace of these settings together; a ticket that is still open then is stuck.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromSeconds(60);

    public Tally Tally { get; } = new();

    /// <summary>How the processes are started: all graces are seconds.</summary>
    public HostLaunch Launch => new() { StaffPassword = Password, Settings = ShortGraces };

    /// <summary>Returns when every ticket has ended and every sitting is filed; then nobody is connected any more.</summary>
    public async Task RunAsync(IReadOnlyList<HostProcess> hosts, IWindowStore hall)
    {
        var addresses = hosts.Select(host => host.Address).ToList();
        var clerks = new List<SimulatedClerk>();
        for (var i = 1; i <= desks; i++) clerks.Add(new SimulatedClerk(addresses, await StaffCookies.OfAsync(hosts[i % hosts.Count], $"clerk{i:000}", Password), seed + i, Tally));
        var people = Enumerable.Range(0, applicants).Select(i => new SimulatedApplicant(addresses, seed + 1000 + i, Tally)).ToList();

        using var closing = new CancellationTokenSource();
        var working = clerks.Select(clerk => clerk.RunAsync(closing.Token)).ToList();
        await LiveThroughAsync(people, working);
        await EverythingEndsAsync(hall);
        await closing.CancelAsync();
        await Task.WhenAll(working);
        foreach (var clerk in clerks) await clerk.DisposeAsync();
        foreach (var applicant in people) await applicant.DisposeAsync();
    }

    /// <summary>What people saw and what the records say agree: no ticket had two clerks, each ended once.</summary>
    public async Task AssertSoundAsync(IWindowStore hall)
    {
        Assert.Empty(Tally.Surprises);
        Assert.All(Tally.DesksOfSession.Values, seen => Assert.Single(seen));
        Assert.All(Tally.SittingsOfTicket.Values, sittings => Assert.Single(sittings));
        await hall.ReadAsync((db, ct) => FloorRecords.CheckAsync(db, applicants, ct), CancellationToken.None);
    }

    private async Task LiveThroughAsync(List<SimulatedApplicant> people, List<Task> working)
    {
        var random = new Random(seed);
        var lives = people.Select(applicant => applicant.RunAsync(Arrivals * random.NextDouble(), ForEver)).ToList();
        try
        {
            await Task.WhenAll(lives).WaitAsync(Arrivals + ForEver);
        }
        catch (TimeoutException stuck)
        {
            Assert.Fail($"Somebody waits for ever: {string.Join(", ", people.Where((_, i) => !lives[i].IsCompletedSuccessfully).Select(each => each.LastSeen))}. {stuck.Message}\n{Tally}\n"
                + string.Join('\n', working.Where(clerk => clerk.IsFaulted).Select(clerk => clerk.Exception!.InnerException)));
        }
    }

    /// <summary>Those who vanished are swept, and all sittings are filed.</summary>
    private Task EverythingEndsAsync(IWindowStore hall) => Eventually.HoldsAsync(
        () => hall.ReadAsync(async (db, ct) =>
            await db.Tickets.CountAsync(ct) == applicants && !await db.Tickets.AnyAsync(ticket => ticket.EndedAt == null, ct)
            && !await db.Sessions.AnyAsync(session => session.EndedAt == null, ct)
            && !await db.Cases.AnyAsync(filed => filed.State == CaseState.Pending, ct), TestContext.Current.CancellationToken),
        TestContext.Current.CancellationToken);

    private Dictionary<string, string> ShortGraces => new()
    {
        ["Seed__Clerks"] = desks.ToString(CultureInfo.InvariantCulture),
        ["Signaling__OfferTimeout"] = "00:00:02", ["Signaling__JoinTimeout"] = "00:00:04", ["Signaling__DeclinePause"] = "00:00:02",
        ["Signaling__MissedGrace"] = "00:00:05", ["Signaling__VanishedGrace"] = "00:00:06", ["Signaling__DeskGrace"] = "00:00:02",
        ["Signaling__ApplicantLostGrace"] = "00:00:03", ["Signaling__ClerkLostGrace"] = "00:00:05", ["Signaling__WrapUpLimit"] = "00:00:01",
        ["Signaling__TicketBurstPerAddress"] = "1000", ["Signaling__LookupBurstPerAddress"] = "1000",
    };
}
