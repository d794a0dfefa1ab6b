using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// BouncyCastle's TLS cryptography with other P-256 arithmetic (<see cref="P256"/>) and the platform's randomness:
/// a handshake's four curve operations in managed code cost more than all the rest of it.
/// </summary>
internal sealed class PlatformTlsCrypto : BcTlsCrypto
{
    private PlatformTlsCrypto()
        : base(new SecureRandom(new PlatformRandom(), 0))
    {
    }

    /// <summary>It keeps no state of a handshake, so that all may share it.</summary>
    public static PlatformTlsCrypto Shared { get; } = new();

    public override TlsECDomain CreateECDomain(TlsECConfig ecConfig) =>
        ecConfig.NamedGroup == NamedGroup.secp256r1 ? new P256Domain(this) : base.CreateECDomain(ecConfig);

    public override TlsCertificate CreateCertificate(short type, byte[] encoding) =>
        type == CertificateType.X509 ? new ClientCertificate(this, encoding) : base.CreateCertificate(type, encoding);

    private sealed class PlatformRandom : IRandomGenerator
    {
        public void AddSeedMaterial(byte[] seed) { }

        public void AddSeedMaterial(ReadOnlySpan<byte> seed) { }

        public void AddSeedMaterial(long seed) { }

        public void NextBytes(byte[] bytes) => RandomNumberGenerator.Fill(bytes);

        public void NextBytes(byte[] bytes, int start, int len) => RandomNumberGenerator.Fill(bytes.AsSpan(start, len));

        public void NextBytes(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
    }

    private sealed class P256Domain(PlatformTlsCrypto crypto) : TlsECDomain
    {
        public TlsAgreement CreateECDH() => new P256Agreement(crypto);
    }

    /// <summary>Ephemeral ECDH on secp256r1 with uncompressed points (RFC 8422 §5.4.1).</summary>
    private sealed class P256Agreement(PlatformTlsCrypto crypto) : TlsAgreement
    {
        private P256.EphemeralKey? _local;
        private byte[]? _peer;

        public byte[] GenerateEphemeral()
        {
            _local = P256.Best.Generate();
            return _local.Point;
        }

        public void ReceivePeerValue(byte[] peerValue) => _peer = peerValue;

        public TlsSecret CalculateSecret()
        {
            using var local = _local!;
            return crypto.CreateSecret(local.Agree(_peer) ?? throw new TlsFatalAlert(AlertDescription.illegal_parameter));
        }
    }
}
