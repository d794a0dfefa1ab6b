using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Sfu.Tests;

public class ReportTests
{
    private int _sequence = 1;

    [Fact]
    public void Sender_reports_keep_lips_and_voice_together_over_a_reconnect()
    {
        var hall = new Hall();
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(hall.Publish("clerk"), Hall.AudioPacket(1, 1000), Hall.VideoPacket(1, 2000, keyFrame: true));
        hall.Advance(1000);

        // A new publisher whose clocks start elsewhere; both reports name the same instant.
        var again = hall.Publish("clerk");
        hall.Receive(again, Hall.AudioPacket(70, 500_000), Hall.VideoPacket(90, 900_000, keyFrame: true));
        const ulong ntp = 0x1111_2222_3333_4444;
        hall.ReceiveRtcp(again, (ref RtcpWriter w) =>
        {
            w.WriteSenderReport(new SenderReport(Hall.AudioSsrc, ntp, 500_480, 10, 100));
            w.WriteSenderReport(new SenderReport(Hall.VideoSsrc, ntp, 900_900, 20, 200));
        });

        var audioOut = Hall.AudioOf(applicant)[^1].Parsed.Timestamp;
        var videoOut = Hall.VideoOf(applicant)[^1].Parsed.Timestamp;
        var reports = SentRtcp.SenderReports(applicant);
        Assert.Equal(2, reports.Count);
        Assert.All(reports, r => Assert.Equal(ntp, r.NtpTimestamp));
        // 480 audio ticks and 900 video ticks are both 10 ms after the packets just forwarded.
        Assert.Equal(audioOut + 480, reports.Single(r => r.Ssrc == 0xA0DE0).RtpTimestamp);
        Assert.Equal(videoOut + 900, reports.Single(r => r.Ssrc == 0xC1DE0).RtpTimestamp);
    }

