using System.Buffers.Binary;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Tests;

public class ForwardingTests
{
    [Fact]
    public void A_packet_reaches_the_watcher_with_the_announced_ssrc_and_the_same_payload()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        var sent = Hall.AudioPacket(5, 960);
        hall.Receive(clerk, sent);

        var got = Assert.Single(Hall.AudioOf(applicant));
        Assert.Equal(sent[12..], got.Payload);
        Assert.Equal(960u, got.Parsed.Timestamp);
        Assert.Equal(Hall.Opus, got.Parsed.PayloadType);
    }

    [Fact]
    public void Payload_types_follow_the_subscribers_negotiation()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk", "watch with other payload types");
        hall.Receive(clerk, Hall.AudioPacket(1, 0), Hall.VideoPacket(1, 0, keyFrame: true));
        Assert.Equal([63, 120], applicant.Rtp.Select(p => (int)p.Parsed.PayloadType));
    }

    [Fact]
    public void The_marker_bit_survives_a_new_payload_type()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk", "watch with other payload types");
        var last = Hall.VideoPacket(1, 0, keyFrame: true);
        last[1] |= 0x80;
        hall.Receive(clerk, last);
        Assert.True(Assert.Single(applicant.Rtp).Parsed.Marker);
    }

    [Fact]
    public void Sequence_numbers_continue_over_the_publishers_wrap()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        for (var i = 65530; i < 65545; i++) hall.Receive(clerk, Hall.AudioPacket(i, (uint)(i * 960)));
        AssertConsecutive(Hall.AudioOf(applicant));
    }

    [Fact]
    public void Outgoing_sequence_numbers_wrap_without_a_seam()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        for (var i = 0; i < 70_000; i++) hall.Receive(clerk, Hall.AudioPacket(i, (uint)(i * 960)));
        AssertConsecutive(Hall.AudioOf(applicant));
    }

    [Fact]
    public void The_first_sequence_number_is_below_half_the_range()
    {
        // Else a receiver that misses the first packets cannot tell the rollover counter (RFC 3711 §3.3.1).
        var hall = new Hall();
        hall.Offers["watch"] = [Hall.Audio(false) with { LocalSsrc = 0xFFFF_FFFF }];
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(65535, 0));
        Assert.InRange(applicant.Rtp[0].Parsed.SequenceNumber, 1, 0x7FFF);
    }

    [Fact]
    public void Losses_stay_gaps_and_late_packets_get_their_own_number()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        foreach (var sequence in new[] { 10, 11, 14, 12, 15, 13 }) hall.Receive(clerk, Hall.AudioPacket(sequence, (uint)sequence));
        var first = applicant.Rtp[0].Parsed.SequenceNumber;
        Assert.Equal([0, 1, 4, 2, 5, 3], applicant.Rtp.Select(p => p.Parsed.SequenceNumber - first));
    }

    [Fact]
    public void Packets_older_than_the_first_forwarded_one_stay_away()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(10, 0, keyFrame: true), Hall.VideoPacket(9, 0), Hall.VideoPacket(11, 0));
        Assert.Equal(2, applicant.Rtp.Count);
        AssertConsecutive(applicant.Rtp);
    }

    [Fact]
    public void Padding_probes_are_taken_out_without_a_gap()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.PaddingPacket(2, 0), Hall.VideoPacket(3, 3000), Hall.PaddingPacket(4, 3000), Hall.VideoPacket(5, 6000));
        Assert.Equal([0u, 3000u, 6000u], applicant.Rtp.Select(p => p.Parsed.Timestamp));
        AssertConsecutive(applicant.Rtp);
    }

    [Fact]
    public void A_packet_late_behind_dropped_padding_keeps_its_place()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.PaddingPacket(3, 0), Hall.VideoPacket(4, 4), Hall.VideoPacket(2, 2));
        var first = applicant.Rtp[0].Parsed.SequenceNumber;
        Assert.Equal([0, 2, 1], applicant.Rtp.Select(p => p.Parsed.SequenceNumber - first));
    }

    [Fact]
    public void Padding_behind_a_payload_goes_along()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        var padded = Hall.AudioPacket(1, 0);
        padded[0] |= 0x20;
        padded[^1] = 2;
        hall.Receive(clerk, padded);
        var got = Assert.Single(applicant.Rtp);
        Assert.Equal(2, got.Parsed.PaddingLength);
        Assert.Equal(padded[12..], got.Payload);
    }

    [Fact]
    public void Extensions_get_the_subscribers_ids_and_mid_is_left_out()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk", "watch with extensions");
        // mid "a" under id 1, audio level 0x55 under id 3
        hall.Receive(clerk, Hall.AudioPacket(1, 0, extension: [0xBE, 0xDE, 0, 1, 0x10, (byte)'a', 0x30, 0x55]));

        var got = Assert.Single(applicant.Rtp);
        var extensions = got.Parsed.Extensions(got.Bytes);
        Assert.True(extensions.MoveNext());
        Assert.Equal(9, extensions.Id);
        Assert.Equal([0x55], extensions.Value.ToArray());
        Assert.False(extensions.MoveNext());
    }

    [Fact]
    public void A_header_whose_extensions_nobody_shares_loses_the_block()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0, extension: [0xBE, 0xDE, 0, 1, 0x10, (byte)'a', 0, 0]));
        var got = Assert.Single(applicant.Rtp);
        Assert.Equal(12, got.Header.Length);
        Assert.Equal(0x80, got.Header[0]);
    }

    [Fact]
    public void Contributing_sources_stay()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        var plain = Hall.AudioPacket(1, 0);
        byte[] mixed = [0x81, .. plain[1..12], 0xDE, 0xAD, 0xBE, 0xEF, .. plain[12..]];
        hall.Receive(clerk, mixed);
        var got = Assert.Single(applicant.Rtp);
        Assert.Equal(1, got.Parsed.CsrcCount);
        Assert.Equal(0xDEADBEEF, BinaryPrimitives.ReadUInt32BigEndian(got.Header.AsSpan(12)));
    }

    [Fact]
    public void Streams_without_announced_ssrc_are_found_by_mid_or_payload_type()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk", "publish silent about ssrcs");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(
            clerk,
            Hall.AudioPacket(1, 0, ssrc: 77, extension: [0xBE, 0xDE, 0, 1, 0x10, (byte)'a', 0, 0]),
            Hall.VideoPacket(1, 0, keyFrame: true, ssrc: 78));
        Assert.Single(Hall.AudioOf(applicant));
        Assert.Single(Hall.VideoOf(applicant));
    }

    [Fact]
    public void A_new_ssrc_takes_the_line_over_only_when_the_old_one_is_quiet()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0));
        hall.Receive(clerk, Hall.AudioPacket(900, 5000, ssrc: 99));
        Assert.Single(applicant.Rtp);
        Assert.Equal(1, hall.Forwarder.Counters.UnknownStream);

        hall.Advance(300);
        hall.Receive(clerk, Hall.AudioPacket(901, 6000, ssrc: 99), Hall.AudioPacket(902, 6960, ssrc: 99));
        Assert.Equal(3, applicant.Rtp.Count);
        AssertConsecutive(applicant.Rtp);
        Assert.Equal(960u, applicant.Rtp[2].Parsed.Timestamp - applicant.Rtp[1].Parsed.Timestamp);
    }

    [Fact]
    public void A_page_that_replaces_its_track_all_day_is_always_heard()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk", "publish silent about ssrcs");
        var applicant = hall.Watch("applicant", "clerk");
        for (uint ssrc = 1; ssrc <= 50; ssrc++)
        {
            hall.Receive(clerk, Hall.AudioPacket((int)ssrc * 100, ssrc * 7777, ssrc));
            hall.Advance(300);
        }

        Assert.Equal(50, applicant.Rtp.Count);
        AssertConsecutive(applicant.Rtp);
    }

    [Fact]
    public void Unknown_payload_types_and_broken_packets_are_counted_and_dropped()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.Packet(35, 1, 0, 12345, [1, 2, 3], null), [0x80, 1, 2], [0x40, .. new byte[20]]);
        Assert.Empty(applicant.Rtp);
        Assert.Equal(1, hall.Forwarder.Counters.UnknownStream);
        Assert.Equal(2, hall.Forwarder.Counters.Malformed);
    }

    [Fact]
    public void Each_receiver_gets_its_packets_of_a_batch_in_a_row()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var order = new List<string>();
        var first = hall.Watch("first", "clerk");
        var second = hall.Watch("second", "clerk");
        hall.Receive(clerk, Hall.AudioPacket(1, 0), Hall.AudioPacket(2, 960), Hall.AudioPacket(3, 1920));
        Assert.Equal(3, first.Rtp.Count);
        Assert.Equal(3, second.Rtp.Count);
        Assert.Equal(first.Rtp.Select(p => p.Payload), second.Rtp.Select(p => p.Payload));
    }

    [Fact]
    public void A_retransmission_becomes_the_packet_it_repeats_once()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.VideoPacket(3, 0));
        var lost = Hall.VideoPacket(2, 0);
        var repair = Hall.Packet(Hall.Vp8Rtx, 500, 0, 0x3333, [0, 2, .. lost[12..]], null);
        hall.Receive(clerk, repair);
        hall.Receive(clerk, Hall.Packet(Hall.Vp8Rtx, 501, 0, 0x3333, [0, 2, .. lost[12..]], null));

        var first = applicant.Rtp[0].Parsed.SequenceNumber;
        Assert.Equal([0, 2, 1], applicant.Rtp.Select(p => p.Parsed.SequenceNumber - first));
        Assert.Equal(lost[12..], applicant.Rtp[2].Payload);
        Assert.Equal(Hall.Vp8, applicant.Rtp[2].Parsed.PayloadType);
        Assert.Equal(1, hall.Forwarder.Counters.Useless);
    }

    [Fact]
    public void Probes_on_the_repair_stream_are_ignored()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        var applicant = hall.Watch("applicant", "clerk");
        hall.Receive(clerk, Hall.VideoPacket(1, 0, keyFrame: true), Hall.Packet(Hall.Vp8Rtx, 500, 0, 0x3333, [], null), Hall.Packet(Hall.Vp8Rtx, 501, 0, 0x3333, [0, 1], null));
        Assert.Single(applicant.Rtp);
    }

    [Fact]
    public void Truncated_packets_of_every_length_never_throw()
    {
        var hall = new Hall();
        var clerk = hall.Publish("clerk");
        hall.Watch("applicant", "clerk", "watch with extensions");
        var whole = Hall.VideoPacket(1, 0, keyFrame: true, size: 40, extension: [0xBE, 0xDE, 0, 2, 0x10, (byte)'v', 0x52, 1, 2, 3, 0, 0]);
        var repair = Hall.Packet(Hall.Vp8Rtx, 1, 0, 9, [0, 2, 1, 2, 3], [0xBE, 0xDE, 0, 1, 0x10, (byte)'v', 0, 0]);
        for (var length = 0; length <= whole.Length; length++) hall.Receive(clerk, whole[..length]);
        for (var length = 0; length <= repair.Length; length++) hall.Receive(clerk, repair[..length]);
        Assert.True(hall.Forwarder.Counters.Malformed >= 12);
    }

    internal static void AssertConsecutive(IReadOnlyList<SentRtp> packets)
    {
        for (var i = 1; i < packets.Count; i++)
            Assert.Equal(1, RtpSequence.Distance(packets[i - 1].Parsed.SequenceNumber, packets[i].Parsed.SequenceNumber));
    }
}
