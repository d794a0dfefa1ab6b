using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.Sfu.Tests.Simulated;

/// <summary>
/// Rooms of simulated clients over simulated networks in virtual time. The promises themselves are checked with every packet
/// (<see cref="WatchedStream"/>): nobody's packet to somebody else, numbers without a gap of our own making, no number used twice, key
/// frames first. A failure names its seed, and the seed repeats it.
/// </summary>
public sealed class SimulationTests
{
    private static readonly string[] People = ["applicant", "clerk", "lead", "guest"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_was_lost_is_repaired(int seed)
    {
        var hall = new SimulatedHall(seed);
        var network = new LinkSettings
        {
            Loss = 0.05 * hall.Chance.NextDouble(), Bursts = new BurstLoss(0.005, 0.4), Delay = TimeSpan.FromMilliseconds(hall.Chance.Next(5, 80)),
            Jitter = TimeSpan.FromMilliseconds(hall.Chance.Next(20)), Reorder = 0.01, Duplicate = 0.005,
        };
        foreach (var name in People) hall.Publish(name, network);
        foreach (var name in People)
            foreach (var other in People.Where(other => other != name)) hall.Watch(name, other, network);
        hall.Run(TimeSpan.FromSeconds(15));
        hall.SetNetworks(() => LinkSettings.Perfect);
        hall.Run(TimeSpan.FromSeconds(4));

        foreach (var watcher in hall.Watchers)
        {
            Assert.True(watcher.PicturesReceived > 1_200, $"seed {seed}: {watcher.Name} has {watcher.PicturesReceived} picture packets of {watcher.Publisher}");
            Assert.True(watcher.Holes.Count == 0, $"seed {seed}: {watcher.Name} still misses {string.Join(", ", watcher.Holes.Take(10))} of {watcher.Publisher}");
        }

        CountersAddUp(hall, seed);
        Assert.True(hall.Forwarder.Counters.RepairsSent > 0 && hall.Forwarder.Counters.RepairsRequested > 0, $"seed {seed}: nothing was lost, so nothing was proven");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happens_everybody_sees_everybody_when_it_is_calm_again(int seed)
    {
        var hall = new SimulatedHall(seed);
        for (var happening = 0; happening < 60; happening++)
        {
            Happen(hall);
            hall.Run(TimeSpan.FromMilliseconds(hall.Chance.Next(20, 900)));
        }

        hall.Hold(false);
        hall.SetNetworks(() => LinkSettings.Perfect);
        hall.Run(TimeSpan.FromSeconds(4));
        foreach (var watcher in hall.Watchers.Where(w => hall.Publishers.Any(p => p.Name == w.Publisher)))
        {
            Assert.True(hall.Now - watcher.LastPicture < TimeSpan.FromMilliseconds(300), $"seed {seed}: {watcher.Name} sees {watcher.Publisher} no more");
            Assert.True(hall.Now - watcher.LastSound < TimeSpan.FromMilliseconds(200), $"seed {seed}: {watcher.Name} hears {watcher.Publisher} no more");
        }

        CountersAddUp(hall, seed);
    }

    [Fact]
    public void A_seed_repeats_a_run_packet_by_packet()
    {
        Assert.Equal(Digest(7), Digest(7));
        Assert.NotEqual(Digest(7), Digest(8));
    }

    private static (long, long, long, long) Digest(int seed)
    {
        var hall = new SimulatedHall(seed);
        for (var happening = 0; happening < 20; happening++)
        {
            Happen(hall);
            hall.Run(TimeSpan.FromMilliseconds(200));
        }

        return (hall.Received, hall.Sent, hall.Forwarder.Counters.RepairsSent, hall.Forwarder.Counters.RepairsAsked);
    }

    private static void Happen(SimulatedHall hall)
    {
        var chance = hall.Chance;
        var (one, other) = (People[chance.Next(People.Length)], People[chance.Next(People.Length)]);
        switch (chance.Next(10))
        {
            case 0 or 1 or 2: hall.Publish(one, Weather(chance)); break;
            case 3 or 4 or 5 when one != other: hall.Watch(one, other, Weather(chance)); break;
            case 6: hall.Leave(one); break;
            case 7: hall.Hold(!hall.IsHeld); break;
            default: hall.SetNetworks(() => Weather(chance)); break;
        }
    }

    private static LinkSettings Weather(Random chance) => chance.Next(6) switch
    {
        0 => LinkSettings.Perfect,
        1 => LinkSettings.Blackout,
        2 => new LinkSettings { BitsPerSecond = 200_000, Delay = TimeSpan.FromMilliseconds(30) },
        _ => new LinkSettings
        {
            Loss = 0.2 * chance.NextDouble(), Delay = TimeSpan.FromMilliseconds(chance.Next(100)), Jitter = TimeSpan.FromMilliseconds(chance.Next(40)), Reorder = 0.03, Duplicate = 0.02,
        },
    };

    private static void CountersAddUp(SimulatedHall hall, int seed)
    {
        var counters = hall.Forwarder.Counters;
        Assert.True(hall.Sent == counters.PacketsForwarded + counters.RepairsSent, $"seed {seed}: {hall.Sent} sent, {counters.PacketsForwarded} forwarded, {counters.RepairsSent} repaired");
        Assert.True(hall.Received == counters.PacketsReceived, $"seed {seed}: {hall.Received} delivered, {counters.PacketsReceived} received");
        Assert.True(counters.RepairsSent <= counters.RepairsAsked, $"seed {seed}: more repairs than asked for");
        Assert.True(counters is { Malformed: 0, RtcpMalformed: 0, UnknownStream: 0, NotNegotiated: 0, ProbeOctets: 0 }, $"seed {seed}: something was not understood");
    }
}
