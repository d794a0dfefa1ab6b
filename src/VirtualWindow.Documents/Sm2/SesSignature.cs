using System.Formats.Asn1;

namespace VirtualWindow.Documents.Sm2;

/// <summary>What is wrong with a detached electronic signature.</summary>
public enum SesFault
{
    None,
    Malformed,

    /// <summary>It was made over other bytes.</summary>
    OtherDocument,

    /// <summary>The signer's or the maker's signature does not hold.</summary>
    SignatureBroken,

    /// <summary>The seal does not list the signer.</summary>
    SignerNotListed,
    SealOutsideValidity,
    CertificateOutsideValidity,
    UntrustedCertificate,
}

/// <summary>
/// A detached electronic signature of a document by an electronic seal (GB/T 38540-2020 §7, SES_Signature), kept with the case beside the PAdES
/// signature and never instead of it: readers of PDF cannot verify SM2. Compatible in format, not certified.
/// <code>
/// SES_Signature ::= SEQUENCE { toSign TBS_Sign, cert OCTET STRING, signatureAlgID OBJECT IDENTIFIER, signature BIT STRING, timeStamp [0] BIT STRING OPTIONAL }
/// TBS_Sign ::= SEQUENCE { version INTEGER, eseal SESeal, timeInfo GeneralizedTime, dataHash BIT STRING, propertyInfo IA5String, extDatas [0] OPTIONAL }
/// </code>
/// </summary>
public sealed class SesSignature
{
    private SesSignature(SesSeal seal, DateTimeOffset signedAt, byte[] dataHash, string property, byte[] signed, byte[] signer, byte[] signature) =>
        (Seal, SignedAt, DataHash, Property, Signed, Signer, Signature) = (seal, signedAt, dataHash, property, signed, signer, signature);

    public SesSeal Seal { get; }

    public DateTimeOffset SignedAt { get; }

    /// <summary>SM3 of the document.</summary>
    public ReadOnlyMemory<byte> DataHash { get; }

    /// <summary>Where the document lies, as the signer called it.</summary>
    public string Property { get; }

    private byte[] Signed { get; }

    private byte[] Signer { get; }

    private byte[] Signature { get; }

    /// <param name="property">ASCII, e.g. the document's path in the case.</param>
    /// <returns>DER of SES_Signature.</returns>
    public static byte[] Sign(ReadOnlySpan<byte> document, SesSeal seal, ISm2Key key, DateTimeOffset signedAt, string property)
    {
        var signed = ToBeSigned(Sm2Algorithm.Sm3(document), seal, signedAt, property);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            writer.WriteOctetString(key.Certificate.Span);
            writer.WriteObjectIdentifier(Sm2Algorithm.SignatureOid);
            writer.WriteBitString(key.Sign(signed));
        }

        return writer.Encode();
    }

    /// <summary>Never throws for what the bytes are.</summary>
    /// <param name="root">DER of the authority that certified maker and signer.</param>
    public static SesFault Verify(ReadOnlyMemory<byte> der, ReadOnlySpan<byte> document, ReadOnlySpan<byte> root)
    {
        try
        {
            var signature = Read(der);
            return signature.DataHash.Span.SequenceEqual(Sm2Algorithm.Sm3(document)) ? signature.Check(new Sm2Certificate(root.ToArray())) : SesFault.OtherDocument;
        }
        catch (AsnContentException)
        {
            return SesFault.Malformed;
        }
    }

    /// <exception cref="AsnContentException">Not an SES_Signature.</exception>
    public static SesSignature Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = reader.PeekEncodedValue().ToArray();
        var body = reader.ReadSequence();
        if (!body.TryReadInt32(out var version) || version != SesSeal.Version) throw new AsnContentException("No signature of version 4.");
        var seal = SesSeal.Read(body.ReadEncodedValue());
        var (at, hash, property) = (body.ReadGeneralizedTime(), body.ReadBitString(out _), body.ReadCharacterString(UniversalTagNumber.IA5String));
        var signer = reader.ReadOctetString();
        if (reader.ReadObjectIdentifier() != Sm2Algorithm.SignatureOid) throw new AsnContentException("Not signed by SM2.");
        return new SesSignature(seal, at, hash, property, signed, signer, reader.ReadBitString(out _));
    }

    private SesFault Check(Sm2Certificate root)
    {
        var (signer, maker) = (new Sm2Certificate(Signer), new Sm2Certificate(Seal.Maker));
        if (!Sm2Algorithm.IsSigned(signer.Key, Signed, Signature) || !Sm2Algorithm.IsSigned(maker.Key, Seal.Signed, Seal.Signature)) return SesFault.SignatureBroken;
        if (!Seal.Info.Signers.Any(listed => listed.Span.SequenceEqual(Signer))) return SesFault.SignerNotListed;
        if (SignedAt < Seal.Info.ValidFrom || SignedAt > Seal.Info.ValidTo) return SesFault.SealOutsideValidity;
        if (!signer.IsValidAt(SignedAt) || !maker.IsValidAt(Seal.Info.CreatedAt)) return SesFault.CertificateOutsideValidity;
        return signer.IsIssuedBy(root) && maker.IsIssuedBy(root) ? SesFault.None : SesFault.UntrustedCertificate;
    }

    private static byte[] ToBeSigned(byte[] hash, SesSeal seal, DateTimeOffset signedAt, string property)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(SesSeal.Version);
            writer.WriteEncodedValue(seal.Encoded.Span);
            writer.WriteGeneralizedTime(signedAt, omitFractionalSeconds: true);
            writer.WriteBitString(hash);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, property);
        }

        return writer.Encode();
    }
}
