using System.Security.Cryptography;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

public class KeyDerivationTests
{
    private static readonly byte[] MasterKey = Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static readonly byte[] MasterSalt = Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6");

    /// <summary>RFC 3711 appendix B.3; the authentication key there is 94 bytes long.</summary>
    [Theory]
    [InlineData(0, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(2, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData(1, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2")]
    public void Vectors_of_rfc3711_b3(int label, string expected)
    {
        var derived = new byte[expected.Length / 2];
        SrtpKeyDerivation.Derive(MasterKey, MasterSalt, (SrtpKeyLabel)label, derived);
        Assert.Equal(expected, Convert.ToHexString(derived));
    }

    /// <summary>RFC 7714 §11: a 96-bit salt is followed by sixteen zero bits.</summary>
    [Fact]
    public void A_short_salt_counts_as_padded_with_zeros()
    {
        var fromShort = new byte[16];
        var fromLong = new byte[16];
        SrtpKeyDerivation.Derive(MasterKey, MasterSalt.AsSpan(0, 12), SrtpKeyLabel.RtcpEncryption, fromShort);
        SrtpKeyDerivation.Derive(MasterKey, [.. MasterSalt[..12], 0, 0], SrtpKeyLabel.RtcpEncryption, fromLong);
        Assert.Equal(fromLong, fromShort);
    }

    /// <summary>As RFC 6188 §7 checks its generator: key stream block n of label L is AES(key, (salt XOR L·2^48) · 2^16 + n).</summary>
    [Fact]
    public void Every_label_is_its_own_key_stream()
    {
        using var aes = Aes.Create();
        aes.SetKey(MasterKey);
        foreach (var label in Enum.GetValues<SrtpKeyLabel>())
        {
            var derived = new byte[40];
            SrtpKeyDerivation.Derive(MasterKey, MasterSalt, label, derived);
            var blocks = new List<byte>();
            for (byte n = 0; n < 3; n++)
            {
                byte[] counter = [.. MasterSalt, 0, n];
                counter[7] ^= (byte)label;
                blocks.AddRange(aes.EncryptEcb(counter, PaddingMode.None));
            }

            Assert.Equal(blocks.Take(40), derived);
        }
    }
}