    [Fact]
    public void Sender_reports_count_what_this_receiver_was_sent()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        for (var i = 0; i < 7; i++) hall.Receive(clerk, Hall.AudioPacket(i, (uint)(i * 960)));
        hall.ReceiveRtcp(clerk, (ref RtcpWriter w) => w.WriteSenderReport(new SenderReport(Hall.AudioSsrc, 1, 1, 999, 999)));
        var report = Assert.Single(SentRtcp.SenderReports(applicant));
        Assert.Equal((7u, 28u), (report.PacketCount, report.OctetCount));
    }

    [Fact]
    public void A_sender_report_names_its_publisher()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        hall.ReceiveRtcp(clerk, (ref RtcpWriter w) => w.WriteSenderReport(new SenderReport(Hall.AudioSsrc, 1, 1, 1, 1)));
        var reader = new RtcpReader(Assert.Single(applicant.Rtcp));
        Assert.True(reader.MoveNext() && reader.MoveNext());
        Assert.True(SourceDescriptionReader.TryParse(reader.Current, out var chunks));
        Assert.True(chunks.MoveNext());
        Assert.Equal(0xA0DE0u, chunks.Ssrc);
        Assert.Equal("clerk"u8.ToArray(), chunks.Cname.ToArray());
    }

    [Fact]
    public void No_sender_report_before_the_first_packet()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.ReceiveRtcp(clerk, (ref RtcpWriter w) => w.WriteSenderReport(new SenderReport(Hall.AudioSsrc, 1, 1, 1, 1)));
        Assert.Empty(applicant.Rtcp);
    }

    [Fact]
    public void Receiver_reports_tell_loss_and_the_delay_since_the_last_sender_report()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        for (var i = 65_530; i < 65_630; i++)
        {
            if (i % 4 != 3) hall.Receive(clerk, Hall.AudioPacket(i, (uint)(i * 960)));
            hall.Advance(20);
        }

        hall.ReceiveRtcp(clerk, (ref RtcpWriter w) => w.WriteSenderReport(new SenderReport(Hall.AudioSsrc, 0x0000_1234_5678_0000, 0, 0, 0)));
        hall.Advance(500);
        clerk.Rtcp.Clear();
        hall.Forwarder.Tick(hall.Now);

        var block = Assert.Single(SentRtcp.ReportBlocks(clerk));
        Assert.Equal(Hall.AudioSsrc, block.Ssrc);
        Assert.Equal(25, block.CumulativeLost);
        Assert.Equal(25 * 256 / 100, block.FractionLost);
        Assert.Equal(65_629u, block.HighestSequence); // one wrap: cycle 1, number 93
        Assert.Equal(0x1234_5678u, block.LastSenderReport);
        Assert.Equal(32_768u, block.DelaySinceLastSenderReport); // half a second
        Assert.Equal(0u, block.Jitter); // every packet exactly on time
    }

    [Fact]
    public void Jitter_is_the_smoothed_difference_of_transit_times()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        for (var i = 0; i < 200; i++)
        {
            hall.Receive(clerk, Hall.AudioPacket(i, (uint)(i * 960)));
            hall.Advance(i % 2 == 0 ? 15 : 25); // ±5 ms around 20 ms: differences of 5 ms = 240 ticks
        }

        hall.Forwarder.Tick(hall.Now);
        Assert.InRange(SentRtcp.ReportBlocks(clerk)[^1].Jitter, 220u, 250u);
    }

    [Fact]
    public void Fraction_lost_starts_afresh_with_every_report()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Receive(clerk, Hall.AudioPacket(0, 0), Hall.AudioPacket(9, 0));
        hall.Advance(TimeSpan.FromSeconds(1));
        for (var i = 10; i < 20; i++) hall.Receive(clerk, Hall.AudioPacket(i, 0));
        clerk.Rtcp.Clear();
        hall.Advance(TimeSpan.FromSeconds(1));
        var block = SentRtcp.ReportBlocks(clerk)[0];
        Assert.Equal((0, 8), (block.FractionLost, block.CumulativeLost));
    }

    [Fact]
    public void The_publisher_is_told_what_its_weakest_watcher_can_take()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var strong = hall.Watch("strong", "clerk");
        var weak = hall.Watch("weak", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(_sequence++, 0, keyFrame: true));
        AssertRounded(2_500_000, LastEstimate(hall, clerk));

        for (var i = 0; i < 2; i++)
        {
            Flow(hall, clerk, bitsPerSecond: 700_000);
            Estimate(hall, strong, 750_000);
            Estimate(hall, weak, 600_000);
        }
        AssertRounded(600_000, LastEstimate(hall, clerk));

        Estimate(hall, weak, 0);
        AssertRounded(150_000, LastEstimate(hall, clerk)); // never below the floor

        hall.Forwarder.RemoveParticipant("room", "weak", hall.Now);
        AssertRounded(750_000, LastEstimate(hall, clerk));
        hall.Advance(TimeSpan.FromSeconds(11)); // an estimate this old says nothing
        AssertRounded(2_500_000, LastEstimate(hall, clerk));
    }

    [Fact]
    public void An_estimate_well_above_the_flow_does_not_hold_the_publisher_down()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(_sequence++, 0, keyFrame: true));
        Flow(hall, clerk, bitsPerSecond: 200_000);

        Estimate(hall, applicant, 300_000);
        AssertRounded(2_500_000, LastEstimate(hall, clerk));

        // The same words from a receiver that is sent more than that: now they are a limit.
        Estimate(hall, applicant, 300_000);
        Flow(hall, clerk, bitsPerSecond: 350_000);
        Estimate(hall, applicant, 300_000);
        AssertRounded(300_000, LastEstimate(hall, clerk));
    }

    [Fact]
    public void Malformed_rtcp_is_counted_and_the_good_part_is_read()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true));
        hall.Advance(TimeSpan.FromSeconds(1));
        clerk.Rtcp.Clear();
        var buffer = new byte[100];
        var writer = new RtcpWriter(buffer);
        writer.WritePictureLoss(7, 0xC1DE0);
        applicant.Handler.OnRtcp(applicant, [.. writer.Written, 0x80, 200, 99, 99], hall.Now);
        Assert.Equal(1, SentRtcp.PictureLosses(clerk));
        Assert.Equal(1, hall.Forwarder.Counters.RtcpMalformed);
    }

    private static void Estimate(Hall hall, FakePeer receiver, long bitsPerSecond) =>
        hall.ReceiveRtcp(receiver, (ref RtcpWriter w) => w.WriteReceiverEstimate(new ReceiverEstimate(1, bitsPerSecond), [1]));

    /// <summary>Two seconds of video, a packet every 20 ms.</summary>
    private void Flow(Hall hall, FakePeer publisher, int bitsPerSecond)
    {
        for (var i = 0; i < 100; i++)
        {
            hall.Receive(publisher, Hall.VideoPacket(_sequence++, 0, size: bitsPerSecond / 8 / 50));
            hall.Advance(20);
        }
    }

    /// <summary>REMB carries 18 significant bits.</summary>
    private static void AssertRounded(long expected, long actual) => Assert.InRange(actual, expected - (expected >> 17), expected);

    private static long LastEstimate(Hall hall, FakePeer publisher)
    {
        hall.Advance(TimeSpan.FromSeconds(1.1));
        return SentRtcp.Estimates(publisher)[^1];
    }
}
