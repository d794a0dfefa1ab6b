using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// The server's DTLS key and self-signed certificate (ECDSA P-256): one per process, made at start, never stored.
/// Clients trust it by its fingerprint in the SDP alone (RFC 8827 §6.5).
/// </summary>
public sealed class DtlsIdentity : IDisposable
{
    private readonly Lock _signing = new();
    private readonly ECDsa _key;

    private DtlsIdentity(ECDsa key, byte[] certificate)
    {
        _key = key;
        Certificate = certificate;
        Chain = new([PlatformTlsCrypto.Shared.CreateCertificate(certificate)]);
        Fingerprint = BitConverter.ToString(SHA256.HashData(certificate)).Replace('-', ':');
    }

    /// <summary>DER.</summary>
    public byte[] Certificate { get; }

    /// <summary>The same as a TLS certificate message, parsed once for all handshakes.</summary>
    internal Org.BouncyCastle.Tls.Certificate Chain { get; }

    /// <summary>SHA-256 of the certificate as a=fingerprint wants it: upper-case hex with colons (RFC 8122 §5).</summary>
    public string Fingerprint { get; }

    /// <param name="now">The certificate is valid from the day before (clocks differ) for a year.</param>
    public static DtlsIdentity Create(DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // A fixed name: a certificate goes over the wire in the clear and need not tell who we are.
        var request = new CertificateRequest("CN=WebRTC", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return new(key, certificate.RawData);
    }

    /// <summary>ECDSA over a ready hash, DER encoded (RFC 8422 §5.4). Handshake threads share the key one at a time: 30 µs each.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> hash)
    {
        lock (_signing) return _key.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose() => _key.Dispose();
}
