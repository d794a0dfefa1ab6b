using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Whip;

namespace VirtualWindow.MediaNode.Tests.Whip;

public sealed class WhipRateTests
{
    private static readonly MediaGrant Grant = new("r", "p", true, true);

    [Fact]
    public void A_burst_is_taken_then_one_a_second()
    {
        var clock = new Clock();
        var rate = new WhipRate(clock);
        for (var i = 0; i < WhipRate.Burst; i++)
            Assert.True(rate.TryTake(Grant));
        Assert.False(rate.TryTake(Grant));
        Assert.True(rate.TryTake(Grant with { Participant = "other" }));
        clock.Now += TimeSpan.FromSeconds(2);
        Assert.True(rate.TryTake(Grant));
        Assert.True(rate.TryTake(Grant));
        Assert.False(rate.TryTake(Grant));
    }

    [Fact]
    public void Buckets_that_are_full_again_are_forgotten()
    {
        var clock = new Clock();
        var rate = new WhipRate(clock);
        for (var i = 0; i < 50_000; i++)
        {
            clock.Now += TimeSpan.FromMilliseconds(1);
            Assert.True(rate.TryTake(Grant with { Room = $"r{i}" }));
        }
        Assert.InRange(rate.Remembered, 1, 20_000);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
