using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// BouncyCastle's TLS cryptography with the P-256 arithmetic and the randomness of the platform (OpenSSL on Linux):
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
        type == CertificateType.X509 ? new PlatformCertificate(this, encoding) : base.CreateCertificate(type, encoding);

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
        private const int CoordinateLength = 32;
        private const byte Uncompressed = 4;

        private ECDiffieHellman? _local;
        private byte[]? _peer;

        public byte[] GenerateEphemeral()
        {
            _local = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            var point = _local.ExportParameters(false).Q;
            return [Uncompressed, .. point.X!, .. point.Y!];
        }

        public void ReceivePeerValue(byte[] peerValue)
        {
            if (peerValue.Length != 1 + (2 * CoordinateLength) || peerValue[0] != Uncompressed) throw new TlsFatalAlert(AlertDescription.illegal_parameter);
            _peer = peerValue;
        }

        public TlsSecret CalculateSecret()
        {
            using var local = _local!;
            try
            {
                // Import refuses a point that is not on the curve.
                using var peer = ECDiffieHellman.Create(new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new() { X = _peer![1..(1 + CoordinateLength)], Y = _peer[(1 + CoordinateLength)..] },
                });
                return crypto.CreateSecret(local.DeriveRawSecretAgreement(peer.PublicKey));
            }
            catch (CryptographicException e)
            {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, e);
            }
        }
    }

    /// <summary>A client's certificate whose P-256 signatures the platform verifies; RSA and other curves stay with BouncyCastle.</summary>
    private sealed class PlatformCertificate(PlatformTlsCrypto crypto, byte[] encoding) : BcTlsCertificate(crypto, encoding)
    {
        public override TlsVerifier CreateVerifier(short signatureAlgorithm)
        {
            if (signatureAlgorithm != SignatureAlgorithm.ecdsa || !IsP256(SubjectPublicKeyInfo)) return base.CreateVerifier(signatureAlgorithm);
            ValidateKeyUsage(KeyUsage.DigitalSignature);
            return new P256Verifier(SubjectPublicKeyInfo.GetDerEncoded());
        }

        private static bool IsP256(SubjectPublicKeyInfo key) =>
            key.Algorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey) && SecObjectIdentifiers.SecP256r1.Equals(key.Algorithm.Parameters);
    }

    private sealed class P256Verifier(byte[] subjectPublicKeyInfo) : TlsVerifier
    {
        public TlsStreamVerifier? GetStreamVerifier(DigitallySigned digitallySigned) => null;

        public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash)
        {
            if (digitallySigned.Algorithm is not { Signature: SignatureAlgorithm.ecdsa }) return false;
            try
            {
                using var key = ECDsa.Create();
                key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
                return key.VerifyHash(hash, digitallySigned.Signature, DSASignatureFormat.Rfc3279DerSequence);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }
}
