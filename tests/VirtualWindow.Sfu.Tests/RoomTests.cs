namespace VirtualWindow.Sfu.Tests;

public class RoomTests
{
    [Fact]
    public void A_watcher_may_come_before_the_publisher()
    {
        var hall = new Hall();
        var applicant = hall.Watch("applicant", "clerk");
        var clerk = hall.Publish("clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        Assert.Single(applicant.Rtp);
    }

    [Fact]
    public void A_reconnected_publisher_continues_the_watchers_streams()
    {
        var hall = new Hall();
        var applicant = hall.Watch("applicant", "clerk");
        var before = hall.Publish("clerk");
        for (var i = 0; i < 5; i++) hall.Receive(before, Hall.AudioPacket(65533 + i, 0xFFFF_F000 + (uint)(i * 960)));
        hall.Advance(500);

        var after = hall.Publish("clerk");
        Assert.Equal(Rtc.PeerState.Closed, before.State);
        hall.Receive(after, Hall.AudioPacket(40_000, 17), Hall.AudioPacket(40_001, 977));

        var audio = Hall.AudioOf(applicant);
        Assert.Equal(7, audio.Count);
        ForwardingTests.AssertConsecutive(audio);
        // 500 ms of a 48 kHz clock passed between the two publishers
        Assert.Equal(24_000u, audio[5].Parsed.Timestamp - audio[4].Parsed.Timestamp);
        Assert.Equal(960u, audio[6].Parsed.Timestamp - audio[5].Parsed.Timestamp);
        Assert.DoesNotContain(hall.Changes, c => c.Change == PublisherChange.Stopped);
    }

    [Fact]
    public void The_replaced_publisher_is_no_longer_heard()
    {
        var hall = new Hall();
        var applicant = hall.Watch("applicant", "clerk");
        var before = hall.Publish("clerk");
        hall.Publish("clerk");
        hall.Receive(before, Hall.AudioPacket(1, 0));
        Assert.Empty(applicant.Rtp);
    }

    [Fact]
    public void A_refused_offer_leaves_the_earlier_publish_alone()
    {
        var hall = new Hall();
        var applicant = hall.Watch("applicant", "clerk");
        var clerk = hall.Publish("clerk");
        Assert.Null(hall.Forwarder.Publish("room", "clerk", "nonsense", hall.Now, out var reason));
        Assert.Equal("unknown offer", reason);
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        Assert.Single(applicant.Rtp);
    }

    [Fact]
    public void Watching_again_replaces_the_earlier_subscription_only_to_that_publisher()
    {
        var hall = new Hall();
        var toClerk = hall.Watch("lead", "clerk");
        var toApplicant = hall.Watch("lead", "applicant");
        var again = hall.Watch("lead", "clerk");
        Assert.Equal(Rtc.PeerState.Closed, toClerk.State);
        Assert.Equal(Rtc.PeerState.Connected, toApplicant.State);
        hall.Receive(hall.Publish("clerk"), Hall.AudioPacket(1, 0));
        Assert.Single(again.Rtp);
        Assert.Empty(toApplicant.Rtp);
    }

    [Fact]
    public void Rooms_are_separate()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var elsewhere = (FakePeer)hall.Forwarder.Subscribe("other room", "applicant", "clerk", "watch", hall.Now, out _)!.Peer;
        elsewhere.Connect(hall.Now);
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        Assert.Empty(elsewhere.Rtp);
    }

