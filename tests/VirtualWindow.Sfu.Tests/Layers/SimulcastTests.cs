using System.Buffers.Binary;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Tests.Layers;

public class SimulcastTests
{
    [Fact]
    public void The_watcher_gets_one_unbroken_stream_whatever_layer_is_asked_for()
    {
        var (hall, source, watcher) = Call();
        var heights = new[] { 180, 720, 360, 720, 0, int.MaxValue };
        foreach (var height in heights)
        {
            source.Run(50);
            hall.Forwarder.Prefer("room", "applicant", "clerk", height, hall.Now);
        }

        source.Run(50);
        AssertUnbroken(watcher);
        Assert.InRange(hall.Forwarder.Counters.LayerSwitches, 4, 7);
    }

    [Theory]
    [InlineData(0, 180)]
    [InlineData(180, 180)]
    [InlineData(200, 180)] // a tenth too few pixels is not seen
    [InlineData(300, 360)]
    [InlineData(500, 720)]
    [InlineData(2160, 720)]
    public void The_smallest_layer_that_fills_the_element_is_sent(int shown, int sent)
    {
        var (hall, source, watcher) = Call();
        source.Run(40);
        hall.Forwarder.Prefer("room", "applicant", "clerk", shown, hall.Now);
        source.Run(80);
        Assert.Equal(sent, hall.Forwarder.Tracks.Single(t => t is { Incoming: false, Kind: Rtc.MediaKind.Video }).Height);
        AssertUnbroken(watcher);
    }

    [Fact]
    public void A_layer_begins_only_with_its_key_frame_and_that_is_asked_for()
    {
        var (hall, source, watcher) = Call();
        hall.Forwarder.Prefer("room", "applicant", "clerk", 0, hall.Now);
        source.Run(60);
        var before = watcher.Rtp.Count;
        hall.Forwarder.Prefer("room", "applicant", "clerk", 720, hall.Now);
        source.Run(60);
        var opening = watcher.Rtp.Skip(before).First(p => p.Payload.Length > 900);
        Assert.True(Vp8Descriptor.TryParse(opening.Payload, out var descriptor) && descriptor.StartsKeyFrame);
    }

    [Fact]
    public void A_layer_that_the_publisher_switches_off_is_left_at_once()
    {
        var (hall, source, watcher) = Call();
        source.Run(60);
        Assert.Equal(720, hall.Forwarder.Tracks.Single(t => t is { Incoming: false, Kind: Rtc.MediaKind.Video }).Height);
        source.Active = 2;
        source.Run(30); // one second
        var last = watcher.Rtp.Count;
        source.Run(15);
        Assert.True(watcher.Rtp.Count - last >= 15, "the picture stopped with its layer");
        source.Active = 3;
        source.Run(120);
        Assert.Equal(720, hall.Forwarder.Tracks.Single(t => t is { Incoming: false, Kind: Rtc.MediaKind.Video }).Height);
        AssertUnbroken(watcher);
    }

    [Fact]
    public void A_receiver_that_can_take_less_gets_fewer_pictures_then_smaller_ones()
    {
        var (hall, source, watcher) = Call("watch");
        source.Run(120);
        Assert.Equal((720, 2), Now(hall));
        Estimate(hall, watcher, 500_000); // 650 kbit/s are too much, three quarters of the pictures are not
        source.Run(30);
        Assert.Equal(720, Now(hall).Height);
        Assert.True(Now(hall).Temporal < 2);
        Estimate(hall, watcher, 150_000);
        source.Run(30);
        Assert.Equal(180, Math.Min(Now(hall).Height, 180));
        AssertUnbroken(watcher);
    }

    [Fact]
    public void Lips_and_voice_stay_together_over_a_change_of_layers()
    {
        var (hall, source, watcher) = Call();
        hall.Forwarder.Prefer("room", "applicant", "clerk", 180, hall.Now);
        source.Run(60);
        Report(hall, source, 0);
        Report(hall, source, 2);
        var first = SentRtcp.SenderReports(watcher).Last(r => r.Ssrc == Hall.VideoOut);
        hall.Forwarder.Prefer("room", "applicant", "clerk", 720, hall.Now);
        source.Run(60);
        Report(hall, source, 2);
        var second = SentRtcp.SenderReports(watcher).Last(r => r.Ssrc == Hall.VideoOut);
        // Sixty pictures later by both clocks, though the two layers count from different origins.
        // A tick more where the new layer's first picture was as old as the last one shown.
        Assert.InRange(second.RtpTimestamp - first.RtpTimestamp, 60 * 3000u, (60 * 3000u) + 1);
        Assert.Equal(NtpOf(60) - NtpOf(0), second.NtpTimestamp - first.NtpTimestamp);
        AssertUnbroken(watcher);
    }

