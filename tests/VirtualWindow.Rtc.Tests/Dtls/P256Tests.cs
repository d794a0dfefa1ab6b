using System.Security.Cryptography;
using VirtualWindow.Rtc.Dtls;

namespace VirtualWindow.Rtc.Tests.Dtls;

/// <summary>Both implementations against each other and against points and signatures that must be refused.</summary>
public sealed class P256Tests
{
    private static readonly Dictionary<string, P256> Kinds = new()
    {
        ["platform"] = PlatformP256.Instance,
        ["best"] = P256.Best,
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Fact]
    public void On_Linux_libcrypto_is_used() =>
        Assert.True(P256.Best is LibcryptoP256 || !OperatingSystem.IsLinux(), "libcrypto was not found or does not agree with the platform");

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_sides_of_an_agreement_get_the_same_secret(string name)
    {
        for (var i = 0; i < 50; i++)
        {
            using var ours = Kinds[name].Generate();
            using var theirs = PlatformP256.Instance.Generate();
            var secret = ours.Agree(theirs.Point);
            Assert.Equal(P256.CoordinateLength, secret!.Length); // leading zeros are kept (RFC 8422 §5.10)
            Assert.Equal(theirs.Agree(ours.Point), secret);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_key_is_another(string name)
    {
        using var first = Kinds[name].Generate();
        using var second = Kinds[name].Generate();
        Assert.NotEqual(first.Point, second.Point);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_no_point_of_the_curve_is_refused(string name)
    {
        using var key = Kinds[name].Generate();
        using var other = PlatformP256.Instance.Generate();
        var good = other.Point;
        byte[] offCurve = [.. good];
        offCurve[^1] ^= 1;
        byte[] compressed = [2, .. good.AsSpan(1, 32)];
        byte[] wrongForm = [6, .. good.AsSpan(1)];
        byte[] beyondTheField = [4, .. Enumerable.Repeat((byte)0xFF, 64)];
        foreach (var bad in new[] { [], [0], offCurve, compressed, wrongForm, beyondTheField, [4, .. new byte[64]], [.. good, 0] })
        {
            Assert.Null(key.Agree(bad));
            Assert.False(Kinds[name].Verify(bad, new byte[32], [0x30, 6, 2, 1, 1, 2, 1, 1]));
        }
        Assert.NotNull(key.Agree(good)); // unharmed
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_the_signature_of_this_key_over_this_hash_is_valid(string name)
    {
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = signer.ExportParameters(false).Q;
        byte[] point = [4, .. q.X!, .. q.Y!];
        using var stranger = PlatformP256.Instance.Generate();
        for (var i = 0; i < 50; i++)
        {
            var hash = RandomNumberGenerator.GetBytes(32);
            var signature = signer.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
            Assert.True(Kinds[name].Verify(point, hash, signature));
            Assert.False(Kinds[name].Verify(stranger.Point, hash, signature));
            Assert.False(Kinds[name].Verify(point, hash, signature.AsSpan(0, signature.Length - 1)));
            Assert.False(Kinds[name].Verify(point, hash, []));
            signature[RandomNumberGenerator.GetInt32(8, signature.Length)] ^= 0x10;
            Assert.False(Kinds[name].Verify(point, hash, signature));
            hash[0] ^= 1;
            Assert.False(Kinds[name].Verify(point, hash, signer.SignHash(new byte[32], DSASignatureFormat.Rfc3279DerSequence)));
        }
    }
}
