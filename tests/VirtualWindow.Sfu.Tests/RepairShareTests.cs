using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Tests;

public class RepairShareTests
{
    [Fact]
    public void A_quarter_of_a_narrow_line_is_for_repairs()
    {
        var share = new RepairShare();
        var taken = 0;
        for (var milliseconds = 0; milliseconds < 10_000; milliseconds += 10)
            if (share.TryTake(1_000, 320_000, new MediaTime(milliseconds * 1000L))) taken++;
        Assert.InRange(taken, 100, 105); // 10 kB/s, and the burst of the beginning
    }

    [Fact]
    public void A_quiet_time_is_not_saved_up()
    {
        var share = new RepairShare();
        share.TryTake(1_000, 320_000, new MediaTime(0));
        var taken = 0;
        while (share.TryTake(1_000, 320_000, new MediaTime(3_600_000_000))) taken++;
        Assert.Equal(4, taken);
    }
}
