using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Signing;

namespace VirtualWindow.Documents.Verifying;

/// <summary>A certificate revocation list (RFC 5280 §5.1) whose signature is judged against the issuer that one asks about.</summary>
internal sealed class RevocationList
{
    private readonly byte[] _signed;
    private readonly string _algorithm;
    private readonly byte[] _signature;
    private readonly byte[] _issuer;
    private readonly Dictionary<BigInteger, DateTimeOffset> _revoked = [];

    private RevocationList(byte[] der)
    {
        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        _signed = list.PeekEncodedValue().ToArray();
        var body = list.ReadSequence();
        _algorithm = list.ReadSequence().ReadObjectIdentifier();
        _signature = list.ReadBitString(out _);
        if (body.PeekTag() == Asn1Tag.Integer) body.ReadInteger();
        body.ReadSequence();
        _issuer = body.ReadEncodedValue().ToArray();
        MadeAt = ReadTime(body);
        if (body.HasData && body.PeekTag().TagClass == TagClass.Universal && body.PeekTag() != Asn1Tag.Sequence) ReadTime(body);
        if (body.HasData && body.PeekTag() == Asn1Tag.Sequence) ReadEntries(body.ReadSequence());
    }

    public DateTimeOffset MadeAt { get; }

    /// <summary>Null when it cannot be read.</summary>
    public static RevocationList? TryRead(byte[] der)
    {
        try
        {
            return new RevocationList(der);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether this list speaks for certificates of that issuer: its name and its signature.</summary>
    public bool IsOf(X509Certificate2 issuer)
    {
        if (!_issuer.AsSpan().SequenceEqual(issuer.SubjectName.RawData)) return false;
        using var ecdsa = issuer.GetECDsaPublicKey();
        using var rsa = issuer.GetRSAPublicKey();
        return (_algorithm, ecdsa, rsa) switch
        {
            (Oids.EcdsaWithSha256, not null, _) => ecdsa.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            (Oids.RsaWithSha256, _, not null) => rsa.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => false,
        };
    }

    /// <summary>Since when the certificate does not count; null = it counts.</summary>
    public DateTimeOffset? RevokedAt(X509Certificate2 certificate) =>
        _revoked.TryGetValue(new BigInteger(certificate.SerialNumberBytes.Span, isBigEndian: true), out var at) ? at : null;

    private void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            _revoked[entry.ReadInteger()] = ReadTime(entry);
        }
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
