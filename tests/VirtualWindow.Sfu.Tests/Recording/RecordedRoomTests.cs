using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Recording;
using VirtualWindow.Testing.Media;

namespace VirtualWindow.Sfu.Tests.Recording;

/// <summary>From packets to files, read back by a parser of its own.</summary>
public sealed class RecordedRoomTests
{
    private const int SoundTrack = 1;
    private const int PictureTrack = 2;

    private readonly Studio _studio = new();

    [Fact]
    public void A_closed_file_says_all_about_itself()
    {
        _studio.Run(5_000);
        _studio.Close();
        var file = _studio.Read();

        Assert.False(file.IsCutOff);
        Assert.Equal("webm", file.Text("EBML/DocType"));
        Assert.Equal(["A_OPUS", "V_VP8"], [file.Text("Segment/Tracks/TrackEntry/CodecID"), file.Text("Segment/Tracks/TrackEntry/CodecID", 1)]);
        Assert.Equal((640UL, 480UL), (file.Number("Segment/Tracks/TrackEntry/Video/PixelWidth"), file.Number("Segment/Tracks/TrackEntry/Video/PixelHeight")));
        Assert.Equal("OpusHead"u8.ToArray(), file.Values["Segment/Tracks/TrackEntry/CodecPrivate"][0][..8]);
        Assert.Equal(48_000, file.Real("Segment/Tracks/TrackEntry/Audio/SamplingFrequency"));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero), file.Date("Segment/Info/DateUTC"));
        Assert.InRange(file.Real("Segment/Info/Duration"), 4_980, 5_020);
        Assert.Equal(250, file.Blocks.Count(block => block.Track == SoundTrack));
        Assert.Equal(125, file.Blocks.Count(block => block.Track == PictureTrack));
    }

    [Fact]
    public void Clusters_are_a_second_at_most_and_cues_lead_to_key_frames()
    {
        _studio.Run(5_000);
        _studio.Close();
        var file = _studio.Read();

        Assert.All(file.Blocks, block => Assert.InRange(block.Time - block.ClusterTime, -50, 1_000));
        Assert.Equal([0UL, 2_000UL, 4_000UL], Enumerable.Range(0, 3).Select(i => file.Number("Segment/Cues/CuePoint/CueTime", i)));
        for (var i = 0; i < 3; i++)
        {
            var at = file.SegmentAt + (long)file.Number("Segment/Cues/CuePoint/CueTrackPositions/CueClusterPosition", i);
            Assert.Contains(file.Clusters, cluster => cluster.At == at && cluster.Time == (long)file.Number("Segment/Cues/CuePoint/CueTime", i));
        }
    }

    [Fact]
    public void Frames_are_the_payloads_without_their_descriptors_at_the_publishers_times_over_wraps()
    {
        _studio.Run(2_000);
        _studio.Close();
        var file = _studio.Read();
        var pictures = file.Blocks.Where(block => block.Track == PictureTrack).ToList();
        var sounds = file.Blocks.Where(block => block.Track == SoundTrack).ToList();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i * 40), pictures.Select(block => block.Time));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i * 20), sounds.Select(block => block.Time));
        Assert.Equal([.. _studio.FramePacket(3, 0, false)[13..], .. _studio.FramePacket(3, 1, false)[13..]], pictures[3].Data);
        Assert.Equal(_studio.SoundPacket(40)[12..], sounds[40].Data);
        Assert.True(pictures[0].IsKeyFrame);
        Assert.False(pictures[1].IsKeyFrame);
    }

    [Fact]
    public void Packets_out_of_order_are_put_right_and_copies_are_left_out()
    {
        foreach (var number in (int[])[0, 2, 1, 1, 4, 3, 3, 5])
        {
            _studio.Now = Studio.Begun + TimeSpan.FromMilliseconds(number * 20);
            _studio.SendSound(number);
        }

        _studio.Close();
        Assert.Equal([0L, 20, 40, 60, 80, 100], _studio.Read().Blocks.Select(block => block.Time));
    }

    [Fact]
    public void Every_prefix_of_a_file_that_a_crash_may_leave_can_be_read()
    {
        _studio.Run(1_500);
        var bytes = _studio.File();
        var whole = MatroskaReader.Read(bytes).Blocks.Count;

        for (var length = 700; length < bytes.Length; length += 97)
        {
            var blocks = MatroskaReader.Read(bytes[..length]).Blocks;
            Assert.InRange(blocks.Count, 0, whole);
        }

        Assert.InRange(whole, 100, 200);
    }

    [Fact]
    public void What_arrived_is_handed_to_the_system_within_a_turn_and_synced_within_a_second()
    {
        _studio.Run(10_000);
        var last = _studio.Read().Blocks[^1].Time;

        Assert.InRange(last, 9_900, 10_000);
        Assert.InRange(_studio.Folder.Files.Values.Single().Syncs, 10, 12);
    }

    [Fact]
    public void A_picture_begins_with_a_key_frame()
    {
        _studio.SendFrame(0, isKeyFrame: false);
        _studio.SendFrame(1, isKeyFrame: false);
        Assert.Empty(_studio.Folder.Files);
        _studio.SendFrame(2, isKeyFrame: true);
        _studio.Close();

        Assert.True(Assert.Single(_studio.Read().Blocks).IsKeyFrame);
    }

    [Fact]
    public void A_lost_packet_costs_pictures_until_the_next_key_frame_and_marks_the_gap()
    {
        _studio.Run(4_000, lose: (line, sequence) => line == Studio.Picture && sequence == 65_000 + 41);
        _studio.Close();
        var pictures = _studio.Read().Blocks.Where(block => block.Track == PictureTrack).Select(block => block.Time).ToList();

        Assert.Equal(1, _studio.KeyFramesWanted);
        Assert.Contains(760L, pictures);
        Assert.DoesNotContain(pictures, time => time is >= 800 and < 2_000);
        Assert.Contains(2_000L, pictures);
        var track = _studio.Room.Parts.Single().Tracks[1];
        Assert.Equal(1, track.LostPackets);
        var gap = Assert.Single(track.Gaps);
        Assert.Equal(GapCause.Network, gap.Cause);
        Assert.InRange(gap.From, 760_000, 800_000);
        Assert.InRange(gap.To, 1_999_000, 2_001_000);
        Assert.Empty(_studio.Room.Parts.Single().Tracks[0].Gaps);
    }

    [Fact]
    public void Lost_sound_is_a_gap_in_time_not_a_shift()
    {
        _studio.Run(2_000, lose: (line, sequence) => line == Studio.Sound && sequence is >= 65_530 + 20 and < 65_530 + 30);
        _studio.Close();
        var sounds = _studio.Read().Blocks.Where(block => block.Track == SoundTrack).Select(block => block.Time).ToList();

        Assert.Equal(90, sounds.Count);
        Assert.Contains(600L, sounds);
        Assert.Equal(new RecordedGap(400_000, 600_000, GapCause.Network), Assert.Single(_studio.Room.Parts.Single().Tracks[0].Gaps));
    }

    [Fact]
    public void A_repair_within_the_window_leaves_no_gap()
    {
        const int lost = 20;
        _studio.Run(600, picture: false, lose: (_, sequence) => sequence == 65_530 + lost);
        _studio.SendSound(lost);
        _studio.Run(400, picture: false);
        _studio.Close();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i * 20), _studio.Read().Blocks.Select(block => block.Time));
        Assert.Empty(_studio.Room.Parts.Single().Tracks[0].Gaps);
    }

    [Fact]
    public void Sender_reports_bring_lips_and_voice_together()
    {
        _studio.PictureDelay = 250; // the network holds pictures back; their timestamps know nothing of it
        _studio.Run(3_000);
        _studio.Report();
        _studio.Run(3_000);
        _studio.Close();
        var file = _studio.Read();

        Assert.Contains(file.Blocks, block => block.Track == PictureTrack && block.Time == 250);
        var late = file.Blocks.Where(block => block.Track == PictureTrack && block.Time > 4_000).Select(block => block.Time % 40).Distinct();
        Assert.Equal([0L], late);
        Assert.Equal(-250_000, _studio.Room.Parts.Single().Tracks[1].ClockCorrection);
    }

    [Fact]
    public void Reports_that_say_pictures_are_late_are_believed_to_the_millisecond()
    {
        _studio.Run(1_000);
        _studio.Report(picturesLateBy: 100);
        _studio.Run(2_000);
        _studio.Close();

        Assert.Equal(100_000, _studio.Room.Parts.Single().Tracks[1].ClockCorrection);
        var times = _studio.Read().Blocks.Where(block => block.Track == PictureTrack && block.Time > 1_500).Select(block => block.Time).ToList();
        Assert.Equal([20L], times.Select(time => time % 40).Distinct());
    }

    [Fact]
    public void A_hold_is_marked_as_such_and_needs_a_key_frame_afterwards()
    {
        _studio.Run(1_000);
        _studio.Hold(TimeSpan.FromSeconds(5));
        _studio.Run(1_000);
        _studio.Close();

        Assert.All(_studio.Room.Parts.Single().Tracks, track => Assert.Equal(GapCause.Held, Assert.Single(track.Gaps).Cause));
        Assert.Equal(6_000, _studio.Read().Blocks.First(block => block.Track == PictureTrack && block.Time > 1_000).Time);
    }

    [Fact]
    public void What_a_full_queue_left_out_is_marked_as_our_own_fault()
    {
        _studio.Run(1_000, picture: false);
        _studio.Room.Overrun(Studio.Sound, 50, _studio.Now);
        _studio.Now += TimeSpan.FromSeconds(1);
        _studio.Run(1_000, picture: false);
        _studio.Close();

        Assert.Equal(GapCause.Overrun, Assert.Single(_studio.Room.Parts.Single().Tracks[0].Gaps).Cause);
        Assert.Equal(50, _studio.Room.Overruns);
        Assert.Contains("+Overrun", _studio.News);
    }

    [Fact]
    public void A_screen_is_a_file_of_its_own()
    {
        var studio = new Studio(Hall.Audio(true), Hall.Video(true), Hall.Video(true) with { Mid = "s" });
        studio.Run(1_000);
        studio.Room.Packet(2, 1, studio.FramePacket(0, 0, true), studio.Now);
        studio.Room.Packet(2, 2, studio.FramePacket(0, 1, true), studio.Now);
        studio.Close();

        Assert.Equal(["applicant-7-screen1.webm", "applicant-7.webm"], studio.Folder.Files.Keys.Order());
        Assert.Single(studio.Read("applicant-7-screen1.webm").Blocks);
        Assert.Equal(1_000_000, studio.Room.Parts.Single(part => part.Tracks[0].Place == 1).Files[0].StartedAt);
    }

    [Fact]
    public void A_camera_that_never_sends_is_no_track_of_the_closed_file()
    {
        _studio.Run(1_000, picture: false);
        _studio.Close();
        var file = _studio.Read();

        Assert.Equal("A_OPUS", System.Text.Encoding.ASCII.GetString(Assert.Single(file.Values["Segment/Tracks/TrackEntry/CodecID"])));
    }

    [Fact]
    public void A_full_disk_is_told_and_the_recording_goes_on_in_a_new_file_when_there_is_room_again()
    {
        _studio.Run(1_000);
        _studio.Folder.IsFull = true;
        _studio.Run(3_000);
        Assert.Contains("+Disk", _studio.News);
        var broken = _studio.Read().Blocks.Count;

        _studio.Folder.IsFull = false;
        _studio.Run(4_000);
        _studio.Close();
        var second = _studio.Read("applicant-7-2.webm");

        Assert.Contains("-Disk", _studio.News);
        Assert.InRange(broken, 70, 80);
        Assert.True(second.Blocks.First(block => block.Track == PictureTrack).IsKeyFrame);
        Assert.Equal(GapCause.Disk, Assert.Single(_studio.Room.Parts.Single().Tracks[0].Gaps).Cause);
    }

    [Fact]
    public void A_codec_that_is_not_recorded_is_told()
    {
        var studio = new Studio(Hall.Audio(true), Hall.Video(true) with { Codecs = [new NegotiatedCodec(Hall.Vp8, "H264", 90_000, 0, null, null, [])] });
        studio.Run(1_000);

        Assert.Contains("+Codec", studio.News);
    }

    [Fact]
    public void No_packet_of_a_recording_allocates_on_the_loop()
    {
        var hall = new Hall();
        var applicant = hall.Publish("applicant");
        applicant.Records = false;
        var recorder = new DeafRecorder();
        hall.Forwarder.Record(new RecordingOrder("r", "room"), recorder, hall.Now);
        var packets = Enumerable.Range(0, 3_000).Select(i => Hall.Pin(Hall.VideoPacket(i, (uint)(i * 3_000), keyFrame: i == 0, size: 1_000))).ToArray();
        Send(hall, applicant, packets.AsSpan(0, 1_000));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(hall, applicant, packets.AsSpan(1_000));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3_000, recorder.Packets);
    }

    private static void Send(Hall hall, FakePeer from, ReadOnlySpan<byte[]> packets)
    {
        foreach (var packet in packets)
        {
            from.Handler.OnRtp(from, packet, hall.Now);
            hall.Forwarder.EndBatch(hall.Now);
        }
    }
}
