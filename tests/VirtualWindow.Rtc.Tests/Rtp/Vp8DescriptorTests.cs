using CsCheck;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Rtc.Tests.Rtp;

public class Vp8DescriptorTests
{
    /// <summary>The shapes of RFC 7741 §4.2 and §4.6; the byte behind the descriptor is the payload header, P = 0 for a key frame.</summary>
    [Theory]
    [InlineData("1000", 1, true, true, -1, -1, -1)]
    [InlineData("1001", 1, true, false, -1, -1, -1)]
    [InlineData("0000", 1, false, false, -1, -1, -1)] // not the start of a partition
    [InlineData("1100", 1, false, false, -1, -1, -1)] // second partition
    [InlineData("90801100", 3, true, true, 17, -1, -1)] // 7-bit picture id
    [InlineData("9080921100", 4, true, true, 0x1211, -1, -1)] // 15-bit picture id
    [InlineData("90C0921105" + "00", 5, true, true, 0x1211, 5, -1)]
    [InlineData("90E0921105" + "6001", 6, true, false, 0x1211, 5, 1)]
    [InlineData("90107F00", 3, true, true, -1, -1, -1)] // KEYIDX only: no temporal layer
    [InlineData("902080" + "00", 3, true, true, -1, -1, 2)]
    [InlineData("10", 1, true, false, -1, -1, -1)] // no payload header to look at
    public void Shapes_of_the_descriptor(string payload, int length, bool startsFrame, bool startsKeyFrame, int pictureId, int tl0, int layer)
    {
        Assert.True(Vp8Descriptor.TryParse(Convert.FromHexString(payload), out var descriptor));
        Assert.Equal((length, startsFrame, startsKeyFrame), (descriptor.Length, descriptor.StartsFrame, descriptor.StartsKeyFrame));
        Assert.Equal((pictureId, tl0, layer), (descriptor.PictureId, descriptor.Tl0PictureIndex, descriptor.TemporalLayer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("9080")]
    [InlineData("908092")]
    [InlineData("9040")]
    [InlineData("9020")]
    [InlineData("90F0921105")]
    public void Truncated_descriptors_are_refused(string payload) => Assert.False(Vp8Descriptor.TryParse(Convert.FromHexString(payload), out _));

    [Fact]
    public void Noise_never_throws() => Gen.Byte.Array[0, 10].Sample(
        payload =>
        {
            if (Vp8Descriptor.TryParse(payload, out var descriptor)) Assert.InRange(descriptor.Length, 1, payload.Length);
        },
        iter: 50_000);
}
