using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

public class SrtpContextTests
{
    public static TheoryData<SrtpProfile> Profiles => [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_one_side_protects_the_other_reads_in_both_directions(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.True(pair.Accepts(pair.Protect(1)));
        var back = new byte[12 + 5 + SrtpContext.MaxRtpOverhead];
        var length = pair.Server.ProtectRtp(SrtpPair.Header(9), SrtpPair.Payload(9), back);
        Assert.Equal(17, pair.Client.UnprotectRtp(back.AsSpan(0, length)));
        Assert.Equal(SrtpPair.Payload(9), back[12..17]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Each_direction_has_its_own_key(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.Equal(-1, pair.Client.UnprotectRtp(pair.Protect(1)));
        Assert.Equal(1, pair.Client.Counters.Forged);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Headers_with_contributing_sources_and_extensions_stay_readable(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        byte[] header = [0x91, 96, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 0xBE, 0xDE, 0, 1, 0x10, 9, 0, 0];
        var packet = new byte[header.Length + 5 + profile.TagLength()];
        Assert.Equal(packet.Length, pair.Client.ProtectRtp(header, SrtpPair.Payload(7), packet));
        Assert.Equal(header, packet[..header.Length]);
        Assert.Equal(header.Length + 5, pair.Server.UnprotectRtp(packet));
        Assert.Equal(SrtpPair.Payload(7), packet[header.Length..(header.Length + 5)]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_packet_without_payload_passes(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = new byte[12 + profile.TagLength()];
        Assert.Equal(packet.Length, pair.Client.ProtectRtp(SrtpPair.Header(1), [], packet));
        Assert.Equal(12, pair.Server.UnprotectRtp(packet));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_replay_is_refused_and_counted(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packets = Enumerable.Range(0, 600).Select(i => pair.Protect(i)).ToArray();
        Assert.All(packets, p => Assert.True(pair.Accepts(p)));
        Assert.All(packets, p => Assert.False(pair.Accepts(p)));
        Assert.Equal(600, pair.Server.Counters.Replayed);

        var rtcp = pair.ProtectRtcp();
        Assert.True(pair.AcceptsRtcp(rtcp));
        Assert.False(pair.AcceptsRtcp(rtcp));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Packets_as_late_as_the_window_are_accepted_once_and_older_ones_never(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packets = Enumerable.Range(0, 1001).Select(i => pair.Protect(i)).ToArray();
        Assert.True(pair.Accepts(packets[1000]));
        Assert.True(pair.Accepts(packets[1000 - ReplayWindow.Size + 1]));
        Assert.False(pair.Accepts(packets[1000 - ReplayWindow.Size + 1]));
        Assert.False(pair.Accepts(packets[1000 - ReplayWindow.Size]));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_flipped_bit_anywhere_is_a_forgery_and_changes_no_state(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = pair.Protect(300);
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var forged = packet.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(pair.Accepts(forged), $"bit {bit} of byte {bit / 8}");
        }

        Assert.Equal(0, pair.Server.InboundStreams);
        Assert.True(pair.Accepts(packet)); // sequence, source and window are as if nothing had come
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_flipped_bit_anywhere_in_rtcp_is_a_forgery(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = pair.ProtectRtcp();
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var forged = packet.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(pair.AcceptsRtcp(forged), $"bit {bit} of byte {bit / 8}");
        }

        Assert.Equal(0, pair.Server.InboundStreams);
        Assert.True(pair.AcceptsRtcp(packet));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_forgery_with_a_far_sequence_number_does_not_move_the_window(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.True(pair.Accepts(pair.Protect(1000)));
        var forged = pair.Protect(1001);
        forged[2] = 0x60; // sequence 24,809
        Assert.False(pair.Accepts(forged));
        Assert.True(pair.Accepts(pair.Protect(999)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Truncations_of_every_length_are_refused(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        byte[] header = [0x91, 96, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 0xBE, 0xDE, 0, 1, 0x10, 9, 0, 0];
        var packet = new byte[header.Length + 5 + profile.TagLength()];
        pair.Client.ProtectRtp(header, SrtpPair.Payload(7), packet);
        var rtcp = pair.ProtectRtcp();
        for (var length = 0; length < packet.Length; length++) Assert.Equal(-1, pair.Server.UnprotectRtp(packet.AsSpan(0, length).ToArray()));
        for (var length = 0; length < rtcp.Length; length++) Assert.Equal(-1, pair.Server.UnprotectRtcp(rtcp.AsSpan(0, length).ToArray()));
        Assert.True(pair.Server.Counters.Malformed > 0 && pair.Server.Counters.Forged > 0);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Sequence_numbers_wrap_again_and_again(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var i = 60_000; i < 60_000 + (3 * 65536); i += 7) Assert.True(pair.Accepts(pair.Protect(i)), $"packet {i}");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_wrap_survives_the_loss_of_sequence_65535_on_either_side(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        // The sender never protects 65535 (lost upstream), nor 0: the index is estimated, not counted.
        foreach (var i in new[] { 65533, 65534, 65537, 65538 }) Assert.True(pair.Accepts(pair.Protect(i)), $"packet {i}");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Reordering_across_the_wrap_is_harmless(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packets = Enumerable.Range(65500, 80).ToDictionary(i => i, i => pair.Protect(i));
        var random = new Random(65536);
        Assert.True(pair.Accepts(packets[65500]));
        foreach (var i in packets.Keys.Skip(1).OrderBy(_ => random.Next())) Assert.True(pair.Accepts(packets[i]), $"packet {i}");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_retransmission_across_the_wrap_is_the_same_packet_bit_for_bit(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var first = pair.Protect(65530);
        for (var i = 65531; i < 65600; i++) pair.Protect(i);
        Assert.Equal(first, pair.Protect(65530));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void State_is_bounded_when_ssrcs_flood(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        using var other = new SrtpPair(profile); // the same keys: an authentic but broken sender
        for (uint ssrc = 1; ssrc <= SrtpContext.MaxStreams; ssrc++) Assert.True(pair.Accepts(pair.Protect(1, ssrc)));
        for (uint ssrc = 1000; ssrc < 1032; ssrc++) Assert.False(pair.Accepts(other.Protect(1, ssrc)));
        Assert.Equal(SrtpContext.MaxStreams, pair.Server.InboundStreams);
        Assert.Equal(32, pair.Server.Counters.StreamsRefused);
        Assert.Equal(-1, pair.Client.ProtectRtp(SrtpPair.Header(1, 5000), [], new byte[100]));
        Assert.True(pair.Accepts(pair.Protect(2, 17))); // known ones go on
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Forged_ssrcs_make_no_state(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var noise = new byte[random.Next(12, 100)];
            random.NextBytes(noise);
            noise[0] = (byte)(0x80 | (noise[0] & 0x1F));
            Assert.Equal(-1, pair.Server.UnprotectRtp(noise));
            Assert.Equal(-1, pair.Server.UnprotectRtcp(noise));
        }

        Assert.Equal(0, pair.Server.InboundStreams);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rtcp_ends_with_the_last_index(SrtpProfile profile)
    {
        var material = new byte[profile.KeyingMaterialLength()];
        using var sender = SrtpContext.Create(
            profile, SrtpCiphers.Create(profile, material.AsSpan(0, 16), material.AsSpan(32, profile.SaltLength())),
            SrtpCiphers.Create(profile, material.AsSpan(0, 16), material.AsSpan(32, profile.SaltLength())), nextRtcpIndex: 0x7FFF_FFFE);
        using var receiver = SrtpContext.Create(profile, material, isServer: true);
        byte[] compound = [0x80, 201, 0, 1, 0, 0, 0, 7];
        var packet = new byte[8 + SrtpContext.MaxRtcpOverhead];
        foreach (var expected in new[] { 8, 8 })
        {
            var length = sender.ProtectRtcp(compound, packet);
            Assert.Equal(expected, receiver.UnprotectRtcp(packet.AsSpan(0, length)));
        }

        Assert.Equal(-1, sender.ProtectRtcp(compound, packet)); // 2^31 packets: the key is used up
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_destination_that_is_too_small_is_refused(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.Equal(-1, pair.Client.ProtectRtp(SrtpPair.Header(1), SrtpPair.Payload(1), new byte[17 + profile.TagLength() - 1]));
        Assert.Equal(-1, pair.Client.ProtectRtcp([0x80, 201, 0, 1, 0, 0, 0, 7], new byte[8 + profile.TagLength() + 3]));
        Assert.Equal(-1, pair.Client.ProtectRtcp([0x80, 201, 0, 1], new byte[100]));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void No_packet_allocates(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var payload = new byte[1200];
        var wire = new byte[1300];
        var compound = new byte[100];
        compound[0] = 0x80;
        var header = SrtpPair.Header(0);
        void Exchange(int from, int count)
        {
            for (var i = from; i < from + count; i++)
            {
                header[2] = (byte)(i >> 8);
                header[3] = (byte)i;
                var length = pair.Client.ProtectRtp(header, payload, wire);
                if (pair.Server.UnprotectRtp(wire.AsSpan(0, length)) < 0) throw new InvalidOperationException("refused");
                length = pair.Client.ProtectRtcp(compound, wire);
                if (pair.Server.UnprotectRtcp(wire.AsSpan(0, length)) < 0) throw new InvalidOperationException("refused");
            }
        }

        Exchange(0, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(100, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
