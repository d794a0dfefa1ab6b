using VirtualWindow.MediaNode.Admission;

namespace VirtualWindow.MediaNode.Tests.Admission;

public sealed class AdmissionControlTests
{
    private static readonly AdmissionLimits Limits = AdmissionLimits.Of(new MediaOptions { MaxLoopPercent = 80, MaxCpuPercent = 90, MaxMegabitsPerSecond = 100, MaxDropsPerSecond = 50 });

    private readonly AdmissionControl _control = new(Limits);

    [Theory]
    [InlineData(0.81, 0, 0, 0, "Loops")]
    [InlineData(0, 0.91, 0, 0, "Processor")]
    [InlineData(0, 0, 100.1e6, 0, "Bitrate")]
    [InlineData(0, 0, 0, 51, "SocketDrops")]
    [InlineData(0.8, 0.9, 100e6, 50, "None")]
    public void Each_limit_refuses_under_its_own_name(double loop, double cpu, double bits, double drops, string reason)
    {
        Feed(AdmissionControl.ClosesAfter, new MediaLoad(loop, cpu, bits, drops));
        Assert.Equal(Enum.Parse<FullReason>(reason), _control.Full);
    }

    [Fact]
    public void A_short_peak_refuses_nobody()
    {
        for (var i = 0; i < 10; i++)
        {
            Feed(AdmissionControl.ClosesAfter - 1, Cpu(1));
            Feed(1, Cpu(0.1));
            Assert.Equal(FullReason.None, _control.Full);
        }
    }

    [Fact]
    public void It_opens_only_well_below_the_limit_and_not_at_the_first_lull()
    {
        Feed(AdmissionControl.ClosesAfter, Cpu(0.95));
        Feed(20, Cpu(0.85)); // below the limit, above 85 % of it
        Assert.Equal(FullReason.Processor, _control.Full);
        Feed(AdmissionControl.OpensAfter - 1, Cpu(0.5));
        Assert.Equal(FullReason.Processor, _control.Full);
        Feed(1, Cpu(0.85));
        Feed(AdmissionControl.OpensAfter - 1, Cpu(0.5));
        Assert.Equal(FullReason.Processor, _control.Full);
        Feed(1, Cpu(0.5));
        Assert.Equal(FullReason.None, _control.Full);
    }

    [Fact]
    public void A_load_that_swings_around_the_limit_changes_the_answer_once()
    {
        var changes = 0;
        for (var i = 0; i < 200; i++) changes += _control.Observe(Cpu(i % 10 < 5 ? 0.95 : 0.86)) ? 1 : 0;
        Assert.Equal(1, changes);
    }

    [Fact]
    public void Hundred_percent_and_zero_mean_no_limit()
    {
        var unlimited = new AdmissionControl(AdmissionLimits.Of(new MediaOptions { MaxLoopPercent = 100, MaxCpuPercent = 100, MaxMegabitsPerSecond = 0, MaxDropsPerSecond = 0 }));
        for (var i = 0; i < 10; i++) Assert.False(unlimited.Observe(new MediaLoad(1, 1.2, 1e12, 1e6)));
    }

    private static MediaLoad Cpu(double share) => new(0, share, 0, 0);

    private void Feed(int times, MediaLoad load)
    {
        for (var i = 0; i < times; i++) _control.Observe(load);
    }
}
