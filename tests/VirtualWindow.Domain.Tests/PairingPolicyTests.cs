using CsCheck;
using VirtualWindow.Domain.Queue;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Domain.Tests;

public sealed class PairingPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly SiteId Gushi = new("gushi");
    private static readonly SiteId Suzhou = new("suzhou");

    [Fact]
    public void The_longest_idle_desk_of_the_authoritys_site_is_asked_first()
    {
        var fresh = Desk(Gushi, idleMinutes: 1);
        var idle = Desk(Gushi, idleMinutes: 9);
        var elsewhere = Desk(Suzhou, idleMinutes: 60);
        Assert.Equal(idle, PairingPolicy.BestDesk(Waiting(0), [fresh, elsewhere, idle]));
    }

    [Fact]
    public void The_other_site_serves_when_the_item_allows_it_and_only_then()
    {
        var elsewhere = Desk(Suzhou);
        Assert.Equal(elsewhere, PairingPolicy.BestDesk(Waiting(0), [elsewhere]));
        Assert.Null(PairingPolicy.BestDesk(Waiting(0) with { EitherSite = false }, [elsewhere]));
    }

    [Fact]
    public void Without_the_skill_nobody_is_asked()
    {
        Assert.Null(PairingPolicy.BestDesk(Waiting(0), [Desk(Gushi, skills: ["BDC"])]));
        Assert.NotNull(PairingPolicy.BestDesk(Waiting(0), [Desk(Gushi, skills: ["GA"])]));
        Assert.NotNull(PairingPolicy.BestDesk(Waiting(0), [Desk(Gushi, skills: ["GA-05"])]));
    }

    [Fact]
    public void A_desk_that_declined_is_asked_again_only_when_nobody_else_can()
    {
        var decliner = Desk(Gushi, idleMinutes: 60);
        var other = Desk(Suzhou);
        var ticket = Waiting(0) with { DeclinedBy = [decliner.Id] };
        Assert.Equal(other, PairingPolicy.BestDesk(ticket, [decliner, other]));
        Assert.Equal(decliner, PairingPolicy.BestDesk(ticket, [decliner]));
    }

    [Fact]
    public void Language_is_a_preference_and_never_a_bar()
    {
        var english = Desk(Gushi, languages: ["en"]);
        var chinese = Desk(Gushi, idleMinutes: 60);
        var ticket = Waiting(0) with { Language = "en" };
        Assert.Equal(english, PairingPolicy.BestDesk(ticket, [chinese, english]));
        Assert.Equal(chinese, PairingPolicy.BestDesk(ticket, [chinese]));
    }

    [Fact]
    public void A_ticket_that_nobody_can_serve_does_not_stop_the_queue()
    {
        var stuck = Waiting(60) with { Department = new("XX"), Item = new("XX-01") };
        var next = Waiting(1);
        var pairing = Assert.Single(PairingPolicy.Choose([stuck, next], [Desk(Gushi, skills: ["GA"])]));
        Assert.Equal(next.Id, pairing.Ticket);
    }

    [Fact]
    public void Priority_goes_first_among_arrivals_of_the_same_minutes()
    {
        var arrived = Now.AddMinutes(-5);
        Assert.True(Rank(arrived, Priority.Elderly) < Rank(arrived.AddMinutes(-5)));
        Assert.True(Rank(arrived, Priority.Appointment) < Rank(arrived, Priority.Disabled));
        Assert.True(Rank(arrived, Priority.None, Standing.Returned) < Rank(arrived.AddMinutes(-4)));
    }

    [Fact]
    public void Whoever_waits_longer_than_the_largest_head_start_is_overtaken_by_nobody() =>
        Gen.Select(Gen.Enum<Priority>(), Gen.Enum<Priority>(), Gen.Int[26, 600]).Sample((mine, theirs, minutes) =>
            Rank(Now.AddMinutes(-minutes), mine) < Rank(Now, theirs, Standing.Returned));

    [Fact]
    public void Each_ticket_and_each_desk_is_paired_at_most_once() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30]).Sample((tickets, desks) =>
        {
            var pairings = PairingPolicy.Choose(
                Enumerable.Range(0, tickets).Select(minute => Waiting(minute)), Enumerable.Range(0, desks).Select(_ => Desk(Gushi)));
            Assert.Equal(Math.Min(tickets, desks), pairings.Count);
            Assert.Equal(pairings.Count, pairings.Select(pairing => pairing.Ticket).Distinct().Count());
            Assert.Equal(pairings.Count, pairings.Select(pairing => pairing.Desk).Distinct().Count());
        });

    private static DateTimeOffset Rank(DateTimeOffset takenAt, Priority priority = Priority.None, Standing standing = Standing.Arrived) =>
        QueueOrder.RankedAt(takenAt, priority, standing);

    private static WaitingTicket Waiting(int minutes) => new(
        new(Guid.NewGuid()), Now.AddMinutes(-minutes), new("GA-05"), new("GA"), Gushi, true, "zh-CN", []);

    private static ReadyDesk Desk(SiteId site, int idleMinutes = 0, string[]? skills = null, string[]? languages = null) =>
        new(new(Guid.NewGuid()), site, Now.AddMinutes(-idleMinutes), skills ?? [], languages ?? []);
}
