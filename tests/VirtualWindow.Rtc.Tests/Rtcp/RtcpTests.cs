using CsCheck;
using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Rtc.Tests.Rtcp;

public class RtcpTests
{
    private static readonly Gen<ReportBlock> Block = Gen.Select(
        Gen.UInt, Gen.Byte, Gen.Int[-0x80_0000, 0x7F_FFFF], Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt,
        (ssrc, fraction, lost, highest, jitter, lsr, dlsr) => new ReportBlock(ssrc, fraction, lost, highest, jitter, lsr, dlsr));

    private static readonly Gen<SenderReport> Sender = Gen.Select(
        Gen.UInt, Gen.ULong, Gen.UInt, Gen.UInt, Gen.UInt, (ssrc, ntp, rtp, packets, octets) => new SenderReport(ssrc, ntp, rtp, packets, octets));

    [Fact]
    public void Reports_come_back_as_written() => Gen.Select(Sender, Block.Array[0, 31]).Sample((sender, blocks) =>
    {
        var buffer = new byte[2000];
        var writer = new RtcpWriter(buffer);
        Assert.True(writer.WriteSenderReport(sender, blocks));
        Assert.True(writer.WriteReceiverReport(42, blocks));

        var reader = new RtcpReader(writer.Written);
        Assert.True(reader.MoveNext());
        Assert.True(SenderReport.TryParse(reader.Current, out var report));
        Assert.Equal(sender, report);
        Assert.Equal(blocks, Blocks(reader.Current));
        Assert.True(reader.MoveNext());
        Assert.Equal(RtcpType.ReceiverReport, reader.Current.Type);
        Assert.Equal(blocks, Blocks(reader.Current));
        Assert.False(reader.MoveNext());
        Assert.Equal(RtcpFault.None, reader.Fault);
    });

    [Fact]
    public void Lost_numbers_come_back_in_the_fewest_pairs() => Gen.UShort.Array[1, 60].Sample(numbers =>
    {
        var ascending = numbers.Distinct().Order().ToArray();
        var buffer = new byte[500];
        var writer = new RtcpWriter(buffer);
        Assert.True(writer.WriteNack(1, 2, ascending));
        var reader = new RtcpReader(writer.Written);
        Assert.True(reader.MoveNext());
        Assert.True(NackReader.TryParse(reader.Current, out var nack));
        Assert.Equal(2u, nack.MediaSsrc);
        var read = new List<ushort>();
        while (nack.MoveNext()) read.Add(nack.Current);
        Assert.Equal(ascending, read);
    });

