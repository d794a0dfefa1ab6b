namespace VirtualWindow.Sfu.Tests;

public class AllocationTests
{
    private const int Measurements = 3;

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
        Assert.Equal(0, AllocatedBy(() => Exchange(1000)));
        Assert.Equal(count + (Measurements * 1000 * 8 * 5), watchers.Sum(w => w.RtpCount));
    }

    /// <summary>The whole of it: transport-wide numbers both ways, layers, picture numbers, repairs on their own stream, feedback.</summary>
    [Fact]
    public void No_packet_with_layers_feedback_and_repairs_allocates()
    {
        var hall = new Hall();
        hall.Offers["publish all"] = [Hall.Wide(Hall.Audio(true)), Hall.Wide(Hall.Layered())];
        var clerk = hall.Publish("clerk", "publish all");
        var watchers = Enumerable.Range(0, 3).Select(i => hall.Watch($"watcher {i}", "clerk", "watch wide")).ToArray();
        foreach (var watcher in watchers) watcher.Records = false;
        var packets = Enumerable.Range(0, 3).Select(layer => Hall.Pin(Hall.Packet(
            Hall.Vp8, 0, 0, (uint)(0x5001 + layer), [0x90, 0xE0, 0x80, 0, 0, 0x20, 0, 0, 0, 0x9D, 1, 0x2A, 0, 1, 0, 1, .. new byte[900]],
            [0xBE, 0xDE, 0, 2, 0x60, (byte)"qhf"[layer], 0x81, 0, 0, 0, 0, 0]))).ToArray();
        var (sequence, wide, feedback) = (0, 0, new byte[200]);

        void Exchange(int batches)
        {
            for (var batch = 0; batch < batches; batch++, sequence++)
            {
                foreach (var packet in packets)
                {
                    packet[2] = (byte)(sequence >> 8);
                    packet[3] = (byte)sequence;
                    packet[19] = (byte)(wide >> 8);
                    packet[20] = (byte)wide++;
                    packet[30] = (byte)(0x80 | ((sequence >> 8) & 0x7F));
                    packet[31] = (byte)sequence;
                    clerk.Handler.OnRtp(clerk, packet, hall.Now);
                }

                hall.Advance(5);
                hall.Forwarder.EndBatch(hall.Now);
                foreach (var watcher in watchers) Answer(watcher);
            }
        }

        void Answer(FakePeer watcher)
        {
            var writer = new Rtc.Rtcp.RtcpWriter(feedback);
            writer.WriteTransportFeedback(7, 1, (ushort)sequence, [hall.Now.Microseconds], (byte)sequence);
            writer.WriteNack(7, Hall.VideoOut, [(ushort)(sequence & 0x3FFF)]);
            watcher.Handler.OnRtcp(watcher, writer.Written, hall.Now);
        }

        Exchange(700);
        hall.Forwarder.Tick(hall.Now);
        Exchange(700);
        var count = watchers.Sum(w => w.RtpCount);
        Assert.Equal(0, AllocatedBy(() => Exchange(1000)));
        Assert.True(watchers.Sum(w => w.RtpCount) - count >= 3000);
        Assert.True(hall.Forwarder.Counters.TransportFeedbackReceived > 0);
        Assert.True(hall.Forwarder.Counters.RepairsAsked > 0);
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

    /// <summary>
    /// The least of several measurements: a collection that another test causes meanwhile takes this thread's allocation buffer away and counts
    /// what was left of it.
    /// </summary>
    private static long AllocatedBy(Action act)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Measurements; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            act();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
