using System.Formats.Asn1;
using Org.BouncyCastle.Crypto.Parameters;

namespace VirtualWindow.Documents.Sm2;

/// <summary>
/// An X.509 certificate with an SM2 key (GB/T 20518, RFC 5280 §4.1), as far as verifying needs it. Its bytes come from outside, and the
/// library's reader throws whatever comes to it; this one throws <see cref="AsnContentException"/> and nothing else.
/// </summary>
internal sealed class Sm2Certificate
{
    private const string EllipticCurveKey = "1.2.840.10045.2.1";
    private const string Sm2Curve = "1.2.156.10197.1.301";

    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly byte[] _issuer;
    private readonly byte[] _subject;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    public Sm2Certificate(ReadOnlyMemory<byte> der)
    {
        var certificate = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        _signed = certificate.PeekEncodedValue().ToArray();
        var body = certificate.ReadSequence();
        if (certificate.ReadSequence().ReadObjectIdentifier() != Sm2Algorithm.SignatureOid) throw new AsnContentException("Not signed by SM2.");
        _signature = certificate.ReadBitString(out _);
        body.ReadEncodedValue();
        body.ReadInteger();
        body.ReadSequence();
        _issuer = body.ReadEncodedValue().ToArray();
        var validity = body.ReadSequence();
        (_from, _to) = (ReadTime(validity), ReadTime(validity));
        _subject = body.ReadEncodedValue().ToArray();
        Key = ReadKey(body.ReadSequence());
    }

    public ECPublicKeyParameters Key { get; }

    public bool IsValidAt(DateTimeOffset time) => time >= _from && time <= _to;

    public bool IsIssuedBy(Sm2Certificate issuer) => _issuer.AsSpan().SequenceEqual(issuer._subject) && Sm2Algorithm.IsSigned(issuer.Key, _signed, _signature);

    private static ECPublicKeyParameters ReadKey(AsnReader key)
    {
        var algorithm = key.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != EllipticCurveKey || algorithm.ReadObjectIdentifier() != Sm2Curve) throw new AsnContentException("No SM2 key.");
        try
        {
            return Sm2Algorithm.Key(key.ReadBitString(out _));
        }
        catch (ArgumentException error)
        {
            throw new AsnContentException("The key is no point of the curve.", error);
        }
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
