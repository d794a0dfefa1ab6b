using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Tests;

public sealed class PacketHistoryTests
{
    [Fact]
    public void A_released_history_finds_nothing_and_the_next_publisher_sees_nothing_of_it()
    {
        var first = new PacketHistory(16, 4096);
        first.Store(3, new byte[100]);
        Assert.Equal(100, first.Find(3).Length);
        first.Release();
        Assert.True(first.Find(3).IsEmpty);
        first.Release(); // safe to repeat: the ring is given back once

        var second = new PacketHistory(16, 4096);
        var third = new PacketHistory(16, 4096);
        second.Store(7, [1, 2, 3]);
        third.Store(7, [4, 5, 6]);
        Assert.True(second.Find(3).IsEmpty);
        Assert.Equal([1, 2, 3], second.Find(7).ToArray());
        Assert.Equal([4, 5, 6], third.Find(7).ToArray());
    }

    [Fact]
    public void Publishers_that_come_and_go_take_no_new_rings()
    {
        const int bytes = 512 * 1024;
        Come();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) Come();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < bytes, "each took a ring of its own");

        static void Come()
        {
            var history = new PacketHistory(16, bytes);
            history.Store(1, [1]);
            history.Release();
        }
    }
}
