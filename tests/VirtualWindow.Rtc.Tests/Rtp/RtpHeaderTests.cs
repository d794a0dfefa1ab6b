using CsCheck;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Rtc.Tests.Rtp;

public class RtpHeaderTests
{
    /// <summary>V=2, P, X, CC=2, marker, PT 96, sequence 0x1234, two extension words, three bytes of payload, two of padding.</summary>
    private static readonly byte[] Full = Convert.FromHexString(
        "B2E01234" + "01020304" + "CAFEBABE" + "AAAAAAAA" + "BBBBBBBB" + "BEDE0002" + "10FF2001" + "31020300" + "112233" + "0002");

    [Fact]
    public void Every_field_is_read()
    {
        Assert.True(RtpHeader.TryParse(Full, out var header));
        Assert.Equal((96, true, 0x1234), (header.PayloadType, header.Marker, header.SequenceNumber));
        Assert.Equal((0x01020304u, 0xCAFEBABEu), (header.Timestamp, header.Ssrc));
        Assert.Equal((32, 2, 2), (header.Length, header.CsrcCount, header.PaddingLength));
        Assert.Equal((0xBEDE, 24, 8), (header.ExtensionProfile, header.ExtensionOffset, header.ExtensionLength));
    }

    [Fact]
    public void One_byte_extensions_are_walked_and_padding_is_skipped()
    {
        Assert.True(RtpHeader.TryParse(Full, out var header));
        Assert.Equal([(1, "FF"), (2, "01"), (3, "0203")], Walk(header.ExtensionProfile, Full.AsSpan(24, 8)));
    }

    [Fact]
    public void Two_byte_extensions_may_be_empty_or_long()
    {
        byte[] elements = [1, 0, 0, 200, 3, 7, 8, 9, 15, 1, 42];
        Assert.Equal([(1, ""), (200, "070809"), (15, "2A")], Walk(0x1000, elements));
        Assert.Equal([(1, ""), (200, "070809"), (15, "2A")], Walk(0x100F, elements)); // application bits
    }

    [Fact]
    public void Id_fifteen_ends_the_one_byte_form() => Assert.Equal([(1, "FF")], Walk(0xBEDE, [0x10, 0xFF, 0xF0, 1, 0x20, 2]));

    [Fact]
    public void Another_profile_has_no_elements() => Assert.Empty(Walk(0xABCD, [0x10, 0xFF, 0, 0]));

    [Fact]
    public void An_element_beyond_the_end_is_not_read()
    {
        Assert.Equal([(1, "FF")], Walk(0xBEDE, [0x10, 0xFF, 0x2F, 1]));
        Assert.Equal([(1, "FF")], Walk(0x1000, [1, 1, 0xFF, 2, 9, 1]));
        Assert.Empty(Walk(0x1000, [1]));
    }

    [Fact]
    public void Truncations_of_every_length_are_refused_or_shorter_packets()
    {
        for (var length = 0; length < 32; length++) Assert.False(RtpHeader.TryParse(Full.AsSpan(0, length), out _), $"{length} bytes");
        Assert.False(RtpHeader.TryParse(Full.AsSpan(0, 32), out _)); // the padding flag without a byte for it
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(255)]
    public void Padding_that_does_not_fit_is_refused(int padding)
    {
        var packet = Full.ToArray();
        packet[^1] = (byte)padding;
        Assert.False(RtpHeader.TryParse(packet, out _));
    }

    [Fact]
    public void Other_versions_are_refused()
    {
        foreach (var first in new byte[] { 0x00, 0x40, 0xC0 }) Assert.False(RtpHeader.TryParse([first, .. new byte[40]], out _));
    }

    [Fact]
    public void Noise_never_throws_and_what_parses_fits() => Gen.Byte.Array[0, 80].Sample(
        packet =>
        {
            if (!RtpHeader.TryParse(packet, out var header)) return;
            Assert.True(header.Length + header.PaddingLength <= packet.Length);
            Walk(header.ExtensionProfile, packet.AsSpan(header.ExtensionOffset, header.ExtensionLength));
        },
        iter: 50_000);

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(65535, 0, 1)]
    [InlineData(0, 65535, -1)]
    [InlineData(10, 32777, 32767)]
    [InlineData(10, 32778, -32768)]
    public void Distances_wrap(int earlier, int later, int expected)
    {
        Assert.Equal(expected, RtpSequence.Distance((ushort)earlier, (ushort)later));
        Assert.Equal(expected > 0, RtpSequence.IsNewer((ushort)later, (ushort)earlier));
    }

    [Fact]
    public void Extended_numbers_follow_any_walk() => Gen.Int[-1000, 1000].Array[1, 200].Sample(steps =>
    {
        long truth = 70_000;
        long highest = truth;
        foreach (var step in steps)
        {
            truth = Math.Max(0, truth + step);
            var extended = RtpSequence.Extend(highest, (ushort)truth);
            Assert.Equal(truth, extended);
            highest = extended;
        }
    });

    private static List<(int Id, string Value)> Walk(ushort profile, ReadOnlySpan<byte> elements)
    {
        var found = new List<(int, string)>();
        var reader = new RtpExtensionReader(profile, elements);
        while (reader.MoveNext()) found.Add((reader.Id, Convert.ToHexString(reader.Value)));
        return found;
    }
}