    [Fact]
    public void A_run_across_the_wrap_is_one_pair()
    {
        var buffer = new byte[100];
        var writer = new RtcpWriter(buffer);
        Assert.True(writer.WriteNack(1, 2, [65534, 65535, 0, 14]));
        Assert.Equal(16, writer.Length);
        // PID 65534; bits 0, 1 and 15 for the three after it (RFC 4585 §6.2.1)
        Assert.Equal("FFFE8003", Convert.ToHexString(writer.Written[12..]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(2_500_000)]
    [InlineData(long.MaxValue)]
    public void Estimates_come_back_rounded_down_to_eighteen_bits(long bitsPerSecond)
    {
        var buffer = new byte[100];
        var writer = new RtcpWriter(buffer);
        Assert.True(writer.WriteReceiverEstimate(new ReceiverEstimate(1, bitsPerSecond), [7, 8]));
        var reader = new RtcpReader(writer.Written);
        Assert.True(reader.MoveNext());
        Assert.True(ReceiverEstimate.TryParse(reader.Current, out var estimate));
        Assert.InRange(estimate.BitsPerSecond, bitsPerSecond - (bitsPerSecond >> 17), bitsPerSecond);
    }

    /// <summary>A packet of Chromium: exponent 2, mantissa 0x2A3B5, one SSRC.</summary>
    [Fact]
    public void An_estimate_from_the_wire()
    {
        var reader = new RtcpReader(Convert.FromHexString("8FCE0005" + "00000001" + "00000000" + "52454D42" + "010AA3B5" + "12345678"));
        Assert.True(reader.MoveNext());
        Assert.True(ReceiverEstimate.TryParse(reader.Current, out var estimate));
        Assert.Equal(0x2A3B5L << 2, estimate.BitsPerSecond);
    }

    [Fact]
    public void An_estimate_with_a_huge_exponent_means_no_limit()
    {
        var reader = new RtcpReader(Convert.FromHexString("8FCE0004" + "00000001" + "00000000" + "52454D42" + "00FFFFFF"));
        Assert.True(reader.MoveNext());
        Assert.True(ReceiverEstimate.TryParse(reader.Current, out var estimate));
        Assert.Equal(long.MaxValue, estimate.BitsPerSecond);
    }

    [Fact]
    public void Key_frame_requests_come_back_as_written()
    {
        var buffer = new byte[100];
        var writer = new RtcpWriter(buffer);
        Assert.True(writer.WritePictureLoss(1, 2));
        Assert.True(writer.WriteFullIntra(1, 3, 200));
        Assert.Equal("81CE00020000000100000002" + "84CE0004000000010000000000000003C8000000", Convert.ToHexString(writer.Written));

        var reader = new RtcpReader(writer.Written);
        Assert.True(reader.MoveNext());
        Assert.True(PictureLossIndication.TryParse(reader.Current, out var loss));
        Assert.Equal(new PictureLossIndication(1, 2), loss);
        Assert.False(FullIntraReader.TryParse(reader.Current, out _));
        Assert.True(reader.MoveNext());
        Assert.True(FullIntraReader.TryParse(reader.Current, out var intra));
        Assert.True(intra.MoveNext());
        Assert.Equal((3u, 200), (intra.MediaSsrc, intra.CommandNumber));
        Assert.False(intra.MoveNext());
    }

    [Fact]
    public void Names_and_farewells_come_back_as_written()
    {
        for (var length = 0; length < 40; length++)
        {
            var name = new string('字', length / 3) + new string('x', length % 3);
            var buffer = new byte[300];
            var writer = new RtcpWriter(buffer);
            Assert.True(writer.WriteSourceDescription(9, name));
            Assert.True(writer.WriteBye(9));
            var reader = new RtcpReader(writer.Written);
            Assert.True(reader.MoveNext());
            Assert.True(SourceDescriptionReader.TryParse(reader.Current, out var chunks));
            Assert.True(chunks.MoveNext());
            Assert.Equal((9u, name), (chunks.Ssrc, System.Text.Encoding.UTF8.GetString(chunks.Cname)));
            Assert.False(chunks.MoveNext());
            Assert.True(reader.MoveNext());
            Assert.True(ByeReader.TryParse(reader.Current, out var bye));
            Assert.True(bye.MoveNext());
            Assert.Equal(9u, bye.Current);
            Assert.False(bye.MoveNext());
        }
    }

    [Fact]
    public void What_does_not_fit_is_left_out_whole()
    {
        for (var capacity = 0; capacity < 28; capacity++)
        {
            var buffer = new byte[capacity];
            var writer = new RtcpWriter(buffer);
            Assert.False(writer.WriteSenderReport(default));
            Assert.Equal(0, writer.Length);
        }

        var small = new byte[300];
        var limited = new RtcpWriter(small);
        Assert.False(limited.WriteReceiverReport(1, new ReportBlock[32]));
        Assert.False(limited.WriteSourceDescription(1, new string('x', 256)));
        Assert.False(limited.WriteNack(1, 2, []));
    }

    [Fact]
    public void Truncations_of_every_length_end_the_walk_with_a_reason()
    {
        var whole = Sample();
        for (var length = 0; length < whole.Length; length++)
        {
            var reader = new RtcpReader(whole.AsSpan(0, length));
            var read = 0;
            while (reader.MoveNext()) read += 4 + reader.Current.Body.Length;
            if (read == length) Assert.Equal(RtcpFault.None, reader.Fault);
            else Assert.True(reader.Fault is RtcpFault.TooShort or RtcpFault.LengthBeyondEnd, $"{length} bytes");
        }
    }

    [Fact]
    public void Padding_counts_and_must_fit()
    {
        byte[] padded = [0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4];
        var reader = new RtcpReader(padded);
        Assert.True(reader.MoveNext());
        Assert.Equal(4, reader.Current.Body.Length);
        foreach (var bad in new byte[] { 0, 12, 255 })
        {
            padded[^1] = bad;
            reader = new RtcpReader(padded);
            Assert.False(reader.MoveNext());
            Assert.Equal(RtcpFault.BadPadding, reader.Fault);
        }
    }

    /// <summary>As Chromium sends three quarters of its transport-wide feedback: the last one to three octets fill a word.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Padding_may_be_less_than_a_word(int octets)
    {
        byte[] padded = [0xAF, 205, 0, 2, 0, 0, 0, 1, 9, 9, 9, (byte)octets];
        var reader = new RtcpReader(padded);
        Assert.True(reader.MoveNext());
        Assert.Equal(RtcpFault.None, reader.Fault);
        Assert.Equal(8 - octets, reader.Current.Body.Length);
    }

    [Fact]
    public void Other_versions_end_the_walk()
    {
        var reader = new RtcpReader([0x40, 201, 0, 1, 0, 0, 0, 1]);
        Assert.False(reader.MoveNext());
        Assert.Equal(RtcpFault.BadVersion, reader.Fault);
    }

    [Fact]
    public void Noise_in_every_type_never_throws() => Gen.Select(Gen.Byte.Array[0, 120], Gen.Byte[200, 207], Gen.Byte[0, 31]).Sample(
        (bytes, type, count) =>
        {
            if (bytes.Length >= 4)
            {
                bytes[0] = (byte)(0x80 | count);
                bytes[1] = type;
                bytes[2] = 0;
                bytes[3] = (byte)((bytes.Length / 4) - 1);
            }

            var reader = new RtcpReader(bytes);
            while (reader.MoveNext()) ReadEverything(reader.Current);
        },
        iter: 100_000);

    private static byte[] Sample()
    {
        var buffer = new byte[500];
        var writer = new RtcpWriter(buffer);
        writer.WriteSenderReport(new SenderReport(1, 2, 3, 4, 5), [new ReportBlock(1, 2, -3, 4, 5, 6, 7)]);
        writer.WriteSourceDescription(1, "clerk");
        writer.WriteNack(1, 2, [1, 5, 100]);
        writer.WritePictureLoss(1, 2);
        writer.WriteFullIntra(1, 2, 3);
        writer.WriteReceiverEstimate(new ReceiverEstimate(1, 1_000_000), [2]);
        writer.WriteBye(1);
        return writer.Written.ToArray();
    }

    private static void ReadEverything(in RtcpPacket packet)
    {
        _ = SenderReport.TryParse(packet, out _);
        Blocks(packet);
        _ = PictureLossIndication.TryParse(packet, out _);
        _ = ReceiverEstimate.TryParse(packet, out _);
        if (NackReader.TryParse(packet, out var nack)) while (nack.MoveNext()) { }
        if (FullIntraReader.TryParse(packet, out var intra)) while (intra.MoveNext()) { }
        if (ByeReader.TryParse(packet, out var bye)) while (bye.MoveNext()) { }
        if (SourceDescriptionReader.TryParse(packet, out var chunks)) while (chunks.MoveNext()) { }
    }

    private static List<ReportBlock> Blocks(in RtcpPacket packet)
    {
        var blocks = new List<ReportBlock>();
        var reader = ReportBlock.Read(packet);
        while (reader.MoveNext()) blocks.Add(reader.Current);
        return blocks;
    }
}
