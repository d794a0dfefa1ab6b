using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

/// <summary>
/// NIST's Cryptographic Algorithm Validation Program, gcmtestvectors.zip (CAVS 14.0): all cases of gcmEncryptExtIV128 and gcmDecrypt128
/// with the lengths that SRTP uses, a 96-bit nonce and a 128-bit tag (RFC 7714 §8.1, §13). 375 each; of the decryptions 196 must fail.
/// </summary>
public sealed class CavpGcmTests
{
    private const int Cases = 375;
    private const int Forged = 196;

    [Theory]
    [InlineData("best")]
    [InlineData("portable")]
    public void Every_encryption_gives_the_published_bytes(string kind)
    {
        var cases = Read("gcmEncryptExtIV128.rsp");
        Assert.Equal(Cases, cases.Count);
        foreach (var one in cases)
        {
            using var gcm = Create(kind, one["Key"]);
            var sealedText = new byte[one["PT"].Length];
            var tag = new byte[16];
            gcm.Encrypt(one["IV"], one["AAD"], one["PT"], sealedText, tag);
            Assert.Equal(one["CT"], sealedText);
            Assert.Equal(one["Tag"], tag);
        }
    }

    [Theory]
    [InlineData("best")]
    [InlineData("portable")]
    public void Every_decryption_gives_the_published_text_or_fails_as_published(string kind)
    {
        var cases = Read("gcmDecrypt128.rsp");
        Assert.Equal(Cases, cases.Count);
        Assert.Equal(Forged, cases.Count(one => one.ContainsKey("FAIL")));
        foreach (var one in cases)
        {
            using var gcm = Create(kind, one["Key"]);
            var text = one["CT"].ToArray();
            Assert.Equal(!one.ContainsKey("FAIL"), gcm.TryDecrypt(one["IV"], one["AAD"], text, one["Tag"]));
            if (!one.ContainsKey("FAIL")) Assert.Equal(one["PT"], text);
        }
    }

    private static AesGcm128 Create(string kind, byte[] key)
    {
        if (kind == "portable") return PortableAesGcm.Create(key);
        Assert.SkipUnless(AesNiGcm.IsSupported, "needs AES-NI and PCLMULQDQ");
        return AesNiGcm.Create(key);
    }

    /// <summary>"Count = n", lines "Name = hex" and perhaps "FAIL", an empty line.</summary>
    private static List<Dictionary<string, byte[]>> Read(string file)
    {
        var cases = new List<Dictionary<string, byte[]>>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Srtp", "Cavp", file)))
        {
            if (line.StartsWith('#') || line.StartsWith('[') || line.Length == 0) continue;
            if (line.StartsWith("Count", StringComparison.Ordinal)) cases.Add([]);
            else if (line == "FAIL") cases[^1]["FAIL"] = [];
            else if (line.Split('=') is [var name, var hex]) cases[^1][name.Trim()] = Convert.FromHexString(hex.Trim());
        }

        return cases;
    }
}
