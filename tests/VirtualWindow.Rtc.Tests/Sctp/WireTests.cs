using System.Text;
using CsCheck;
using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc.Tests.Sctp;

/// <summary>Checksum, packets, chunks and TSN bookkeeping by themselves.</summary>
public class WireTests
{
    /// <summary>RFC 3720 appendix B.4 (the vectors of CRC32c) and the catalogue's check value.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AAu)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62A8AB43u)]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46DD794Eu)]
    [InlineData("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100", 0x113FDB5Cu)]
    [InlineData("01c000000000000000000000000000001400000000000400000000140000001828000000000000000200000000000000", 0xD9963A56u)]
    [InlineData("313233343536373839", 0xE3069283u)]
    public void Checksum_vectors(string hex, uint expected) => Assert.Equal(expected, Crc32C.Compute(Convert.FromHexString(hex)));

    [Fact]
    public void The_checksum_is_that_of_the_polynomial_whatever_the_length() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Assert.Equal(BitByBit(bytes), Crc32C.Compute(bytes)), iter: 500);

    [Fact]
    public void A_packet_with_any_bit_changed_is_dropped()
    {
        var packet = SctpClient.Packet(7, (ref SctpWriter writer) =>
        {
            writer.Open(SctpChunkType.Heartbeat);
            writer.Write(Encoding.ASCII.GetBytes("hello"));
            writer.Close();
        });
        Assert.Equal(SctpFault.None, SctpPacket.TryParse(packet, out var parsed));
        Assert.Equal((5000, 5000, 7u), (parsed.SourcePort, parsed.DestinationPort, parsed.VerificationTag));
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var changed = (byte[])packet.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(SctpFault.BadChecksum, SctpPacket.TryParse(changed, out _));
        }
    }

    [Fact]
    public void Truncated_packets_and_lying_lengths_are_whole_or_nothing()
    {
        var packet = SctpClient.Packet(7, (ref SctpWriter writer) =>
        {
            writer.Open(SctpChunkType.Data, 3);
            writer.Write(new byte[30]);
            writer.Close();
            writer.Open(SctpChunkType.Sack);
            writer.Write(new byte[12]);
            writer.Close();
        });
        for (var length = 0; length < packet.Length; length++)
        {
            var cut = packet[..length];
            if (length >= 12) SctpPacket.WriteChecksum(cut);
            Assert.NotEqual(SctpFault.BadChecksum, SctpPacket.TryParse(cut, out var parsed));
            var reader = new ChunkReader(parsed.Chunks);
            while (reader.MoveNext()) Assert.True(reader.Current.Whole.Length >= 4);
        }
        foreach (var lie in new byte[] { 0, 3, 200, 255 })
        {
            var changed = (byte[])packet.Clone();
            (changed[14], changed[15]) = ((byte)(lie > 3 ? lie : 0), lie);
            SctpPacket.WriteChecksum(changed);
            Assert.Equal(SctpFault.BadChunkLength, SctpPacket.TryParse(changed, out _));
        }
    }

    [Fact]
    public void Received_TSNs_agree_with_a_set_whatever_the_order_and_wherever_they_start() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 200].Array[1, 400]).Sample((first, offsets) =>
        {
            var tsns = new ReceivedTsns(first);
            var seen = new HashSet<uint>();
            foreach (var offset in offsets)
            {
                var tsn = first + (uint)offset;
                Assert.Equal(!seen.Add(tsn), tsns.IsDuplicate(tsn));
                if (!tsns.IsDuplicate(tsn)) Assert.True(tsns.TryAdd(tsn));
            }
            var cumulative = first - 1;
            while (seen.Contains(cumulative + 1)) cumulative++;
            Assert.Equal(cumulative, tsns.Cumulative);
            var ranged = tsns.Ranges.SelectMany(range => Enumerable.Range(0, (int)(range.End - range.Start + 1)).Select(i => range.Start + (uint)i)).ToHashSet();
            Assert.Equal(seen.Count(tsn => tsn - first > cumulative - first && cumulative != first - 1 || cumulative == first - 1), ranged.Count);
            Assert.Subset(seen, ranged);
            for (var i = 1; i < tsns.Ranges.Count; i++) Assert.True(tsns.Ranges[i].Start > tsns.Ranges[i - 1].End + 1 || first > uint.MaxValue - 300);
        });

    [Fact]
    public void Serial_numbers_compare_across_the_wrap()
    {
        Assert.True(SerialNumber.IsBefore(uint.MaxValue, 0u));
        Assert.True(SerialNumber.IsBefore(0xFFFF_FFF0u, 5u));
        Assert.False(SerialNumber.IsBefore(5u, 0xFFFF_FFF0u));
        Assert.False(SerialNumber.IsBefore(5u, 5u));
        Assert.True(SerialNumber.IsBefore(ushort.MaxValue, (ushort)0));
    }

    [Fact]
    public void A_cookie_comes_back_as_it_was_made_and_only_under_its_key()
    {
        var agreed = new SctpAgreement(5000, 5001, 1, 2, 3, 4, 5, 6, SctpExtensions.ForwardTsn | SctpExtensions.ReConfig);
        var cookie = new byte[StateCookie.Length];
        var key = new byte[StateCookie.KeyLength];
        StateCookie.Write(cookie, agreed, new(123456789), key);
        Assert.True(StateCookie.TryRead(cookie, key, out var read, out var madeAt));
        Assert.Equal((agreed, new MediaTime(123456789)), (read, madeAt));
        key[0]++;
        Assert.False(StateCookie.TryRead(cookie, key, out _, out _));
        Assert.False(StateCookie.TryRead(cookie.AsSpan(1), key, out _, out _));
    }

    [Fact]
    public void The_timeout_follows_RFC_9260()
    {
        var timeout = new RetransmissionTimeout(new());
        Assert.Equal(TimeSpan.FromSeconds(1), timeout.Current);
        timeout.Measure(TimeSpan.FromMilliseconds(400)); // SRTT 400, RTTVAR 200
        Assert.Equal(1200, timeout.Current.TotalMilliseconds, 1);
        timeout.Measure(TimeSpan.FromMilliseconds(480)); // RTTVAR 0.75*200 + 0.25*80 = 170, SRTT 410
        Assert.Equal(410 + (4 * 170), timeout.Current.TotalMilliseconds, 1);
        timeout.BackOff();
        Assert.Equal(2180, timeout.Current.TotalMilliseconds, 1);
        timeout.BackOff();
        Assert.Equal(TimeSpan.FromSeconds(3), timeout.Current);
        for (var i = 0; i < 100; i++) timeout.Measure(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromMilliseconds(400), timeout.Current);
    }

    private static uint BitByBit(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var i = 0; i < 8; i++) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0);
        }
        return ~crc;
    }
}
