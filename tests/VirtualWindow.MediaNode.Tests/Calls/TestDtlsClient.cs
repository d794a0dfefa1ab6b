using System.Security.Cryptography;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using VirtualWindow.Rtc.Srtp;
using Certificate = Org.BouncyCastle.Tls.Certificate;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>The client side of DTLS-SRTP as a browser does it, for one profile.</summary>
internal sealed class TestDtlsClient(SrtpProfile profile, string serverFingerprint) : DefaultTlsClient(new BcTlsCrypto(new SecureRandom()))
{
    private static readonly (byte[] Pkcs8, byte[] Certificate) Identity = CreateIdentity();

    public static string Fingerprint { get; } = FingerprintOf(Identity.Certificate);

    public byte[]? KeyingMaterial { get; private set; }

    /// <summary>Completes with close_notify or a fatal alert of the server.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = base.GetClientExtensions();
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new([(int)profile], []));
        return extensions;
    }

    public override TlsAuthentication GetAuthentication() => new Authentication(this);

    public override int GetHandshakeTimeoutMillis() => 10_000;

    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
    }

    public override void NotifyAlertReceived(short alertLevel, short alertDescription)
    {
        if (alertLevel == AlertLevel.fatal || alertDescription == AlertDescription.close_notify)
            Ended.TrySetResult();
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        KeyingMaterial = m_context.ExportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.KeyingMaterialLength());
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];

    private static (byte[] Pkcs8, byte[] Certificate) CreateIdentity()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (key.ExportPkcs8PrivateKey(), certificate.RawData);
    }

    private static string FingerprintOf(byte[] certificate) => BitConverter.ToString(SHA256.HashData(certificate)).Replace('-', ':');

    private sealed class Authentication(TestDtlsClient client) : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
            var presented = FingerprintOf(serverCertificate.Certificate.GetCertificateAt(0).GetEncoded());
            if (presented != client.ServerFingerprint)
                throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }

        public TlsCredentials GetClientCredentials(Org.BouncyCastle.Tls.CertificateRequest certificateRequest)
        {
            var crypto = (BcTlsCrypto)client.Crypto;
            return new BcDefaultTlsCredentialedSigner(
                new(client.m_context),
                crypto,
                PrivateKeyFactory.CreateKey(Identity.Pkcs8),
                new Certificate([new BcTlsCertificate(crypto, Identity.Certificate)]),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }
    }

    private string ServerFingerprint { get; } = serverFingerprint;
}
