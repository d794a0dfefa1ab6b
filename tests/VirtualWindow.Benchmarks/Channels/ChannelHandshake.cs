using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Rtc.Srtp;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace VirtualWindow.Benchmarks.Channels;

/// <summary>A client's DTLS handshake by BouncyCastle; what follows it is the benchmark's own.</summary>
internal static class ChannelHandshake
{
    private static readonly (byte[] Pkcs8, byte[] Certificate) Identity = CreateIdentity();

    public static string Fingerprint { get; } = BitConverter.ToString(SHA256.HashData(Identity.Certificate)).Replace('-', ':');

    /// <summary>Blocks until the handshake is over.</summary>
    public static DtlsRecordKeys Run(BlockingCollection<byte[]> inbound, Action<byte[]> send)
    {
        var client = new Client();
        new DtlsClientProtocol().Connect(client, new Datagrams(inbound, send));
        return client.Keys!;
    }

    private static (byte[] Pkcs8, byte[] Certificate) CreateIdentity()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=bench", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (key.ExportPkcs8PrivateKey(), certificate.RawData);
    }

    private sealed class Client() : DefaultTlsClient(new BcTlsCrypto(new SecureRandom())), TlsAuthentication
    {
        public DtlsRecordKeys? Keys { get; private set; }

        public override IDictionary<int, byte[]> GetClientExtensions()
        {
            var extensions = base.GetClientExtensions();
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, new([(int)SrtpProfile.AeadAes128Gcm], []));
            return extensions;
        }

        public override TlsAuthentication GetAuthentication() => this;

        public void NotifyServerCertificate(TlsServerCertificate serverCertificate) { }

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest)
        {
            var crypto = (BcTlsCrypto)Crypto;
            return new BcDefaultTlsCredentialedSigner(
                new(m_context), crypto, PrivateKeyFactory.CreateKey(Identity.Pkcs8), new Certificate([new BcTlsCertificate(crypto, Identity.Certificate)]),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }

        public override void NotifyHandshakeComplete()
        {
            base.NotifyHandshakeComplete();
            Keys = DtlsServer.ExportRecordKeys(m_context);
        }

        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        protected override int[] GetSupportedCipherSuites() => [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];
    }

    private sealed class Datagrams(BlockingCollection<byte[]> inbound, Action<byte[]> send) : DatagramTransport
    {
        public int GetReceiveLimit() => 2048;

        public int GetSendLimit() => 1200;

        public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

        public int Receive(Span<byte> buffer, int waitMillis)
        {
            if (!inbound.TryTake(out var datagram, waitMillis)) return -1;
            datagram.CopyTo(buffer);
            return datagram.Length;
        }

        public void Send(byte[] buf, int off, int len) => send(buf.AsSpan(off, len).ToArray());

        public void Send(ReadOnlySpan<byte> buffer) => send(buffer.ToArray());

        public void Close() { }
    }
}
