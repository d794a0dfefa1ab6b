using VirtualWindow.Domain.Queue;

namespace VirtualWindow.Domain.Tests;

public sealed class WaitBandTests
{
    private static readonly TimeSpan[] TenMinutesEach = [.. Enumerable.Repeat(TimeSpan.FromMinutes(10), 5)];

    [Fact]
    public void Without_recent_sittings_nothing_is_said() =>
        Assert.Null(WaitBand.Estimate(3, 2, TenMinutesEach[..(WaitBand.SittingsNeeded - 1)]));

    [Fact]
    public void Without_a_desk_nothing_is_said() => Assert.Null(WaitBand.Estimate(3, 0, TenMinutesEach));

    [Theory]
    [InlineData(1, 2, 2, 8)]
    [InlineData(2, 1, 10, 30)]
    [InlineData(8, 2, 20, 60)]
    public void The_band_lies_around_the_estimate(int position, int desks, int from, int to) =>
        Assert.Equal(new WaitBand(from, to), WaitBand.Estimate(position, desks, TenMinutesEach));

    [Fact]
    public void A_band_is_never_an_exact_minute() =>
        Assert.All(Enumerable.Range(1, 60), position =>
        {
            var band = WaitBand.Estimate(position, 7, TenMinutesEach)!.Value;
            Assert.True(band.ToMinutes > band.FromMinutes);
        });
}
