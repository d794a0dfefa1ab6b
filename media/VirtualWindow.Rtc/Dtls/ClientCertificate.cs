using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// An X.509 certificate (RFC 5280 §4.1) of which a P-256 key and the key usage are read, and whose bytes are given back as they came:
/// the fingerprint is all that is trusted (RFC 8827 §6.5), and taking the whole structure apart and writing it again costs more
/// than the signature check. Keys of other kinds, and every other question, are BouncyCastle's.
/// </summary>
internal sealed class ClientCertificate : TlsCertificate
{
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string Secp256r1 = "1.2.840.10045.3.1.7";
    private const string KeyUsageExtension = "2.5.29.15";
    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3);

    private readonly BcTlsCrypto _crypto;
    private readonly byte[] _encoding;
    private readonly byte[]? _point;
    private BcTlsCertificate? _whole;

    /// <exception cref="TlsFatalAlert">No certificate.</exception>
    public ClientCertificate(BcTlsCrypto crypto, byte[] encoding)
    {
        (_crypto, _encoding) = (crypto, encoding);
        _point = SigningPointOf(encoding);
        if (_point is null) _ = Whole;
    }

    public BigInteger SerialNumber => Whole.SerialNumber;

    public string SigAlgOid => Whole.SigAlgOid;

    private BcTlsCertificate Whole => _whole ??= new BcTlsCertificate(_crypto, _encoding);

    public TlsVerifier CreateVerifier(short signatureAlgorithm) =>
        _point is not null && signatureAlgorithm == SignatureAlgorithm.ecdsa ? new P256Verifier(_point) : Whole.CreateVerifier(signatureAlgorithm);

    public Tls13Verifier CreateVerifier(int signatureScheme) => Whole.CreateVerifier(signatureScheme);

    public TlsEncryptor CreateEncryptor(int tlsCertificateRole) => Whole.CreateEncryptor(tlsCertificateRole);

    public byte[] GetEncoded() => _encoding;

    public byte[] GetExtension(DerObjectIdentifier extensionOid) => Whole.GetExtension(extensionOid);

    public Asn1Encodable GetSigAlgParams() => Whole.GetSigAlgParams();

    public short GetLegacySignatureAlgorithm() => _point is not null ? SignatureAlgorithm.ecdsa : Whole.GetLegacySignatureAlgorithm();

    public bool SupportsSignatureAlgorithm(short signatureAlgorithm) =>
        (_point is not null && signatureAlgorithm == SignatureAlgorithm.ecdsa) || Whole.SupportsSignatureAlgorithm(signatureAlgorithm);

    public bool SupportsSignatureAlgorithmCA(short signatureAlgorithm) => Whole.SupportsSignatureAlgorithmCA(signatureAlgorithm);

    public TlsCertificate CheckUsageInRole(int tlsCertificateRole) => Whole.CheckUsageInRole(tlsCertificateRole);

    /// <returns>The key as an uncompressed point; null when it is of another kind, may not sign, or the encoding is not DER.</returns>
    private static byte[]? SigningPointOf(byte[] encoding)
    {
        try
        {
            var body = new AsnReader(encoding, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            if (body.PeekTag().HasSameClassAndValue(VersionTag)) body.ReadEncodedValue();
            for (var skipped = 0; skipped < 5; skipped++) body.ReadEncodedValue(); // serial number, signature, issuer, validity, subject
            return PointOf(body.ReadSequence()) is { } point && MaySign(body) ? point : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static byte[]? PointOf(AsnReader keyInfo)
    {
        var algorithm = keyInfo.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != EcPublicKey || !algorithm.HasData || algorithm.ReadObjectIdentifier() != Secp256r1) return null;
        var point = keyInfo.ReadBitString(out var unused);
        return unused == 0 && point.Length == P256.PointLength && point[0] == P256.Uncompressed ? point : null;
    }

    /// <summary>Without a key usage extension a key may do everything (RFC 5280 §4.2.1.3).</summary>
    private static bool MaySign(AsnReader rest)
    {
        while (rest.HasData)
        {
            if (!rest.PeekTag().HasSameClassAndValue(ExtensionsTag))
            {
                rest.ReadEncodedValue(); // unique identifiers
                continue;
            }

            var extensions = rest.ReadSequence(ExtensionsTag).ReadSequence();
            while (extensions.HasData)
            {
                if (!AllowsSigning(extensions.ReadSequence())) return false;
            }
        }

        return true;
    }

    private static bool AllowsSigning(AsnReader extension)
    {
        const byte digitalSignature = 0x80;
        if (extension.ReadObjectIdentifier() != KeyUsageExtension) return true;
        if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) extension.ReadBoolean(); // critical
        var bits = new AsnReader(extension.ReadOctetString(), AsnEncodingRules.DER).ReadBitString(out _);
        return bits.Length > 0 && (bits[0] & digitalSignature) != 0;
    }

    private sealed class P256Verifier(byte[] point) : TlsVerifier
    {
        public TlsStreamVerifier? GetStreamVerifier(DigitallySigned digitallySigned) => null;

        public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash) =>
            digitallySigned.Algorithm is { Signature: SignatureAlgorithm.ecdsa } && P256.Best.Verify(point, hash, digitallySigned.Signature);
    }
}
