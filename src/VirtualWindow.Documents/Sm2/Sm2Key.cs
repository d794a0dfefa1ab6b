using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace VirtualWindow.Documents.Sm2;

/// <summary>SM2 signatures (GB/T 32918.2) over SM3 (GB/T 32905), with the usual identity of GB/T 35276 §10, as DER of r and s.</summary>
public static class Sm2Algorithm
{
    /// <summary>SM2 with SM3 (GB/T 33560).</summary>
    public const string SignatureOid = "1.2.156.10197.1.501";

    private static readonly byte[] Identity = "1234567812345678"u8.ToArray();
    private static readonly ECNamedDomainParameters Domain = new(GMObjectIdentifiers.sm2p256v1, GMNamedCurves.GetByName("sm2p256v1"));

    /// <returns>32 bytes.</returns>
    public static byte[] Sm3(ReadOnlySpan<byte> bytes)
    {
        var digest = new SM3Digest();
        digest.BlockUpdate(bytes);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash);
        return hash;
    }

    internal static AsymmetricCipherKeyPair NewKey()
    {
        var secret = new BigInteger(1, RandomNumberGenerator.GetBytes(40)).Mod(Domain.N.Subtract(BigInteger.Two)).Add(BigInteger.One);
        return new AsymmetricCipherKeyPair(new ECPublicKeyParameters(new FixedPointCombMultiplier().Multiply(Domain.G, secret), Domain), new ECPrivateKeyParameters(secret, Domain));
    }

    internal static byte[] ToBytes(ECPrivateKeyParameters key) => key.D.ToByteArrayUnsigned();

    internal static ECPrivateKeyParameters FromBytes(ReadOnlySpan<byte> secret) => new(new BigInteger(1, secret), Domain);

    internal static ECPublicKeyParameters PublicKey(ECPrivateKeyParameters key) => new(new FixedPointCombMultiplier().Multiply(Domain.G, key.D), Domain);

    internal static byte[] Sign(ICipherParameters key, ReadOnlySpan<byte> message)
    {
        var signer = new SM2Signer(new SM3Digest());
        signer.Init(forSigning: true, new ParametersWithID(new ParametersWithRandom(key, new SecureRandom()), Identity));
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }

    /// <param name="point">04, x, y.</param>
    /// <exception cref="ArgumentException">No point of the curve.</exception>
    internal static ECPublicKeyParameters Key(byte[] point) =>
        point is [4, ..] && point.Length == 65 ? new ECPublicKeyParameters(Domain.Curve.DecodePoint(point), Domain) : throw new ArgumentException("Not an uncompressed point.", nameof(point));

    internal static bool IsSigned(ECPublicKeyParameters key, ReadOnlySpan<byte> message, byte[] signature)
    {
        var verifier = new SM2Signer(new SM3Digest());
        verifier.Init(forSigning: false, new ParametersWithID(key, Identity));
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature);
    }
}

/// <summary>A key that signs by SM2, wherever it lies: a file in development, a certified device in production.</summary>
public interface ISm2Key
{
    /// <summary>DER.</summary>
    ReadOnlyMemory<byte> Certificate { get; }

    /// <returns>DER sequence of r and s.</returns>
    byte[] Sign(ReadOnlySpan<byte> message);
}

/// <summary>A key in this process's memory, for development and tests.</summary>
public sealed class Sm2SoftwareKey : ISm2Key
{
    private readonly ECPrivateKeyParameters _key;

    internal Sm2SoftwareKey(ECPrivateKeyParameters key, ReadOnlyMemory<byte> certificate) => (_key, Certificate) = (key, certificate);

    public ReadOnlyMemory<byte> Certificate { get; }

    public byte[] Sign(ReadOnlySpan<byte> message) => Sm2Algorithm.Sign(_key, message);

    /// <summary>The secret number, to be kept like a key.</summary>
    public byte[] ToBytes() => Sm2Algorithm.ToBytes(_key);

    /// <param name="secret">From <see cref="ToBytes"/>.</param>
    /// <param name="certificate">DER; its key belongs to the secret.</param>
    public static Sm2SoftwareKey FromBytes(ReadOnlySpan<byte> secret, ReadOnlyMemory<byte> certificate) => new(Sm2Algorithm.FromBytes(secret), certificate);
}
