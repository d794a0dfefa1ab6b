using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

public class ReplayWindowTests
{
    [Fact]
    public void Agrees_with_a_set_of_everything_seen()
    {
        var seed = Environment.ProcessId;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var window = new ReplayWindow();
        var seen = new HashSet<long>();
        long highest = -1;
        for (var i = 0; i < 200_000; i++)
        {
            var index = Math.Max(0, highest + random.Next(-700, random.Next(20) == 0 ? 2000 : 5));
            var expected = index > highest || (index > highest - ReplayWindow.Size && !seen.Contains(index));
            Assert.Equal(expected, window.Admits(index));
            if (!expected) continue;
            window.Accept(index);
            seen.Add(index);
            highest = Math.Max(highest, index);
        }
    }

    [Fact]
    public void Holds_at_the_end_of_the_index_space()
    {
        var window = new ReplayWindow();
        window.Accept(RolloverEstimate.HighestIndex - 1);
        window.Accept(RolloverEstimate.HighestIndex);
        Assert.False(window.Admits(RolloverEstimate.HighestIndex));
        Assert.True(window.Admits(RolloverEstimate.HighestIndex - 2));
    }

    [Theory]
    [InlineData(-1, 65535, 65535)]
    [InlineData(0, 1, 1)]
    [InlineData(100, 65535, 65535)] // nothing lies behind index 0
    [InlineData(65535, 0, 65536)]
    [InlineData(65536, 65535, 65535)]
    [InlineData(65536 + 10, 65530, 65530)]
    [InlineData((5L << 16) | 0x7FFF, 0xFFFE, (5L << 16) | 0xFFFE)]
    [InlineData((5L << 16) | 0x8000, 0x7FFF, (5L << 16) | 0x7FFF)]
    [InlineData((5L << 16) | 0xFFF0, 0x0010, (6L << 16) | 0x0010)]
    [InlineData((0xFFFF_FFFFL << 16) | 0xFFFF, 0, 1L << 48)]
    public void Index_is_the_nearest_one(long highest, int sequence, long expected) =>
        Assert.Equal(expected, RolloverEstimate.Index(highest, (ushort)sequence));
}
