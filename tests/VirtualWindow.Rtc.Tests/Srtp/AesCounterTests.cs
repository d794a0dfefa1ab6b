using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

public class AesCounterTests
{
    private static readonly byte[] Key = Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C");

    public static TheoryData<bool> Portable => [false, true];

    /// <summary>RFC 3711 appendix B.2: the first three and the last three of 65,282 key stream blocks.</summary>
    [Theory]
    [MemberData(nameof(Portable))]
    public void Key_stream_of_rfc3711_b2(bool portable)
    {
        using var counter = Create(portable, Key);
        var stream = new byte[0xFF02 * 16];
        counter.Transform(Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), stream, stream);
        Assert.Equal(
            "E03EAD0935C95E80E166B16DD92B4EB4" + "D23513162B02D0F72A43A2FE4A5F97AB" + "41E95B3BB0A2E8DD477901E4FCA894C0",
            Convert.ToHexString(stream.AsSpan(0, 48)));
        Assert.Equal(
            "EC8CDF7398607CB0F2D21675EA9EA1E4" + "362B7C3C6773516318A077D7FC5073AE" + "6A2CC3787889374FBEB4C81B17BA6C44",
            Convert.ToHexString(stream.AsSpan(stream.Length - 48)));
    }

    [Fact]
    public void Every_length_agrees_with_the_platform()
    {
        Assert.SkipUnless(AesNiCounter.IsSupported, "needs AES-NI");
        var random = new Random(3711);
        using var own = AesNiCounter.Create(Key);
        using var platform = PortableAesCounter.Create(Key);
        var counter = new byte[16];
        for (var length = 0; length <= 700; length++)
        {
            random.NextBytes(counter);
            counter[14] = counter[15] = 0;
            var input = new byte[length];
            random.NextBytes(input);
            var expected = new byte[length];
            platform.Transform(counter, input, expected);
            var actual = new byte[length + 2];
            own.Transform(counter, input, actual.AsSpan(1, length));
            Assert.Equal(expected, actual[1..^1]);
            Assert.Equal(0, actual[0] | actual[^1]);
        }
    }

    private static AesCounter128 Create(bool portable, byte[] key)
    {
        Assert.SkipUnless(portable || AesNiCounter.IsSupported, "needs AES-NI");
        return portable ? PortableAesCounter.Create(key) : AesNiCounter.Create(key);
    }
}