    [Fact]
    public void Nothing_passes_while_held_and_the_stream_continues_after()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 1000), Hall.VideoPacket(1, 0, keyFrame: true));
        hall.Forwarder.Hold("room", true, hall.Now);
        for (var i = 2; i < 50; i++) hall.Receive(clerk, Hall.AudioPacket(i, 1000 + (uint)(i * 960)), Hall.VideoPacket(i, (uint)(i * 3000), keyFrame: true));
        Assert.Equal(2, applicant.Rtp.Count);

        hall.Forwarder.Hold("room", false, hall.Now);
        hall.Receive(clerk, Hall.AudioPacket(50, 99_000), Hall.VideoPacket(50, 150_000), Hall.VideoPacket(51, 153_000, keyFrame: true));
        var audio = Hall.AudioOf(applicant);
        ForwardingTests.AssertConsecutive(audio);
        Assert.Equal([1000u, 99_000u], audio.Select(p => p.Parsed.Timestamp)); // the same clock went on
        var video = Hall.VideoOf(applicant);
        ForwardingTests.AssertConsecutive(video);
        Assert.Equal([0u, 153_000u], video.Select(p => p.Parsed.Timestamp)); // begins with a key frame again
    }

    [Fact]
    public void A_hold_asks_for_no_key_frame_but_its_end_does()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true));
        hall.Forwarder.Hold("room", true, hall.Now);
        clerk.Rtcp.Clear();
        hall.ReceiveRtcp(applicant, (ref Rtc.Rtcp.RtcpWriter w) => w.WritePictureLoss(7, 0xC1DE0));
        hall.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, SentRtcp.PictureLosses(clerk));
        hall.Forwarder.Hold("room", false, hall.Now);
        Assert.Equal(1, SentRtcp.PictureLosses(clerk));
    }

    [Fact]
    public void Those_who_confer_hear_each_other_while_held_and_nobody_else_hears_them()
    {
        var hall = new Hall();
        var (clerk, expert, applicant) = (hall.Publish("clerk"), hall.Publish("expert"), hall.Publish("applicant"));
        var (atClerk, atExpert, atApplicant) = (hall.Watch("clerk", "expert"), hall.Watch("expert", "clerk"), hall.Watch("applicant", "clerk"));
        var heard = hall.Watch("clerk", "applicant");
        var spoken = 0;
        hall.Forwarder.Confer("room", ["clerk", "expert"], hall.Now);
        hall.Forwarder.Hold("room", true, hall.Now);
        Speak(10);
        Assert.Equal((10, 10, 0, 0), (atClerk.Rtp.Count, atExpert.Rtp.Count, atApplicant.Rtp.Count, heard.Rtp.Count));

        var late = hall.Watch("applicant", "clerk"); // the applicant's page comes back meanwhile
        Speak(10);
        Assert.Equal((20, 0), (atExpert.Rtp.Count, late.Rtp.Count));

        hall.Forwarder.Confer("room", [], hall.Now); // the expert has left
        Speak(10);
        Assert.Equal((20, 0), (atExpert.Rtp.Count, late.Rtp.Count));

        hall.Forwarder.Hold("room", false, hall.Now);
        Speak(10);
        Assert.Equal((30, 10, 10), (atExpert.Rtp.Count, late.Rtp.Count, heard.Rtp.Count));

        void Speak(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                spoken++;
                foreach (var peer in new[] { clerk, expert, applicant }) hall.Receive(peer, Hall.AudioPacket(spoken, (uint)(spoken * 960)));
            }
        }
    }

    [Fact]
    public void Who_comes_to_a_held_room_to_confer_is_heard_from_then_on()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Forwarder.Hold("room", true, hall.Now);
        var expert = hall.Watch("expert", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        Assert.Empty(expert.Rtp);
        hall.Forwarder.Confer("room", ["clerk", "expert"], hall.Now);
        hall.Receive(clerk, Hall.AudioPacket(2, 960));
        Assert.Single(expert.Rtp);
    }

    [Fact]
    public void Reports_go_on_while_held()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        hall.Forwarder.Hold("room", true, hall.Now);
        hall.Receive(clerk, Hall.AudioPacket(2, 960));
        clerk.Rtcp.Clear();
        hall.Advance(TimeSpan.FromSeconds(3));
        Assert.InRange(SentRtcp.ReportBlocks(clerk).Count, 2, 4);
    }

    [Fact]
    public void A_hold_outlives_an_empty_room()
    {
        var hall = new Hall();
        hall.Forwarder.Hold("room", true, hall.Now);
        hall.Advance(TimeSpan.FromSeconds(10));
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        Assert.Empty(applicant.Rtp);
    }

    [Fact]
    public void Removing_a_participant_closes_what_it_sends_and_watches()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var clerkWatches = hall.Watch("clerk", "applicant");
        var applicant = hall.Publish("applicant");
        var applicantWatches = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));

        hall.Forwarder.RemoveParticipant("room", "clerk", hall.Now);
        Assert.Equal([Rtc.PeerState.Closed, Rtc.PeerState.Closed], [clerk.State, clerkWatches.State]);
        Assert.Equal([Rtc.PeerState.Connected, Rtc.PeerState.Connected], [applicant.State, applicantWatches.State]);
        Assert.Contains(("clerk", PublisherChange.Stopped), hall.Changes);

        hall.Receive(hall.Publish("clerk"), Hall.AudioPacket(9, 9)); // and comes back
        Assert.Equal(2, applicantWatches.Rtp.Count);
    }

    [Fact]
    public void Closing_the_room_closes_every_connection_once()
    {
        var hall = new Hall();
        var peers = new[] { hall.Publish("clerk"), hall.Watch("clerk", "applicant"), hall.Publish("applicant"), hall.Watch("applicant", "clerk") };
        hall.Forwarder.CloseRoom("room", hall.Now);
        hall.Forwarder.CloseRoom("room", hall.Now);
        Assert.All(peers, p => Assert.Equal(Rtc.PeerState.Closed, p.State));
        Assert.Equal(4, hall.Closed.Count);
        Assert.Equal(0, hall.Forwarder.RoomCount);
    }

    [Fact]
    public void An_abandoned_room_is_forgotten()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        clerk.Close(Rtc.PeerCloseReason.ConsentExpired);
        hall.Forwarder.Tick(hall.Now);
        Assert.Equal(0, hall.Forwarder.RoomCount);
        Assert.Equal(("clerk", PublisherChange.Stopped), hall.Changes[^1]);
    }

    [Fact]
    public void Silence_is_noticed_after_three_seconds_and_its_end_at_once()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        Assert.Equal([("clerk", PublisherChange.Publishing)], hall.Changes);
        hall.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Single(hall.Changes);
        hall.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(("clerk", PublisherChange.Silent), hall.Changes[^1]);

        hall.Receive(clerk, Hall.AudioPacket(2, 960));
        hall.Advance(TimeSpan.FromSeconds(0.05));
        Assert.Equal(("clerk", PublisherChange.Back), hall.Changes[^1]);
        Assert.Equal(3, hall.Changes.Count);
    }

    [Fact]
    public void A_muted_publisher_whose_checks_arrive_is_not_silent()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        for (var i = 0; i < 10; i++)
        {
            clerk.LastHeard = hall.Now;
            hall.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.DoesNotContain(hall.Changes, c => c.Change == PublisherChange.Silent);
    }
}
