using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu.Tests.Recording;

/// <summary>What a room's recorder hears of its publishers.</summary>
public sealed class TapTests
{
    private readonly Hall _hall = new();
    private readonly HeardRecorder _recorder = new();

    [Fact]
    public void Everybody_who_publishes_is_recorded_now_and_later()
    {
        _hall.Publish("early");
        Record();
        _hall.Publish("late");

        Assert.Equal(["begin r1", "open early a", "open early v", "open late a", "open late v"], _recorder.Story);
        Assert.All(_recorder.Tracks, track => Assert.Equal(0, track.Place));
        Assert.NotEqual(_recorder.Tracks[0].Connection, _recorder.Tracks[2].Connection);
    }

    [Fact]
    public void The_recorder_gets_the_packets_as_the_publisher_sent_them()
    {
        var applicant = _hall.Publish("applicant");
        Record();
        var first = Hall.VideoPacket(100, 3000, keyFrame: true);
        var late = Hall.VideoPacket(102, 6000);

        _hall.Receive(applicant, first, late);
        _hall.Receive(applicant, Hall.VideoPacket(101, 3000));

        Assert.Equal([100, 102, 101], _recorder.Packets.Select(packet => (int)(packet.Sequence & 0xFFFF)));
        Assert.Equal(first, _recorder.Packets[0].Packet);
        Assert.Equal(late, _recorder.Packets[1].Packet);
    }

    [Fact]
    public void A_recording_asks_for_a_key_frame_and_for_repairs_even_when_nobody_watches()
    {
        var applicant = _hall.Publish("applicant");
        _hall.Receive(applicant, Hall.VideoPacket(1, 0, keyFrame: true));
        Assert.Equal(0, SentRtcp.PictureLosses(applicant));

        Record();
        Assert.Equal(1, SentRtcp.PictureLosses(applicant));

        _hall.Receive(applicant, Hall.VideoPacket(2, 3000, keyFrame: true), Hall.VideoPacket(4, 6000));
        Assert.Equal([3], SentRtcp.Nacked(applicant));
    }

    [Fact]
    public void Frames_lost_for_good_ask_for_a_key_frame_until_it_comes()
    {
        var applicant = _hall.Publish("applicant");
        Record();
        _hall.Receive(applicant, Hall.VideoPacket(1, 0, keyFrame: true));
        var before = SentRtcp.PictureLosses(applicant);
        _hall.Advance(TimeSpan.FromSeconds(1));

        _hall.Forwarder.RestartTaps("room", "applicant", _hall.Now);
        _hall.Advance(TimeSpan.FromSeconds(1));
        Assert.True(SentRtcp.PictureLosses(applicant) >= before + 2, "asked again while no key frame came");

        _hall.Receive(applicant, Hall.VideoPacket(2, 3000, keyFrame: true));
        var after = SentRtcp.PictureLosses(applicant);
        _hall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(after, SentRtcp.PictureLosses(applicant));
    }

    [Fact]
    public void Nothing_of_a_held_room_is_recorded()
    {
        var applicant = _hall.Publish("applicant");
        Record();
        _hall.Receive(applicant, Hall.AudioPacket(1, 0));
        _hall.Forwarder.Hold("room", true, _hall.Now);
        _hall.Receive(applicant, Hall.AudioPacket(2, 960));
        Assert.Single(_recorder.Packets);
        Assert.Equal([$"{TapInterruption.Held} a", $"{TapInterruption.Held} v"], _recorder.Story[^2..]);

        _hall.Forwarder.Hold("room", false, _hall.Now);
        _hall.Receive(applicant, Hall.AudioPacket(3, 1920));
        Assert.Equal(2, _recorder.Packets.Count);
        Assert.Equal([$"{TapInterruption.Resumed} a", $"{TapInterruption.Resumed} v"], _recorder.Story[^2..]);
    }

    [Fact]
    public void What_is_said_in_confidence_while_the_room_is_held_is_not_recorded()
    {
        var (clerk, expert) = (_hall.Publish("clerk"), _hall.Publish("expert"));
        Record();
        _hall.Forwarder.Confer("room", ["clerk", "expert"], _hall.Now);
        _hall.Forwarder.Hold("room", true, _hall.Now);
        _hall.Receive(clerk, Hall.AudioPacket(1, 0));
        _hall.Receive(expert, Hall.AudioPacket(1, 0));
        Assert.Empty(_recorder.Packets);
    }

    [Fact]
    public void A_recording_that_begins_in_a_held_room_waits()
    {
        var applicant = _hall.Publish("applicant");
        _hall.Forwarder.Hold("room", true, _hall.Now);
        Record();
        _hall.Receive(applicant, Hall.AudioPacket(1, 0));

        Assert.Empty(_recorder.Packets);
        Assert.Equal(2, _recorder.Story.Count(line => line.StartsWith("Held", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_source_that_takes_over_is_told_as_an_interruption()
    {
        var applicant = _hall.Publish("applicant", "publish silent about ssrcs");
        Record();
        _hall.Receive(applicant, Hall.AudioPacket(1, 0, ssrc: 7));
        _hall.Advance(300);
        _hall.Receive(applicant, Hall.AudioPacket(9, 77, ssrc: 8));

        Assert.Equal($"{TapInterruption.NewSource} a", _recorder.Story[^1]);
    }

    [Fact]
    public void Sender_reports_reach_the_recorder()
    {
        var applicant = _hall.Publish("applicant");
        Record();

        _hall.ReceiveRtcp(applicant, (ref RtcpWriter writer) => writer.WriteSenderReport(new SenderReport(Hall.AudioSsrc, 1UL << 32, 4711, 1, 1)));

        Assert.Equal("report a 4711", _recorder.Story[^1]);
    }

    [Fact]
    public void A_connection_that_ends_closes_its_taps_and_the_recording_waits_for_its_return()
    {
        var applicant = _hall.Publish("applicant");
        Record();
        applicant.Close(VirtualWindow.Rtc.PeerCloseReason.RemoteCloseNotify);
        Assert.Equal(["close applicant a", "close applicant v"], _recorder.Story[^2..]);

        _hall.Advance(TimeSpan.FromMinutes(1));
        _hall.Publish("applicant");
        Assert.Equal(["open applicant a", "open applicant v"], _recorder.Story[^2..]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stop_and_the_end_of_the_room_end_the_recording_once(bool byRoom)
    {
        var applicant = _hall.Publish("applicant");
        Record();
        if (byRoom) _hall.Forwarder.CloseRoom("room", _hall.Now);
        else _hall.Forwarder.StopRecording("room", _hall.Now);
        _hall.Receive(applicant, Hall.AudioPacket(1, 0));
        _hall.Forwarder.StopRecording("room", _hall.Now);

        Assert.Equal(["close applicant a", "close applicant v", "end r1"], _recorder.Story[^3..]);
        Assert.Empty(_recorder.Packets);
    }

    private void Record() => _hall.Forwarder.Record(new RecordingOrder("r1", "room"), _recorder, _hall.Now);
}
