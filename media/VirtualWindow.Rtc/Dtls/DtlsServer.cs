using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;
using VirtualWindow.Rtc.Srtp;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>The policy of one DTLS 1.2 handshake (RFC 6347, RFC 5764); BouncyCastle runs it.</summary>
internal sealed class DtlsServer : DefaultTlsServer
{
    /// <summary>Real ClientHellos with a post-quantum key share are below 2 KiB, RSA-4096 certificates below 2 KiB.</summary>
    private const int MaxMessageBytes = 16 * 1024;

    private readonly DtlsIdentity _identity;
    private readonly byte[] _expectedFingerprint;
    private readonly RtcOptions _options;

    public DtlsServer(DtlsIdentity identity, byte[] expectedFingerprint, RtcOptions options)
        : base(PlatformTlsCrypto.Shared)
    {
        _identity = identity;
        _expectedFingerprint = expectedFingerprint;
        _options = options;
    }

    /// <summary>The agreed SRTP profile.</summary>
    public SrtpProfile Profile { get; private set; }

    /// <summary>Exported when the handshake completes (the secret is wiped right after); null before.</summary>
    public byte[]? KeyingMaterial { get; private set; }

    /// <summary>For the records after the handshake; null before it is complete.</summary>
    public DtlsRecordKeys? RecordKeys { get; private set; }

    /// <summary>The client's certificate is not the one its SDP announced.</summary>
    public bool FingerprintMismatch { get; private set; }

    /// <summary>The other side said close_notify or died with a fatal alert.</summary>
    public bool ClosedByRemote { get; private set; }

    public override bool IgnoreCorruptDtlsRecords => true;

    public override int GetHandshakeTimeoutMillis() => (int)_options.HandshakeTimeout.TotalMilliseconds;

    public override int GetHandshakeResendTimeMillis() => (int)_options.HandshakeResend.TotalMilliseconds;

    public override int GetMaxHandshakeMessageSize() => MaxMessageBytes;

    /// <summary>WebRTC's certificates sign themselves (RFC 8827 §6.5); of more than one, lengths would be believed that nobody checked.</summary>
    public override int GetMaxCertificateChainLength() => 1;

    public override bool RequiresExtendedMasterSecret() => true;

    /// <summary>The certificate is its own identity: who signed it and how does not matter.</summary>
    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    /// <summary>There is no renegotiation here, so it does not matter whether the client knows RFC 5746; the base class would refuse.</summary>
    public override void NotifySecureRenegotiation(bool secureRenegotiation) { }

    public override int[] GetSupportedGroups() => [NamedGroup.secp256r1];

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        var offered = TlsSrtpUtilities.GetUseSrtpExtension(clientExtensions)?.ProtectionProfiles ?? [];
        Profile = offered.Contains((int)SrtpProfile.AeadAes128Gcm) ? SrtpProfile.AeadAes128Gcm
            : offered.Contains((int)SrtpProfile.Aes128CmHmacSha1Tag80) ? SrtpProfile.Aes128CmHmacSha1Tag80
            : throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }

    /// <summary>use_srtp names exactly the one profile chosen (RFC 5764 §4.1.1).</summary>
    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        var extensions = base.GetServerExtensions();
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new([(int)Profile], []));
        return extensions;
    }

    /// <summary>RSA for clients like GStreamer, whose certificates are RSA; the key exchange is ECDSA anyway.</summary>
    public override CertificateRequest GetCertificateRequest() => new(
        [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
        [
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
            SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.rsa),
            new SignatureAndHashAlgorithm(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
        ],
        null);

    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (!clientCertificate.IsEmpty)
        {
            var fingerprint = SHA256.HashData(clientCertificate.GetCertificateAt(0).GetEncoded());
            if (CryptographicOperations.FixedTimeEquals(fingerprint, _expectedFingerprint)) return;
        }
        FingerprintMismatch = true;
        throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        KeyingMaterial = m_context.ExportKeyingMaterial(ExporterLabel.dtls_srtp, null, Profile.KeyingMaterialLength());
        RecordKeys = ExportRecordKeys(m_context);
    }

    /// <summary>The same key block that BouncyCastle's own record layer has made (RFC 5246 §6.3).</summary>
    internal static DtlsRecordKeys ExportRecordKeys(TlsContext context)
    {
        var keyLength = context.SecurityParameters.CipherSuite == CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ? 32 : 16;
        var block = TlsImplUtilities.CalculateKeyBlock(new TlsCryptoParameters(context), DtlsRecordKeys.BlockLength(keyLength));
        var keys = new DtlsRecordKeys(block, keyLength);
        CryptographicOperations.ZeroMemory(block);
        return keys;
    }

    public override void NotifyAlertReceived(short alertLevel, short alertDescription)
    {
        if (alertLevel == AlertLevel.fatal || alertDescription == AlertDescription.close_notify) ClosedByRemote = true;
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override bool PreferLocalCipherSuites() => true;

    /// <summary>The first is mandatory for WebRTC (RFC 8827 §6.5). Why GCM alone: see <see cref="DtlsRecord"/>.</summary>
    protected override int[] GetSupportedCipherSuites() =>
        [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384];

    /// <summary>Always secp256r1: it is the group that the platform computes; every WebRTC client must have it (RFC 8827 §6.5).</summary>
    protected override int SelectECDH(int minimumCurveBits)
    {
        var offered = m_context.SecurityParameters.ClientSupportedGroups;
        return offered is null || offered.Contains(NamedGroup.secp256r1) ? NamedGroup.secp256r1 : -1;
    }

    protected override TlsCredentialedSigner GetECDsaSignerCredentials() => new DefaultTlsCredentialedSigner(
        new TlsCryptoParameters(m_context),
        new IdentitySigner(_identity),
        _identity.Chain,
        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
}

/// <summary>Signs with the process's key (RFC 8422 §5.4).</summary>
internal sealed class IdentitySigner(DtlsIdentity identity) : TlsSigner
{
    public byte[] GenerateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash) => identity.Sign(hash);

    public TlsStreamSigner? GetStreamSigner(SignatureAndHashAlgorithm algorithm) => null;
}
