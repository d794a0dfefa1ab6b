using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// The curve operations of a handshake on secp256r1: an ephemeral key agreement (RFC 8422 §5.10) and the check of an ECDSA signature.
/// Points are 65 bytes: 4, x, y (SEC 1 §2.3.3, uncompressed).
/// </summary>
internal abstract class P256
{
    public const int PointLength = 65;
    public const int CoordinateLength = 32;
    public const byte Uncompressed = 4;

    /// <summary>The fastest one this machine has.</summary>
    public static P256 Best { get; } = LibcryptoP256.TryLoad() ?? (P256)PlatformP256.Instance;

    public abstract EphemeralKey Generate();

    /// <param name="point">The signer's public key.</param>
    /// <param name="signature">DER (RFC 3279 §2.2.3).</param>
    /// <returns>False for a wrong signature, and for anything that is no point or no signature.</returns>
    public abstract bool Verify(ReadOnlySpan<byte> point, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature);

    /// <summary>A key for one agreement.</summary>
    public abstract class EphemeralKey : IDisposable
    {
        public abstract byte[] Point { get; }

        /// <returns>The x coordinate of the shared point, 32 bytes; null when <paramref name="peer"/> is no point of the curve.</returns>
        public abstract byte[]? Agree(ReadOnlySpan<byte> peer);

        public abstract void Dispose();
    }
}

/// <summary>Through System.Security.Cryptography: on every system.</summary>
internal sealed class PlatformP256 : P256
{
    public static readonly PlatformP256 Instance = new();

    public override EphemeralKey Generate() => new Key();

    public override bool Verify(ReadOnlySpan<byte> point, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        try
        {
            using var key = ECDsa.Create(Parameters(point));
            return key.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ECParameters Parameters(ReadOnlySpan<byte> point) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = point.Length == PointLength && point[0] == Uncompressed
            ? new() { X = point.Slice(1, CoordinateLength).ToArray(), Y = point[(1 + CoordinateLength)..].ToArray() }
            : throw new CryptographicException("no uncompressed point"),
    };

    private sealed class Key : EphemeralKey
    {
        private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

        public override byte[] Point
        {
            get
            {
                var point = _key.ExportParameters(false).Q;
                return [Uncompressed, .. point.X!, .. point.Y!];
            }
        }

        public override byte[]? Agree(ReadOnlySpan<byte> peer)
        {
            try
            {
                // Import refuses a point that is not on the curve.
                using var other = ECDiffieHellman.Create(Parameters(peer));
                return _key.DeriveRawSecretAgreement(other.PublicKey);
            }
            catch (CryptographicException)
            {
                return null;
            }
        }

        public override void Dispose() => _key.Dispose();
    }
}
