using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

public class AesGcmTests
{
    private const string Key3 = "feffe9928665731c6d6a8f9467308308";
    private const string Nonce3 = "cafebabefacedbaddecaf888";

    private const string Text3 =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";

    private const string Cipher3 =
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985";

    /// <summary>Test cases 1 to 4 of the GCM specification submitted to NIST (McGrew, Viega, appendix B).</summary>
    public static TheoryData<string, string, string, string, string, string> NistVectors => new()
    {
        { "00000000000000000000000000000000", "000000000000000000000000", "", "", "", "58e2fccefa7e3061367f1d57a4e7455a" },
        {
            "00000000000000000000000000000000", "000000000000000000000000", "", "00000000000000000000000000000000",
            "0388dace60b6a392f328c2b971b2fe78", "ab6e47d42cec13bdf53a67b21257bddf"
        },
        { Key3, Nonce3, "", Text3, Cipher3, "4d5c2af327cd64a62cf35abd2ba6fab4" },
        { Key3, Nonce3, "feedfacedeadbeeffeedfacedeadbeefabaddad2", Text3[..120], Cipher3[..120], "5bc94fbc3221a5db94fae95ae7121a47" },
    };

    [Theory]
    [MemberData(nameof(NistVectors))]
    public void Nist_vectors_hold(string key, string nonce, string associated, string text, string cipher, string tag)
    {
        foreach (var gcm in Implementations(Convert.FromHexString(key)))
        {
            var sealedText = new byte[text.Length / 2];
            var sealedTag = new byte[16];
            gcm.Encrypt(Convert.FromHexString(nonce), Convert.FromHexString(associated), Convert.FromHexString(text), sealedText, sealedTag);
            Assert.Equal(cipher, Convert.ToHexStringLower(sealedText));
            Assert.Equal(tag, Convert.ToHexStringLower(sealedTag));
            Assert.True(gcm.TryDecrypt(Convert.FromHexString(nonce), Convert.FromHexString(associated), sealedText, sealedTag));
            Assert.Equal(text, Convert.ToHexStringLower(sealedText));
        }
    }

    [Fact]
    public void Every_length_agrees_with_the_platform()
    {
        Assert.SkipUnless(AesNiGcm.IsSupported, "needs AES-NI and PCLMULQDQ");
        var random = new Random(7714);
        var key = Bytes(random, 16);
        using var own = AesNiGcm.Create(key);
        using var platform = new AesGcm(key, 16);
        for (var length = 0; length <= 1500; length++) AssertAgree(own, platform, Bytes(random, 12), Bytes(random, random.Next(0, 90)), Bytes(random, length));
    }

    [Fact]
    public void Many_keys_agree_with_the_platform()
    {
        Assert.SkipUnless(AesNiGcm.IsSupported, "needs AES-NI and PCLMULQDQ");
        var seed = Environment.ProcessId;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var key = Bytes(random, 16);
            using var own = AesNiGcm.Create(key);
            using var platform = new AesGcm(key, 16);
            AssertAgree(own, platform, Bytes(random, 12), Bytes(random, random.Next(0, 40)), Bytes(random, random.Next(0, 1300)));
        }
    }

    /// <summary>All-ones inputs reach the carries that random ones miss.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    [InlineData(0x80)]
    [InlineData(0x01)]
    public void Extreme_bytes_agree_with_the_platform(int value)
    {
        Assert.SkipUnless(AesNiGcm.IsSupported, "needs AES-NI and PCLMULQDQ");
        var key = Enumerable.Repeat((byte)value, 16).ToArray();
        using var own = AesNiGcm.Create(key);
        using var platform = new AesGcm(key, 16);
        AssertAgree(own, platform, key[..12], key, Enumerable.Repeat((byte)value, 777).ToArray());
    }

    [Fact]
    public unsafe void Hash_is_the_same_in_every_width()
    {
        Assert.SkipUnless(AesNiGcm.IsSupported, "needs AES-NI and PCLMULQDQ");
        var random = new Random(38);
        var powers = stackalloc Vector128<byte>[Ghash.PowerVectors];
        Ghash.Prepare(Vector128.Create((ReadOnlySpan<byte>)Bytes(random, 16)), powers);
        fixed (byte* associated = Bytes(random, 64))
        fixed (byte* text = Bytes(random, 1024))
        {
            for (var length = 0; length <= 1024; length++)
            {
                var one = Ghash.Compute<Ghash.OneLane>(powers, associated, length % 64, text, length);
                if (Pclmulqdq.V256.IsSupported) Assert.Equal(one, Ghash.Compute<Ghash.TwoLanes>(powers, associated, length % 64, text, length));
                if (Pclmulqdq.V512.IsSupported) Assert.Equal(one, Ghash.Compute<Ghash.FourLanes>(powers, associated, length % 64, text, length));
            }
        }
    }

    [Fact]
    public void A_forged_text_is_refused_before_it_is_decrypted()
    {
        Assert.SkipUnless(AesNiGcm.IsSupported, "needs AES-NI and PCLMULQDQ");
        using var gcm = AesNiGcm.Create(new byte[16]);
        var text = new byte[100];
        var tag = new byte[16];
        gcm.Encrypt(new byte[12], [], text.ToArray(), text, tag);
        tag[15] ^= 1;
        var before = text.ToArray();
        Assert.False(gcm.TryDecrypt(new byte[12], [], text, tag));
        Assert.Equal(before, text);
    }

    private static IEnumerable<AesGcm128> Implementations(byte[] key)
    {
        yield return PortableAesGcm.Create(key);
        if (AesNiGcm.IsSupported) yield return AesNiGcm.Create(key);
    }

    private static void AssertAgree(AesGcm128 own, AesGcm platform, byte[] nonce, byte[] associated, byte[] text)
    {
        var expected = new byte[text.Length];
        var expectedTag = new byte[16];
        platform.Encrypt(nonce, text, expected, expectedTag, associated);
        // One guard byte on each side: nothing outside the text is written.
        var actual = new byte[text.Length + 2];
        var tag = new byte[16];
        own.Encrypt(nonce, associated, text, actual.AsSpan(1, text.Length), tag);
        Assert.Equal(expected, actual[1..^1]);
        Assert.Equal(expectedTag, tag);
        Assert.Equal(0, actual[0] | actual[^1]);
        Assert.True(own.TryDecrypt(nonce, associated, actual.AsSpan(1, text.Length), tag));
        Assert.Equal(text, actual[1..^1]);
        Assert.Equal(0, actual[0] | actual[^1]);
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
