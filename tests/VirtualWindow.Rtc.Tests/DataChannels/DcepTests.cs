using System.Buffers.Binary;
using CsCheck;
using VirtualWindow.Rtc.DataChannels;

namespace VirtualWindow.Rtc.Tests.DataChannels;

public class DcepTests
{
    /// <summary>As Chromium sends it for createDataChannel('files').</summary>
    [Fact]
    public void A_browsers_OPEN_is_understood()
    {
        Assert.True(DcepOpen.TryParse(Convert.FromHexString("030000000000000000050000" + "66696c6573"), out var open));
        Assert.Equal(new DcepOpen(new(), 0, "files", ""), open);
        Assert.True(open.Reliability.IsReliable);
    }

    [Theory]
    [InlineData(0x00, 0u, false, null, null)]
    [InlineData(0x80, 0u, true, null, null)]
    [InlineData(0x01, 3u, false, 3, null)]
    [InlineData(0x81, 0u, true, 0, null)]
    [InlineData(0x81, 0xFFFFFFFFu, true, 65535, null)]
    [InlineData(0x02, 250u, false, null, 250)]
    [InlineData(0x82, 1u, true, null, 1)]
    public void Every_channel_type(byte type, uint parameter, bool unordered, int? retransmits, int? lifetime)
    {
        byte[] message = [3, type, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, (byte)'l', (byte)'p'];
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), parameter);
        Assert.True(DcepOpen.TryParse(message, out var open));
        Assert.Equal(new ChannelReliability(unordered, (ushort?)retransmits, lifetime is { } ms ? TimeSpan.FromMilliseconds(ms) : null), open.Reliability);
        Assert.Equal(("l", "p"), (open.Label, open.Protocol));
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 2], Gen.UShort, Gen.String[Gen.Char.AlphaNumeric, 0, 30], Gen.String[Gen.Char['一', '龥'], 0, 40]).Sample((unordered, kind, number, label, protocol) =>
        {
            var open = new DcepOpen(new(unordered, kind == 1 ? number : null, kind == 2 ? TimeSpan.FromMilliseconds(number) : null), number, label, protocol);
            Assert.True(DcepOpen.TryParse(open.ToBytes(), out var read));
            Assert.Equal(open, read);
        });

    [Fact]
    public void Truncated_overlong_unknown_or_unreadable_is_refused()
    {
        var whole = new DcepOpen(new(), 0, "files", "p").ToBytes();
        for (var length = 0; length < whole.Length; length++) Assert.False(DcepOpen.TryParse(whole.AsSpan(0, length), out _));
        Assert.False(DcepOpen.TryParse([.. whole, 0], out _));
        Assert.False(DcepOpen.TryParse([3, 0x03, .. whole[2..]], out _));
        Assert.False(DcepOpen.TryParse([2, .. whole[1..]], out _));
        Assert.False(DcepOpen.TryParse(new DcepOpen(new(), 0, new string('x', 129), "").ToBytes(), out _));
        Assert.False(DcepOpen.TryParse([.. whole[..12], 0xFF, 0xFE, .. whole[14..]], out _));
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 80].Sample(bytes => Assert.True(!DcepOpen.TryParse(bytes, out var open) || open.Label.Length <= DcepOpen.MaxName), iter: 5000);
}
