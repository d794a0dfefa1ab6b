using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.MediaNode.Tests.Impaired;

/// <summary>The impairment is a measuring instrument: what it is set to is what traffic meets.</summary>
public sealed class ImpairedLinkTests
{
    private const int Many = 20_000;
    private const int Length = 1_000;

    public static TheoryData<int> Seeds => [1, 2, 3, 20_261_123];

    [Fact]
    public void A_perfect_wire_hands_everything_over_at_once_and_in_order()
    {
        var link = new ImpairedLink<int>(LinkSettings.Perfect, seed: 1);
        for (var i = 0; i < 100; i++) link.Send(i, Length, TimeSpan.FromMilliseconds(i));
        Assert.Equal(Enumerable.Range(0, 100), Drain(link).Select(a => a.Item));
        Assert.Equal(new LinkCounters(100, 100, 0, 0, 0, 0, 100 * Length), link.Counters);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Independent_loss_is_the_share_asked_for(int seed)
    {
        var arrived = Arrivals(new LinkSettings { Loss = 0.05 }, seed);
        Assert.InRange(1 - ((double)arrived.Count / Many), 0.045, 0.055); // 3.2 standard deviations
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Bursts_have_the_length_and_the_share_asked_for(int seed)
    {
        var bursts = new BurstLoss(EnterBurst: 0.01, LeaveBurst: 0.2);
        var arrived = Arrivals(new LinkSettings { Bursts = bursts }, seed).Select(a => a.Item).ToList();
        var gaps = arrived.Zip(arrived.Skip(1), (one, next) => next - one - 1).Where(gap => gap > 0).ToList();
        Assert.InRange(1 - ((double)arrived.Count / Many), bursts.MeanLoss * 0.75, bursts.MeanLoss * 1.25);
        Assert.InRange(gaps.Average(), 4, 6); // 1 / LeaveBurst = 5, independent loss of this share would give 1.05
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Jitter_stays_within_its_bounds_and_keeps_the_order(int seed)
    {
        var settings = new LinkSettings { Delay = TimeSpan.FromMilliseconds(50), Jitter = TimeSpan.FromMilliseconds(30) };
        var arrived = Arrivals(settings, seed);
        Assert.Equal(Enumerable.Range(0, Many), arrived.Select(a => a.Item));
        Assert.All(arrived, a => Assert.InRange((a.At - SentAt(a.Item)).TotalMilliseconds, 50, 80));
        Assert.True(arrived.Select(a => a.At - SentAt(a.Item)).Distinct().Count() > Many / 2, "nothing jittered");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Only_those_held_back_are_overtaken(int seed)
    {
        var link = new ImpairedLink<int>(new LinkSettings { Reorder = 0.1, ReorderBy = TimeSpan.FromMilliseconds(3.5) }, seed);
        var arrived = SendMany(link);
        var overtaken = 0;
        var highest = -1;
        foreach (var (item, at) in arrived)
        {
            if (item < highest) overtaken++;
            highest = Math.Max(highest, item);
            Assert.Contains((at - SentAt(item)).TotalMilliseconds, new[] { 0.0, 3.5 });
        }

        Assert.Equal(Many, arrived.Count);
        Assert.InRange(overtaken, Many * 0.09, Many * 0.11);
        Assert.InRange(link.Counters.HeldBack, overtaken, overtaken + (Many * 0.002)); // three in a row held back overtake nobody
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Doubles_arrive_twice(int seed)
    {
        var arrived = Arrivals(new LinkSettings { Duplicate = 0.1 }, seed);
        Assert.InRange(arrived.Count - Many, Many * 0.09, Many * 0.11);
        Assert.All(arrived.GroupBy(a => a.Item), group => Assert.InRange(group.Count(), 1, 2));
    }

    [Fact]
    public void The_line_carries_its_rate_and_not_a_bit_more()
    {
        var link = new ImpairedLink<int>(new LinkSettings { BitsPerSecond = 300_000, MaxQueueing = TimeSpan.FromMilliseconds(200) }, seed: 1);
        // 822 kbit/s with headers for 10 s: a datagram each 10 ms.
        for (var i = 0; i < 1_000; i++) link.Send(i, Length, TimeSpan.FromMilliseconds(i * 10));
        var arrived = Drain(link);

        var bits = (Length + ImpairedLink<int>.HeaderBytes) * 8;
        Assert.All(arrived.Zip(arrived.Skip(1)), pair => Assert.Equal(bits / 300_000.0, (pair.Second.At - pair.First.At).TotalSeconds, 4));
        Assert.All(arrived, a => Assert.InRange((a.At - TimeSpan.FromMilliseconds(a.Item * 10)).TotalMilliseconds, 27, 200 + 28));
        Assert.InRange(arrived.Count * bits / 10.2, 294_000, 300_000);
        Assert.Equal(1_000 - arrived.Count, link.Counters.Overflowed);
        Assert.Equal(arrived.Select(a => a.Item).Order(), arrived.Select(a => a.Item));
    }

    [Fact]
    public void A_line_that_was_idle_makes_nobody_wait()
    {
        var link = new ImpairedLink<int>(new LinkSettings { BitsPerSecond = 1_000_000 }, seed: 1);
        link.Send(1, Length, TimeSpan.FromSeconds(1));
        link.Send(2, Length, TimeSpan.FromSeconds(2));
        Assert.Equal([1.008224, 2.008224], Drain(link).Select(a => a.At.TotalSeconds));
    }

    [Fact]
    public void Settings_change_on_the_run_and_what_is_under_way_arrives()
    {
        var link = new ImpairedLink<int>(new LinkSettings { Delay = TimeSpan.FromMilliseconds(100) }, seed: 1);
        link.Send(1, Length, TimeSpan.Zero);
        link.Settings = LinkSettings.Blackout;
        link.Send(2, Length, TimeSpan.FromMilliseconds(1));
        link.Settings = LinkSettings.Perfect;
        link.Send(3, Length, TimeSpan.FromMilliseconds(2));
        Assert.Equal(TimeSpan.FromMilliseconds(100), link.NextArrival);
        Assert.False(link.TryReceive(TimeSpan.FromMilliseconds(99), out _));
        Assert.Equal([1, 3], Drain(link).Select(a => a.Item)); // the line is shorter now, but order is kept
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_seed_repeats_every_fate(int seed)
    {
        var settings = new LinkSettings
        {
            Loss = 0.03, Bursts = new BurstLoss(0.01, 0.3, 0.8), Delay = TimeSpan.FromMilliseconds(40), Jitter = TimeSpan.FromMilliseconds(25),
            Reorder = 0.02, Duplicate = 0.01, BitsPerSecond = 20_000_000,
        };
        Assert.Equal(Arrivals(settings, seed), Arrivals(settings, seed));
        Assert.NotEqual(Arrivals(settings, seed), Arrivals(settings, seed + 1));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_counters_add_up(int seed)
    {
        var link = new ImpairedLink<int>(
            new LinkSettings { Loss = 0.1, Duplicate = 0.1, Reorder = 0.1, BitsPerSecond = 5_000_000, MaxQueueing = TimeSpan.FromMilliseconds(50) }, seed);
        var arrived = SendMany(link);
        var counters = link.Counters;
        Assert.Equal(Many, counters.Sent);
        Assert.Equal(arrived.Count, counters.Delivered);
        Assert.Equal(arrived.Count * (long)Length, counters.DeliveredBytes);
        Assert.Equal(counters.Sent + counters.Duplicated, counters.Delivered + counters.Lost + counters.Overflowed);
        Assert.True(counters is { Lost: > 0, Overflowed: > 0, HeldBack: > 0, Duplicated: > 0 }, counters.ToString());
    }

    private static List<(int Item, TimeSpan At)> Arrivals(LinkSettings settings, int seed) => SendMany(new ImpairedLink<int>(settings, seed));

    /// <summary>One datagram each millisecond.</summary>
    private static List<(int Item, TimeSpan At)> SendMany(ImpairedLink<int> link)
    {
        for (var i = 0; i < Many; i++) link.Send(i, Length, SentAt(i));
        return Drain(link);
    }

    private static TimeSpan SentAt(int item) => TimeSpan.FromMilliseconds(item);

    private static List<(int Item, TimeSpan At)> Drain(ImpairedLink<int> link)
    {
        var arrived = new List<(int, TimeSpan)>();
        while (link.NextArrival is { } at && link.TryReceive(at, out var item)) arrived.Add((item, at));
        return arrived;
    }
}
