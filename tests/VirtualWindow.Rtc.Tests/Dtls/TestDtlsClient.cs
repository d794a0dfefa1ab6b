using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using VirtualWindow.Rtc.Srtp;
using CertificateRequest = System.Security.Cryptography.X509Certificates.CertificateRequest;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace VirtualWindow.Rtc.Tests.Dtls;

/// <summary>A client's certificate and key, as a browser makes them.</summary>
internal sealed class ClientIdentity
{
    private ClientIdentity(X509Certificate2 certificate, byte[] privateKey)
    {
        Certificate = certificate.RawData;
        PrivateKey = PrivateKeyFactory.CreateKey(privateKey);
        Fingerprint = BitConverter.ToString(SHA256.HashData(Certificate)).Replace('-', ':');
    }

    public static ClientIdentity Ecdsa { get; } = MakeEcdsa(ECCurve.NamedCurves.nistP256);
    public static ClientIdentity OtherEcdsa { get; } = MakeEcdsa(ECCurve.NamedCurves.nistP256);
    public static ClientIdentity EcdsaP384 { get; } = MakeEcdsa(ECCurve.NamedCurves.nistP384);
    public static ClientIdentity Rsa { get; } = MakeRsa();

    public byte[] Certificate { get; }
    public AsymmetricKeyParameter PrivateKey { get; }
    public string Fingerprint { get; }

    private static ClientIdentity MakeEcdsa(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        var request = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256);
        return new(request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100)), key.ExportPkcs8PrivateKey());
    }

    private static ClientIdentity MakeRsa()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new(request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100)), key.ExportPkcs8PrivateKey());
    }
}

/// <summary>What a test wants of its client.</summary>
internal sealed record ClientWishes
{
    public ClientIdentity Identity { get; init; } = ClientIdentity.Ecdsa;
    public SrtpProfile[] Profiles { get; init; } = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80];
    public bool ExtendedMasterSecret { get; init; } = true;
    public bool WithoutCertificate { get; init; }
    public int[]? Groups { get; init; }
    public int[]? CipherSuites { get; init; }

    /// <summary>Bytes of a made-up extension: as large as a post-quantum key share, it breaks the ClientHello in two.</summary>
    public int ExtraHelloBytes { get; init; }

    /// <summary>Largest datagram: small ones break every message into many.</summary>
    public int SendLimit { get; init; } = 1200;
}

/// <summary>BouncyCastle's DTLS client with its own thread, the other end of a test's handshake.</summary>
internal sealed class TestDtlsClient(ClientWishes wishes, Action<byte[]> send, Action onFinished) : DatagramTransport
{
    private readonly Queue<byte[]> _inbound = [];
    private Client? _client;
    private DtlsTransport? _transport;

    /// <summary>What ended the handshake badly.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Set on the loop, so that a test need not wait for two things at once.</summary>
    public bool HasFinished { get; set; }

    public bool IsConnected => HasFinished && Failure is null;

    public byte[] KeyingMaterial => _client!.KeyingMaterial!;
    public SrtpProfile Profile => _client!.Profile;

    /// <summary>SHA-256 of the server's certificate as seen in the handshake.</summary>
    public string ServerFingerprint => _client!.ServerFingerprint!;

    public short? AlertReceived => _client?.AlertReceived;

    public void Start() => new Thread(Handshake) { IsBackground = true }.Start();

    public void Deliver(byte[] datagram)
    {
        lock (_inbound)
        {
            _inbound.Enqueue(datagram);
            Monitor.Pulse(_inbound);
        }
    }

    /// <summary>Contents of the application records that <see cref="Read"/> found.</summary>
    public List<byte[]> ApplicationData { get; } = [];

    /// <summary>Reads records until an alert or nothing is left for a moment.</summary>
    public void Read()
    {
        var record = new byte[2048];
        try
        {
            for (var length = _transport!.Receive(record, 0, record.Length, 50); length >= 0; length = _transport.Receive(record, 0, record.Length, 50))
                ApplicationData.Add(record[..length]);
        }
        catch (IOException) { }
    }

    public void SendApplicationData(byte[] data) => _transport!.Send(data, 0, data.Length);

    public void CloseNotify() => _transport!.Close();

    public int GetReceiveLimit() => 2048;

    public int GetSendLimit() => wishes.SendLimit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        lock (_inbound)
        {
            if (_inbound.Count == 0) Monitor.Wait(_inbound, waitMillis);
            if (!_inbound.TryDequeue(out var datagram)) return -1;
            datagram.CopyTo(buffer);
            return datagram.Length;
        }
    }

    public void Send(byte[] buf, int off, int len) => send(buf.AsSpan(off, len).ToArray());

    public void Send(ReadOnlySpan<byte> buffer) => send(buffer.ToArray());

    public void Close() { }

    private void Handshake()
    {
        try
        {
            _client = new(wishes);
            _transport = new DtlsClientProtocol().Connect(_client, this);
        }
        catch (Exception e)
        {
            Failure = e;
        }
        onFinished();
    }

    private sealed class Client(ClientWishes wishes) : DefaultTlsClient(new BcTlsCrypto()), TlsAuthentication
    {
        public byte[]? KeyingMaterial { get; private set; }
        public SrtpProfile Profile { get; private set; }
        public string? ServerFingerprint { get; private set; }
        public short? AlertReceived { get; private set; }

        public override int GetHandshakeTimeoutMillis() => 60_000;
        public override int GetHandshakeResendTimeMillis() => 100;
        public override bool IgnoreCorruptDtlsRecords => true;
        public override bool ShouldUseExtendedMasterSecret() => wishes.ExtendedMasterSecret;

        public override IDictionary<int, byte[]> GetClientExtensions()
        {
            var extensions = base.GetClientExtensions();
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, new([.. wishes.Profiles.Select(profile => (int)profile)], []));
            if (wishes.ExtraHelloBytes > 0) extensions[0xFAFA] = new byte[wishes.ExtraHelloBytes];
            return extensions;
        }

        public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
        {
            base.ProcessServerExtensions(serverExtensions);
            Profile = (SrtpProfile)Assert.Single(TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions).ProtectionProfiles);
        }

        public override TlsAuthentication GetAuthentication() => this;

        public void NotifyServerCertificate(TlsServerCertificate serverCertificate) =>
            ServerFingerprint = BitConverter.ToString(SHA256.HashData(serverCertificate.Certificate.GetCertificateAt(0).GetEncoded())).Replace('-', ':');

        public TlsCredentials? GetClientCredentials(Org.BouncyCastle.Tls.CertificateRequest certificateRequest)
        {
            if (wishes.WithoutCertificate) return null;
            var crypto = (BcTlsCrypto)Crypto;
            var algorithm = new SignatureAndHashAlgorithm(HashAlgorithm.sha256, wishes.Identity == ClientIdentity.Rsa ? SignatureAlgorithm.rsa : SignatureAlgorithm.ecdsa);
            return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(m_context), crypto, wishes.Identity.PrivateKey, new Certificate([new BcTlsCertificate(crypto, wishes.Identity.Certificate)]), algorithm);
        }

        public override void NotifyHandshakeComplete()
        {
            base.NotifyHandshakeComplete();
            KeyingMaterial = m_context.ExportKeyingMaterial(ExporterLabel.dtls_srtp, null, Profile.KeyingMaterialLength());
        }

        public override void NotifyAlertReceived(short alertLevel, short alertDescription) => AlertReceived = alertDescription;

        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        protected override int[] GetSupportedCipherSuites() => wishes.CipherSuites ?? [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA];

        protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => wishes.Groups ?? [NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1];
    }
}
