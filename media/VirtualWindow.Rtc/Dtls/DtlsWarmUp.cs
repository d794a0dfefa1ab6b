using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using VirtualWindow.Rtc.Srtp;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// One handshake with ourselves at start: the first one of a process costs about 95 ms (just-in-time compilation, BouncyCastle's
/// tables), and the first caller of the day should not pay it.
/// </summary>
public static class DtlsWarmUp
{
    /// <summary>Blocks for about 0.2 s; the server's half runs on a handshake thread.</summary>
    /// <returns>True when both sides finished; false tells that no caller will be able to connect either.</returns>
    public static bool Run(DtlsIdentity identity, RtcOptions options, IHandshakeRunner runner)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(runner);
        var client = new Client(identity);
        DatagramQueue toServer = null!;
        var toClient = new DatagramQueue(options.DtlsDatagramLimit, datagram => toServer.TryEnqueue(datagram));
        toServer = new(options.DtlsDatagramLimit, datagram => toClient.TryEnqueue(datagram));
        var server = new DtlsServer(identity, client.Fingerprint, options);
        return runner.TryRun(() => Accept(server, toServer, toClient)) && Connect(client, toClient);
    }

    private static void Accept(DtlsServer server, DatagramQueue queue, DatagramQueue toClient)
    {
        try
        {
            new DtlsServerProtocol { VerifyRequests = false }.Accept(server, queue);
            queue.Flush();
        }
        catch (IOException)
        {
            toClient.Abort();
        }
    }

    private static bool Connect(Client client, DatagramQueue queue)
    {
        try
        {
            new DtlsClientProtocol().Connect(client, queue);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The least that our server accepts; it borrows the server's own certificate.</summary>
    private sealed class Client(DtlsIdentity identity) : DefaultTlsClient(PlatformTlsCrypto.Shared), TlsAuthentication
    {
        public byte[] Fingerprint { get; } = SHA256.HashData(identity.Certificate);

        public override int GetHandshakeTimeoutMillis() => 5_000;

        public override IDictionary<int, byte[]> GetClientExtensions()
        {
            var extensions = base.GetClientExtensions();
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, new([(int)SrtpProfile.AeadAes128Gcm], []));
            return extensions;
        }

        public override TlsAuthentication GetAuthentication() => this;

        public void NotifyServerCertificate(TlsServerCertificate serverCertificate) { }

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => new DefaultTlsCredentialedSigner(
            new TlsCryptoParameters(m_context),
            new IdentitySigner(identity),
            identity.Chain,
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));

        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        protected override int[] GetSupportedCipherSuites() => [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];

        protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => [NamedGroup.secp256r1];
    }
}
