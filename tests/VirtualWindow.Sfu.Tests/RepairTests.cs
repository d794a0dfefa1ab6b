using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Sfu.Tests;

public class RepairTests
{
    private const uint VideoOut = 0xC1DE0;

    [Fact]
    public void A_lost_packet_is_repaired_bit_for_bit_from_history()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk", "watch with extensions");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true, extension: [0xBE, 0xDE, 0, 1, 0x50, 7, 0, 0]), Hall.VideoPacket(2, 0), Hall.VideoPacket(3, 3000));
        var first = applicant.Rtp[0];
        Nack(hall, applicant, first.Parsed.SequenceNumber);
        Assert.Equal(4, applicant.Rtp.Count);
        Assert.Equal(first.Bytes, applicant.Rtp[3].Bytes);
        Assert.Equal(1, hall.Forwarder.Counters.RepairsSent);
    }

    [Fact]
    public void The_same_packet_is_sent_again_only_once_per_round_trip()
    {
        var hall = new Hall();
        var (_, applicant) = Call(hall, 3);
        var lost = applicant.Rtp[1].Parsed.SequenceNumber;
        Nack(hall, applicant, lost);
        Nack(hall, applicant, lost);
        hall.Advance(50);
        Nack(hall, applicant, lost);
        Assert.Equal(4, applicant.Rtp.Count);
        hall.Advance(50); // 100 ms until a round trip is measured
        Nack(hall, applicant, lost);
        Assert.Equal(5, applicant.Rtp.Count);
        Assert.Equal((4, 2), (hall.Forwarder.Counters.RepairsAsked, hall.Forwarder.Counters.RepairsSent));
    }

    [Fact]
    public void The_measured_round_trip_counts()
    {
        var hall = new Hall();
        var (clerk, applicant) = Call(hall, 3);
        hall.ReceiveRtcp(clerk, (ref RtcpWriter w) => w.WriteSenderReport(new SenderReport(Hall.VideoSsrc, 0x1234_5678_9ABC_DEF0, 0, 1, 1)));
        hall.Advance(330);
        // The receiver held the report for 300 ms, so that 30 ms remain.
        var block = new ReportBlock(VideoOut, 0, 0, 0, 0, 0x5678_9ABC, 300 * 65536 / 1000);
        hall.ReceiveRtcp(applicant, (ref RtcpWriter w) => w.WriteReceiverReport(7, [block]));

        var lost = applicant.Rtp[1].Parsed.SequenceNumber;
        Nack(hall, applicant, lost);
        hall.Advance(25);
        Nack(hall, applicant, lost);
        Assert.Equal(4, applicant.Rtp.Count);
        hall.Advance(10);
        Nack(hall, applicant, lost);
        Assert.Equal(5, applicant.Rtp.Count);
    }

    [Fact]
    public void Repairs_work_across_the_wrap_of_the_outgoing_numbers()
    {
        var hall = new Hall(new SfuOptions { MaxRepairsPerSecond = 1000 });
        var (clerk, applicant) = Call(hall, 1);
        var sequence = 2;
        while (applicant.Rtp[^1].Parsed.SequenceNumber != 100) hall.Receive(clerk, Hall.VideoPacket(sequence++, 0, size: 20));
        var lastTwoHundred = applicant.Rtp.TakeLast(200).ToArray();
        Assert.Contains(lastTwoHundred, p => p.Parsed.SequenceNumber == 65535);
        applicant.Rtp.Clear();
        foreach (var packet in lastTwoHundred) Nack(hall, applicant, packet.Parsed.SequenceNumber);
        Assert.Equal(lastTwoHundred.Select(p => p.Bytes), applicant.Rtp.Select(p => p.Bytes));
    }

    [Fact]
    public void What_history_has_forgotten_is_not_answered()
    {
        var hall = new Hall(new SfuOptions { HistoryPackets = 16, HistoryBytes = 4096 });
        var (_, applicant) = Call(hall, 40);
        var numbers = applicant.Rtp.Select(p => p.Parsed.SequenceNumber).ToArray();
        applicant.Rtp.Clear();
        foreach (var number in numbers) Nack(hall, applicant, number);
        Assert.Equal(numbers.TakeLast(16), applicant.Rtp.Select(p => p.Parsed.SequenceNumber));
    }

    [Fact]
    public void History_is_bounded_in_bytes()
    {
        var hall = new Hall(new SfuOptions { HistoryPackets = 64, HistoryBytes = 1024 });
        var (_, applicant) = Call(hall, 40); // 212 bytes each take four lines of 64: four fit
        var numbers = applicant.Rtp.Select(p => p.Parsed.SequenceNumber).ToArray();
        applicant.Rtp.Clear();
        foreach (var number in numbers) Nack(hall, applicant, number);
        Assert.Equal(numbers.TakeLast(4), applicant.Rtp.Select(p => p.Parsed.SequenceNumber));
    }

    [Fact]
    public void A_flood_of_requests_is_answered_within_the_budget()
    {
        var hall = new Hall(new SfuOptions { MaxRepairsPerSecond = 50 });
        var (_, applicant) = Call(hall, 200);
        var numbers = applicant.Rtp.Select(p => p.Parsed.SequenceNumber).ToArray();
        for (var round = 0; round < 20; round++)
        {
            foreach (var number in numbers) Nack(hall, applicant, number);
            hall.Advance(100);
        }

        Assert.InRange(hall.Forwarder.Counters.RepairsSent, 100, 150); // 50 at once and 50 a second for two seconds
    }

    [Fact]
    public void Requests_for_unknown_streams_and_numbers_are_ignored()
    {
        var hall = new Hall();
        var (_, applicant) = Call(hall, 3);
        hall.ReceiveRtcp(applicant, (ref RtcpWriter w) => w.WriteNack(7, 4711, [1, 2, 3]));
        Nack(hall, applicant, (ushort)(applicant.Rtp[2].Parsed.SequenceNumber + 1));
        Nack(hall, applicant, 0);
        Assert.Equal(3, applicant.Rtp.Count);
    }

    [Fact]
    public void After_a_reconnect_the_old_publishers_packets_are_not_mixed_in()
    {
        var hall = new Hall();
        var (_, applicant) = Call(hall, 3);
        var old = applicant.Rtp[2].Parsed.SequenceNumber;
        var again = hall.Publish("clerk");
        hall.Receive(again, Hall.VideoPacket(3, 0, keyFrame: true));
        Nack(hall, applicant, old);
        Assert.Equal(4, applicant.Rtp.Count);
        Nack(hall, applicant, applicant.Rtp[3].Parsed.SequenceNumber);
        Assert.Equal(applicant.Rtp[3].Bytes, applicant.Rtp[4].Bytes);
    }

    [Fact]
    public void A_gap_is_asked_for_once_per_round_trip_until_it_is_filled()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.VideoPacket(4, 0));
        Assert.Equal([2, 3], SentRtcp.Nacked(clerk).Select(n => (int)n));
        hall.Advance(TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(10));
        Assert.Equal(2, SentRtcp.Nacked(clerk).Count);
        hall.Receive(clerk, Hall.VideoPacket(3, 0));
        hall.Advance(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10));
        Assert.Equal([2, 3, 2], SentRtcp.Nacked(clerk).Select(n => (int)n));
        hall.Receive(clerk, Hall.VideoPacket(2, 0));
        hall.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, SentRtcp.Nacked(clerk).Count);
        Assert.Equal(3, hall.Forwarder.Counters.RepairsRequested);
    }

    [Fact]
    public void Disorder_within_a_batch_is_no_gap()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.VideoPacket(3, 0), Hall.VideoPacket(2, 0), Hall.VideoPacket(4, 0));
        Assert.Empty(SentRtcp.Nacked(clerk));
    }

    [Fact]
    public void A_gap_is_given_up_after_a_second()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.VideoPacket(3, 0));
        hall.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(5, SentRtcp.Nacked(clerk).Count); // at 0, 100, 200, 400 and 700 ms
    }

    [Fact]
    public void A_gap_across_the_wrap_is_asked_for()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(65534, 0, keyFrame: true), Hall.VideoPacket(65538, 0));
        Assert.Equal([65535, 0, 1], SentRtcp.Nacked(clerk).Select(n => (int)n));
    }

    [Fact]
    public void An_outage_asks_for_a_key_frame_instead()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true));
        hall.Advance(TimeSpan.FromSeconds(1));
        clerk.Rtcp.Clear();
        hall.Receive(clerk, Hall.VideoPacket(1000, 0));
        Assert.Empty(SentRtcp.Nacked(clerk));
        Assert.Equal(1, SentRtcp.PictureLosses(clerk));
    }

    [Fact]
    public void Audio_without_negotiated_nack_is_never_asked_for()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0), Hall.AudioPacket(5, 0));
        Assert.Empty(SentRtcp.Nacked(clerk));
    }

    [Fact]
    public void Nothing_is_asked_of_a_publisher_that_nobody_watches()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.VideoPacket(5, 0), Hall.VideoPacket(5000, 0));
        hall.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(SentRtcp.Nacked(clerk));
        Assert.Equal(0, SentRtcp.PictureLosses(clerk));
    }

    /// <summary>
    /// 5,000 packets through two lossy, reordering legs with repairs on both: whatever arrives is right and nothing arrives
    /// twice under one number with different content.
    /// </summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.20)]
    public void Random_loss_and_disorder_never_mix_packets_up(double loss)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var hall = new Hall(new SfuOptions { MaxRepairsPerSecond = 100_000 });
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        var received = new Dictionary<int, byte[]>();
        var published = new Dictionary<int, byte[]>();
        var seen = 0;
        for (var i = 65_000; i < 70_000; i++)
        {
            published[i & 0xFFFF] = Hall.VideoPacket(i, (uint)i, keyFrame: i % 100 == 0, size: 30);
            var batch = new List<byte[]>();
            if (i == 65_000 || random.NextDouble() >= loss) batch.Add(published[i & 0xFFFF]); // the stream opens with its key frame
            foreach (var asked in SentRtcp.Nacked(clerk).Distinct())
                if (published.TryGetValue(asked, out var again) && random.NextDouble() >= loss) batch.Add(again);
            clerk.Rtcp.Clear();
            hall.Receive(clerk, [.. batch.OrderBy(_ => random.Next())]);

            var missing = new List<ushort>();
            for (; seen < applicant.Rtp.Count; seen++)
            {
                var packet = applicant.Rtp[seen];
                if (random.NextDouble() < loss) missing.Add(packet.Parsed.SequenceNumber);
                else if (received.TryGetValue(packet.Parsed.SequenceNumber, out var before)) Assert.True(before.SequenceEqual(packet.Bytes), $"seed {seed}");
                else received[packet.Parsed.SequenceNumber] = packet.Bytes;
            }

            foreach (var number in missing) Nack(hall, applicant, number);
            hall.Advance(TimeSpan.FromMilliseconds(7), TimeSpan.FromMilliseconds(7));
        }

        // The outgoing number belongs to the incoming one, which is the timestamp here: one constant difference for all.
        var offsets = received.Select(r => (ushort)(r.Key - (ushort)Timestamp(r.Value))).Distinct();
        Assert.True(offsets.Count() == 1, $"seed {seed}");
        Assert.True(received.Count > 4700, $"seed {seed}: {received.Count}");
    }

    private static uint Timestamp(byte[] packet) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4));

    private static (FakePeer Clerk, FakePeer Applicant) Call(Hall hall, int packets)
    {
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        for (var i = 1; i <= packets; i++) hall.Receive(clerk, Hall.VideoPacket(i, (uint)(i * 3000), keyFrame: i == 1));
        return (clerk, applicant);
    }

    private static void Nack(Hall hall, FakePeer from, ushort number) =>
        hall.ReceiveRtcp(from, (ref RtcpWriter w) => w.WriteNack(7, VideoOut, [number]));
}
