using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Sfu.Tests;

public class KeyFrameTests
{
    [Fact]
    public void A_late_watcher_gets_the_key_frame_first_and_it_is_asked_for()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.VideoPacket(2, 3000));
        hall.Advance(600);
        clerk.Rtcp.Clear();

        var late = hall.Watch("late", "clerk");
        Assert.Equal(1, SentRtcp.PictureLosses(clerk));
        hall.Receive(clerk, Hall.VideoPacket(3, 6000), Hall.VideoPacket(4, 9000));
        Assert.Empty(late.Rtp);
        hall.Receive(clerk, Hall.VideoPacket(5, 12_000, keyFrame: true), Hall.VideoPacket(6, 15_000));
        Assert.Equal([12_000u, 15_000u], late.Rtp.Select(p => p.Parsed.Timestamp));
    }

    [Fact]
    public void Audio_waits_for_no_key_frame()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0), Hall.AudioPacket(1, 0));
        Assert.Single(applicant.Rtp);
    }

    [Fact]
    public void A_watcher_that_is_not_connected_yet_misses_no_key_frame()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk", connect: false);
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.VideoPacket(2, 3000));
        Assert.Equal(0, SentRtcp.PictureLosses(clerk)); // nobody could see it yet
        applicant.Connect(hall.Now);
        Assert.Equal(1, SentRtcp.PictureLosses(clerk));
        hall.Receive(clerk, Hall.VideoPacket(3, 6000), Hall.VideoPacket(4, 9000, keyFrame: true));
        Assert.Equal(9000u, Assert.Single(applicant.Rtp).Parsed.Timestamp);
    }

    [Fact]
    public void The_key_frame_is_asked_for_when_the_publisher_comes_up()
    {
        var hall = new Hall();
        hall.Watch("applicant", "clerk");
        var clerk = hall.Publish("clerk", connect: false);
        Assert.Empty(clerk.Rtcp);
        clerk.Connect(hall.Now);
        Assert.Equal(1, SentRtcp.PictureLosses(clerk));
    }

    [Fact]
    public void Requests_are_throttled_and_none_is_forgotten()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var watchers = Enumerable.Range(0, 10).Select(i => hall.Watch($"watcher {i}", "clerk")).ToArray();
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true));
        hall.Advance(TimeSpan.FromSeconds(1));
        clerk.Rtcp.Clear();

        foreach (var watcher in watchers) hall.ReceiveRtcp(watcher, (ref RtcpWriter w) => w.WritePictureLoss(7, 0xC1DE0));
        Assert.Equal(1, SentRtcp.PictureLosses(clerk));
        hall.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(1, SentRtcp.PictureLosses(clerk));
        hall.Advance(TimeSpan.FromMilliseconds(200)); // those that came within the interval
        Assert.Equal(2, SentRtcp.PictureLosses(clerk));
        hall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, SentRtcp.PictureLosses(clerk));
    }

    [Fact]
    public void A_key_frame_answers_the_requests_that_were_waiting()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.ReceiveRtcp(applicant, (ref RtcpWriter w) => w.WritePictureLoss(7, 0xC1DE0));
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true));
        clerk.Rtcp.Clear();
        hall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, SentRtcp.PictureLosses(clerk));
    }

    [Fact]
    public void A_lost_request_is_repeated_while_somebody_waits()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Watch("applicant", "clerk");
        hall.Advance(TimeSpan.FromSeconds(2.1));
        Assert.InRange(SentRtcp.PictureLosses(clerk), 4, 6);
    }

    [Fact]
    public void Full_intra_requests_are_understood_and_used_where_nothing_else_was_negotiated()
    {
        var hall = new Hall();
        hall.Offers["publish"] = [Hall.Video(true) with { Codecs = [Hall.Video(true).Codecs[0] with { Feedback = ["ccm fir"] }] }];
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true));
        hall.Advance(TimeSpan.FromSeconds(1));
        clerk.Rtcp.Clear();
        hall.ReceiveRtcp(applicant, (ref RtcpWriter w) => w.WriteFullIntra(7, 0xC1DE0, 1));
        var reader = new RtcpReader(Assert.Single(clerk.Rtcp));
        Assert.True(reader.MoveNext());
        Assert.True(FullIntraReader.TryParse(reader.Current, out var request));
        Assert.True(request.MoveNext());
        Assert.Equal(Hall.VideoSsrc, request.MediaSsrc);
    }

    [Fact]
    public void A_codec_whose_key_frames_are_unknown_is_forwarded_at_once()
    {
        var hall = new Hall();
        hall.Offers["publish"] = [Hall.Video(true) with { Codecs = [Hall.Video(true).Codecs[0] with { Name = "AV1" }] }];
        hall.Offers["watch"] = [Hall.Video(false) with { Codecs = [Hall.Video(false).Codecs[0] with { Name = "AV1" }] }];
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0));
        Assert.Single(applicant.Rtp);
    }

    [Theory]
    [InlineData("6742", true)] // parameter set
    [InlineData("6588", true)] // IDR slice
    [InlineData("41AA", false)] // slice
    [InlineData("78000467424243", true)] // STAP-A led by a parameter set
    [InlineData("7C8588", true)] // FU-A, first fragment of an IDR slice
    [InlineData("7C0588", false)] // FU-A, a later fragment
    [InlineData("7C8188", false)] // FU-A of another slice
    [InlineData("67", false)]
    public void Key_frames_of_h264_are_seen(string payload, bool expected) =>
        Assert.Equal(expected, Forwarding.KeyFrames.Starts(Forwarding.KeyFrameFormat.H264, Convert.FromHexString(payload)));
}
