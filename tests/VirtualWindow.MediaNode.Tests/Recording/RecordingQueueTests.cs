using VirtualWindow.MediaNode.Recording;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Tests.Recording;

public sealed class RecordingQueueTests
{
    private static readonly TappedTrack Track = new("rec", "applicant", 1, 0, new NegotiatedMedia("0", MediaKind.Audio, true, false, [], [], 0, new Dictionary<string, byte>()));

    [Fact]
    public void No_packet_allocates()
    {
        using var queue = new RecordingQueue(1 << 22);
        var tap = queue.Open(Track, default);
        var packet = new byte[1_000];
        for (var i = 0; i < 1_000; i++) queue.Packet(tap, i, packet, default);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 2_000; i++) queue.Packet(tap, i, packet, default);
        queue.Report(tap, new SenderReport(1, 2, 3, 4, 5), default);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((3_000, 0), (queue.Packets, queue.Overruns));
    }

    [Fact]
    public void A_full_queue_refuses_counts_and_tells_once_there_is_room()
    {
        using var queue = new RecordingQueue(1 << 20);
        var heard = new Heard();
        var tap = queue.Open(Track, default);
        for (var i = 0; i < 2_000; i++) queue.Packet(tap, i, new byte[1_000], default);
        Assert.Equal(2_000, queue.Packets + queue.Overruns);
        var kept = (int)queue.Packets;
        queue.Drain(heard);
        queue.Packet(tap, 2_000, new byte[10], default);
        queue.Drain(heard);

        Assert.Equal(["open", .. Enumerable.Range(0, kept).Select(i => $"{i}"), "2000", $"overrun {2_000 - kept}"], heard.Story);
    }

    [Fact]
    public void Orders_keep_their_place_among_the_packets()
    {
        using var queue = new RecordingQueue(1 << 20);
        var heard = new Heard();
        var tap = queue.Open(Track, default);
        queue.Packet(tap, 1, [1], default);
        queue.Interrupt(tap, TapInterruption.Held, default);
        queue.Interrupt(tap, TapInterruption.Resumed, default);
        queue.Packet(tap, 2, [2], default);
        queue.Close(tap, default);
        queue.Drain(heard);

        Assert.Equal(["open", "1", "Held", "Resumed", "2", "close"], heard.Story);
    }

    [Fact]
    public async Task Every_packet_arrives_whole_and_in_order_while_both_threads_run()
    {
        const int packets = 300_000;
        using var queue = new RecordingQueue(1 << 20);
        var tap = queue.Open(Track, default);
        var writer = Task.Run(() =>
        {
            var random = new Random(1);
            var packet = new byte[1_400];
            for (var i = 0; i < packets;)
            {
                var length = random.Next(1, packet.Length);
                packet.AsSpan(0, length).Fill((byte)i);
                var before = queue.Overruns;
                queue.Packet(tap, i, packet.AsSpan(0, length), new MediaTime(i));
                if (queue.Overruns == before) i++; // else the same once more, as soon as there is room
            }
        });
        var heard = new Checked();
        while (heard.Next < packets) queue.Drain(heard);
        await writer;

        Assert.Equal(packets, heard.Next);
    }

    private class Heard : IRecordingTasks
    {
        public List<string> Story { get; } = [];

        public void Begin(RecordingOrder order, MediaTime now) => Story.Add("begin");

        public void Open(int tap, TappedTrack track, MediaTime now) => Story.Add("open");

        public virtual void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime arrival) => Story.Add($"{sequence}");

        public void Report(int tap, in SenderReport report) => Story.Add("report");

        public virtual void Overrun(int tap, long packets, MediaTime now) => Story.Add($"overrun {packets}");

        public void Interrupt(int tap, TapInterruption cause, MediaTime now) => Story.Add($"{cause}");

        public void Close(int tap, MediaTime now) => Story.Add("close");

        public void End(string recording, MediaTime now) => Story.Add("end");
    }

    private sealed class Checked : Heard
    {
        public int Next { get; private set; }

        public override void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime arrival)
        {
            Assert.Equal((Next, Next), ((int)sequence, (int)arrival.Microseconds));
            Assert.Equal(-1, packet.IndexOfAnyExcept((byte)Next));
            Next++;
        }

        public override void Overrun(int tap, long packets, MediaTime now)
        {
        }
    }
}
