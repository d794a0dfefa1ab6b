namespace VirtualWindow.Sfu.Tests.Congestion;

/// <summary>The whole path in virtual time: forwarding, numbers, feedback, estimate, REMB to the publisher, probes.</summary>
public class EstimatorTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(300_000)]
    [InlineData(1_000_000)]
    [InlineData(2_500_000)]
    public void The_estimate_finds_the_link_within_ten_seconds(int bitsPerSecond)
    {
        var call = new SimulatedCall();
        var watcher = call.Watch("applicant", "clerk", new SimulatedLink(bitsPerSecond));
        call.Run(10);
        var (estimates, delays, passed) = (new List<double>(), new List<double>(), watcher.Link.PassedBits);
        call.Run(10, () =>
        {
            estimates.Add(watcher.Estimate);
            delays.Add(watcher.Link.QueueDelay.TotalMilliseconds);
        });
        var used = (watcher.Link.PassedBits - passed) / 10.0;
        output.WriteLine($"estimate {estimates.Average():F0} ({estimates.Min():F0}..{estimates.Max():F0}), used {used:F0}, queue {delays.Average():F0} ms, dropped {watcher.Link.Dropped}");
        Assert.InRange(used, bitsPerSecond * 0.55, bitsPerSecond * 1.02);
        Assert.InRange(delays.Average(), 0, 150);
        if (bitsPerSecond < 2_500_000) Assert.InRange(estimates.Average(), bitsPerSecond * 0.6, bitsPerSecond * 1.1);
    }

    [Fact]
    public void A_narrowed_link_is_followed_down_and_up_again()
    {
        var call = new SimulatedCall();
        var watcher = call.Watch("applicant", "clerk", new SimulatedLink(2_000_000));
        call.Run(10);
        watcher.Link.BitsPerSecond = 400_000;
        call.Run(5);
        var estimates = new List<double>();
        call.Run(5, () => estimates.Add(watcher.Estimate));
        output.WriteLine($"narrow: {estimates.Average():F0} ({estimates.Min():F0}..{estimates.Max():F0})");
        Assert.InRange(estimates.Average(), 200_000, 440_000);

        watcher.Link.BitsPerSecond = 2_000_000;
        var recovered = -1.0;
        var since = call.Now;
        call.Run(15, () => recovered = recovered < 0 && watcher.Estimate > 1_200_000 ? (call.Now - since).TotalSeconds : recovered);
        output.WriteLine($"recovered after {recovered:F1} s, estimate {watcher.Estimate}");
        Assert.InRange(recovered, 0, 15);
    }

    /// <summary>From far more than the line carries to what it carries: the voice loses the moment that nobody foresees, and nothing after it.</summary>
    [Theory]
    [InlineData(300_000, 500)]
    [InlineData(300_000, 1_500)]
    [InlineData(200_000, 500)]
    public void When_a_line_becomes_narrow_the_picture_is_left_out_until_the_queue_is_gone(int bitsPerSecond, int queueMilliseconds)
    {
        var call = new SimulatedCall();
        var watcher = call.Watch("applicant", "clerk", new SimulatedLink(3_000_000, queueMilliseconds: queueMilliseconds));
        call.Run(10);
        watcher.Link.BitsPerSecond = bitsPerSecond;
        var (waits, wasPaused) = (new List<double>(), false);
        var before = watcher.Arrived[Hall.AudioOut];
        call.Run(4, () =>
        {
            waits.Add(watcher.Link.QueueDelay.TotalMilliseconds);
            wasPaused |= watcher.Connection.Consumers.Any(consumer => consumer.IsPaused);
        });
        var voice = (watcher.Arrived[Hall.AudioOut] - before) / 100.0;
        output.WriteLine($"{voice} of 200 sound packets; queue {string.Join(' ', waits.Select(wait => wait.ToString("F0")))}; dropped {watcher.Link.Dropped}");
        Assert.True(wasPaused);
        Assert.InRange(voice, 170, 205);
        Assert.True(waits.Skip(25).Max() < 100, "The voice still waits after two and a half seconds.");

        var picture = watcher.Arrived[Hall.VideoOut];
        call.Run(6);
        Assert.InRange((watcher.Arrived[Hall.VideoOut] - picture) * 8 / 6, 60_000, bitsPerSecond);
    }

    /// <summary>The estimate starts low; where nothing is in the way, what passes proves that it may rise.</summary>
    [Fact]
    public void What_passes_a_wide_line_is_not_taken_for_too_much()
    {
        var call = new SimulatedCall();
        var watcher = call.Watch("applicant", "clerk", new SimulatedLink(20_000_000));
        call.Run(8);
        Assert.False(watcher.Connection.Estimator!.HasMetLimit);
        Assert.True(watcher.Estimate >= 1_800_000, $"{watcher.Estimate}");
    }

    [Fact]
    public void Two_watchers_share_one_line()
    {
        var call = new SimulatedCall();
        var link = new SimulatedLink(2_000_000);
        var one = call.Watch("one", "clerk", link);
        var other = call.Watch("other", "applicant", link);
        call.Run(15);
        var before = (One: one.Arrived.Values.Sum(), Other: other.Arrived.Values.Sum());
        call.Run(15);
        var (first, second) = ((one.Arrived.Values.Sum() - before.One) * 8 / 15, (other.Arrived.Values.Sum() - before.Other) * 8 / 15);
        output.WriteLine($"{first} and {second}, dropped {link.Dropped}");
        Assert.InRange(first + second, 1_000_000, 2_000_000);
        Assert.InRange(Math.Min(first, second), (first + second) / 4, 2_000_000);
    }

    [Fact]
    public void Random_loss_does_not_starve_a_good_line()
    {
        var call = new SimulatedCall();
        var watcher = call.Watch("applicant", "clerk", new SimulatedLink(2_000_000, delayMilliseconds: 50, loss: 0.05));
        call.Run(10);
        var passed = watcher.Link.PassedBits;
        call.Run(10);
        output.WriteLine($"used {(watcher.Link.PassedBits - passed) / 10}, estimate {watcher.Estimate}");
        Assert.InRange((watcher.Link.PassedBits - passed) / 10, 1_000_000, 2_000_000);
    }

    [Fact]
    public void On_a_line_too_narrow_for_a_picture_the_voice_stays_whole()
    {
        var call = new SimulatedCall();
        var watcher = call.Watch("applicant", "clerk", new SimulatedLink(90_000));
        call.Run(20);
        Assert.Contains(call.Hall.Forwarder.Tracks, t => t is { Incoming: false, Kind: Rtc.MediaKind.Video, Paused: true });
        var audio = watcher.Arrived[Hall.AudioOut];
        call.Run(10);
        var packets = (watcher.Arrived[Hall.AudioOut] - audio) / 100.0;
        output.WriteLine($"{packets} of 500 sound packets, estimate {watcher.Estimate}");
        Assert.InRange(packets, 475, 510);

        watcher.Link.BitsPerSecond = 2_000_000;
        call.Run(15);
        Assert.DoesNotContain(call.Hall.Forwarder.Tracks, t => t is { Incoming: false, Paused: true });
    }
}
