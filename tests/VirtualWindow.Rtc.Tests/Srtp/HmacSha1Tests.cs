using System.Security.Cryptography;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

public class HmacSha1Tests
{
    [Fact]
    public void Both_ways_agree_with_the_platform_for_every_length()
    {
        var random = new Random(2202);
        var key = new byte[20];
        random.NextBytes(key);
        using var portable = PortableHmacSha1.Create(key);
        using var native = LibcryptoHmacSha1.IsSupported ? LibcryptoHmacSha1.Create(key) : null;
        var mac = new byte[20];
        for (var length = 0; length <= 300; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);
#pragma warning disable CA5350 // HMAC-SHA1 is what RFC 3711 prescribes.
            var expected = HMACSHA1.HashData(key, data);
#pragma warning restore CA5350
            portable.Compute(data, mac);
            Assert.Equal(expected, mac);
            native?.Compute(data, mac);
            Assert.Equal(expected, mac);
        }
    }
}
