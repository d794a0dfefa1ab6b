using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtualWindow.Documents.Signing;

/// <summary>How a key signs; both over SHA-256.</summary>
public enum SignatureScheme
{
    /// <summary>P-256, the signature as DER sequence (RFC 5754 §3.3).</summary>
    Ecdsa,

    /// <summary>PKCS #1 v1.5 (RFC 5754 §3.2).</summary>
    Rsa,
}

/// <summary>
/// A private key that signs, wherever it lies: a file in development, a PKCS#11 token or a remote device in production. A device sees
/// nothing but a hash.
/// </summary>
public interface ISealKey
{
    X509Certificate2 Certificate { get; }

    /// <summary>The certificates above it, its issuer first; the root may be left out.</summary>
    IReadOnlyList<X509Certificate2> Issuers { get; }

    SignatureScheme Scheme { get; }

    /// <param name="sha256">32 bytes.</param>
    byte[] SignHash(ReadOnlySpan<byte> sha256);
}

/// <summary>A key in this process's memory: for development, for one-time event certificates, for tests.</summary>
public sealed class SoftwareSealKey : ISealKey, IDisposable
{
    private readonly ECDsa? _ecdsa;
    private readonly RSA? _rsa;

    /// <param name="certificate">With its private key, P-256 or RSA; this object owns it from now on.</param>
    public SoftwareSealKey(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> issuers)
    {
        (Certificate, Issuers) = (certificate, issuers);
        (_ecdsa, _rsa) = (certificate.GetECDsaPrivateKey(), certificate.GetRSAPrivateKey());
        if (_ecdsa is null && _rsa is null) throw new ArgumentException("The certificate has no private key of a known kind.", nameof(certificate));
    }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<X509Certificate2> Issuers { get; }

    public SignatureScheme Scheme => _ecdsa is not null ? SignatureScheme.Ecdsa : SignatureScheme.Rsa;

    public byte[] SignHash(ReadOnlySpan<byte> sha256) => _ecdsa is not null
        ? _ecdsa.SignHash(sha256, DSASignatureFormat.Rfc3279DerSequence)
        : _rsa!.SignHash(sha256, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Key and certificates as a PKCS #12 file.</summary>
    public byte[] ToPkcs12(string password) => new X509Certificate2Collection((X509Certificate2[])[Certificate, .. Issuers]).Export(X509ContentType.Pkcs12, password)!;

    /// <summary>The key of a PKCS #12 file; its other certificates are taken as the issuers, in their order.</summary>
    public static SoftwareSealKey FromPkcs12(ReadOnlySpan<byte> bytes, string password)
    {
        var certificates = X509CertificateLoader.LoadPkcs12Collection(bytes, password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
        var own = certificates.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("The file holds no private key.");
        return new SoftwareSealKey(own, [.. certificates.Where(certificate => certificate != own)]);
    }

    public void Dispose()
    {
        _ecdsa?.Dispose();
        _rsa?.Dispose();
        Certificate.Dispose();
    }
}
