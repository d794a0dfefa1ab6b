using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;
using VirtualWindow.Rtc.Dtls;

namespace VirtualWindow.Rtc.Tests.Dtls;

public sealed class ClientCertificateTests
{
    private static readonly SignatureAndHashAlgorithm EcdsaSha256 = new(Org.BouncyCastle.Tls.HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

    [Theory]
    [InlineData(X509KeyUsageFlags.None)]
    [InlineData(X509KeyUsageFlags.DigitalSignature)]
    [InlineData(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign)]
    public void A_P256_key_that_may_sign_verifies_and_the_bytes_stay(X509KeyUsageFlags usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var encoding = Encode(key, usage);
        var certificate = new ClientCertificate(PlatformTlsCrypto.Shared, encoding);
        Assert.Equal(encoding, certificate.GetEncoded());
        Assert.Equal(SignatureAlgorithm.ecdsa, certificate.GetLegacySignatureAlgorithm());
        Assert.True(certificate.SupportsSignatureAlgorithm(SignatureAlgorithm.ecdsa));
        Assert.False(certificate.SupportsSignatureAlgorithm(SignatureAlgorithm.rsa));
        var hash = RandomNumberGenerator.GetBytes(32);
        var verifier = certificate.CreateVerifier(SignatureAlgorithm.ecdsa);
        Assert.True(verifier.VerifyRawSignature(Signed(key, hash), hash));
        hash[5] ^= 1;
        Assert.False(verifier.VerifyRawSignature(Signed(key, new byte[32]), hash));
    }

    [Fact]
    public void A_key_that_may_not_sign_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new ClientCertificate(PlatformTlsCrypto.Shared, Encode(key, X509KeyUsageFlags.KeyCertSign));
        Assert.Throws<TlsFatalAlert>(() => certificate.CreateVerifier(SignatureAlgorithm.ecdsa));
    }

    [Fact]
    public void Keys_of_other_kinds_stay_usable()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var hash = RandomNumberGenerator.GetBytes(32);
        var curve = new ClientCertificate(PlatformTlsCrypto.Shared, Encode(other, X509KeyUsageFlags.None));
        Assert.True(curve.CreateVerifier(SignatureAlgorithm.ecdsa).VerifyRawSignature(Signed(other, hash), hash));

        using var rsa = RSA.Create(2048);
        using var made = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=test", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var certificate = new ClientCertificate(PlatformTlsCrypto.Shared, made.RawData);
        Assert.True(certificate.SupportsSignatureAlgorithm(SignatureAlgorithm.rsa));
        Assert.Equal(made.RawData, certificate.GetEncoded());
    }

    [Fact]
    public void What_is_no_certificate_is_refused_at_once()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = Encode(key, X509KeyUsageFlags.DigitalSignature);
        foreach (var bad in new[] { [], [0x30, 0], RandomNumberGenerator.GetBytes(300), good[..^10], good[..40] })
            Assert.ThrowsAny<IOException>(() => new ClientCertificate(PlatformTlsCrypto.Shared, bad));
    }

    private static byte[] Encode(ECDsa key, X509KeyUsageFlags usage)
    {
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        if (usage != X509KeyUsageFlags.None) request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.RawData;
    }

    private static DigitallySigned Signed(ECDsa key, byte[] hash) => new(EcdsaSha256, key.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence));
}