    [Fact]
    public void A_repair_on_the_repair_stream_names_the_original_and_carries_its_picture_numbers()
    {
        var (hall, source, watcher) = Call("watch wide");
        source.Run(40);
        hall.Forwarder.Prefer("room", "applicant", "clerk", 0, hall.Now);
        source.Run(60);
        var lost = watcher.Rtp.Last(p => p.Parsed.Ssrc == Hall.VideoOut);
        watcher.Rtp.Clear();
        hall.ReceiveRtcp(watcher, (ref RtcpWriter w) => w.WriteNack(7, Hall.VideoOut, [lost.Parsed.SequenceNumber]));
        var repair = Assert.Single(watcher.Rtp, p => p.Parsed.Ssrc == Hall.RepairOut);
        Assert.Equal(Hall.Vp8Rtx, repair.Parsed.PayloadType);
        Assert.Equal(lost.Parsed.Timestamp, repair.Parsed.Timestamp);
        Assert.Equal(lost.Parsed.SequenceNumber, BinaryPrimitives.ReadUInt16BigEndian(repair.Payload));
        Assert.Equal(lost.Payload, repair.Payload[2..]);
    }

    [Fact]
    public void A_repair_that_comes_for_a_picture_left_out_fills_its_number_with_nothing()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk", "publish layers");
        var watcher = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Vp8(1, 10, 0, keyFrame: true));
        Estimate(hall, watcher, 1);
        hall.Advance(TimeSpan.FromMilliseconds(200));
        // 2 is lost; 3 is of a layer that is left out by now.
        hall.Receive(clerk, Vp8(3, 11, 0));
        var before = watcher.Rtp.Count;
        hall.Receive(clerk, Vp8(2, 10, 0));
        Assert.Equal(before + 1, watcher.Rtp.Count);
        Assert.Equal(2, watcher.Rtp[^1].Parsed.SequenceNumber - watcher.Rtp[0].Parsed.SequenceNumber + 1);
    }

    [Fact]
    public void A_rid_that_nobody_announced_is_counted_and_dropped()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk", "publish layers");
        hall.Receive(clerk, Hall.Packet(Hall.Vp8, 1, 0, 1, new byte[20], [0xBE, 0xDE, 0, 1, 0x60, (byte)'x', 0, 0]));
        hall.Receive(clerk, Hall.Packet(Hall.Vp8, 1, 0, 1, new byte[20], null));
        Assert.Equal(2, hall.Forwarder.Counters.UnknownStream);
    }

    private static byte[] Vp8(int sequence, int picture, int temporal, bool keyFrame = false) => Hall.Packet(
        Hall.Vp8, sequence, (uint)(picture * 3000), 0x5001,
        [0x90, 0xE0, (byte)(0x80 | (picture >> 8)), (byte)picture, (byte)picture, (byte)((temporal << 6) | 0x20), (byte)(keyFrame ? 0 : 1), .. new byte[100]],
        [0xBE, 0xDE, 0, 1, 0x60, (byte)'q', 0, 0]);

    private static (int Height, int Temporal) Now(Hall hall)
    {
        var track = hall.Forwarder.Tracks.Single(t => t is { Incoming: false, Kind: Rtc.MediaKind.Video });
        return (track.Height, track.TemporalLayer);
    }

    private static void Estimate(Hall hall, FakePeer receiver, long bitsPerSecond) =>
        hall.ReceiveRtcp(receiver, (ref RtcpWriter w) => w.WriteReceiverEstimate(new ReceiverEstimate(1, bitsPerSecond), [1]));

    private static ulong NtpOf(int frame) => 0xE000_0000_0000_0000 + (ulong)(frame / 30.0 * 4294967296.0);

    private static void Report(Hall hall, LayeredSource source, int layer) => hall.ReceiveRtcp(source.Peer, (ref RtcpWriter w) =>
        w.WriteSenderReport(new SenderReport(LayeredSource.SsrcOf(layer), NtpOf(source.Frame), LayeredSource.TimestampAt(layer, source.Frame), 1, 1)));

    private static (Hall Hall, LayeredSource Source, FakePeer Watcher) Call(string offer = "watch")
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk", "publish layers");
        var watcher = hall.Watch("applicant", "clerk", offer);
        return (hall, new LayeredSource(hall, clerk), watcher);
    }

    /// <summary>Sequence numbers, picture ids and base layer indices grow by one, timestamps never fall, and each layer opens with a key frame.</summary>
    private static void AssertUnbroken(FakePeer watcher)
    {
        var (sequence, picture, tl0, timestamp) = (-1, -1, -1, 0u);
        foreach (var packet in watcher.Rtp.Where(p => p.Parsed.Ssrc == Hall.VideoOut))
        {
            Assert.True(Vp8Descriptor.TryParse(packet.Payload, out var vp8));
            if (sequence >= 0) Assert.Equal((sequence + 1) & 0xFFFF, packet.Parsed.SequenceNumber);
            sequence = packet.Parsed.SequenceNumber;
            if (!vp8.StartsFrame) continue;
            Assert.True(picture >= 0 || vp8.StartsKeyFrame, "the stream begins with a key frame");
            if (picture >= 0)
            {
                Assert.Equal((picture + 1) & 0x7FFF, vp8.PictureId);
                Assert.Equal(vp8.TemporalLayer == 0 ? (tl0 + 1) & 0xFF : tl0, vp8.Tl0PictureIndex);
                Assert.True((int)(packet.Parsed.Timestamp - timestamp) > 0, "timestamps grow");
            }

            (picture, tl0, timestamp) = (vp8.PictureId, vp8.Tl0PictureIndex, packet.Parsed.Timestamp);
        }

        Assert.True(sequence >= 0, "nothing was forwarded");
    }
}
