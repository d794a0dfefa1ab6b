namespace VirtualWindow.Sfu.Tests;

public class AllocationTests
{
    [Fact]
    public void No_forwarded_packet_allocates()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var watchers = Enumerable.Range(0, 5).Select(i => hall.Watch($"watcher {i}", "clerk", i % 2 == 0 ? "watch" : "watch with extensions")).ToArray();
        foreach (var watcher in watchers) watcher.Records = false;
        var video = Hall.Pin(Hall.VideoPacket(0, 0, keyFrame: true, size: 1100, extension: [0xBE, 0xDE, 0, 1, 0x50, 7, 0, 0]));
        var audio = Hall.Pin(Hall.AudioPacket(0, 0));
        var sequence = 0;

        void Exchange(int batches)
        {
            for (var batch = 0; batch < batches; batch++)
            {
                for (var i = 0; i < 4; i++, sequence++)
                {
                    video[2] = audio[2] = (byte)(sequence >> 8);
                    video[3] = audio[3] = (byte)sequence;
                    clerk.Handler.OnRtp(clerk, video, hall.Now);
                    clerk.Handler.OnRtp(clerk, audio, hall.Now);
                }

                hall.Forwarder.EndBatch(hall.Now);
            }
        }

        Exchange(100);
        var count = watchers.Sum(w => w.RtpCount);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(count + (1000 * 8 * 5), watchers.Sum(w => w.RtpCount));
    }

    [Fact]
    public void An_idle_connection_holds_no_history()
    {
        var hall = new Hall();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            hall.Publish($"publisher {i}");
            hall.Watch($"watcher {i}", $"publisher {i}");
        }

        var perPair = (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
        Assert.True(perPair < 12_000, $"{perPair} bytes for one publisher and one watcher");
    }
}
