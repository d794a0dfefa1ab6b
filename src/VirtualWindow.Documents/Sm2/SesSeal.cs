using System.Formats.Asn1;

namespace VirtualWindow.Documents.Sm2;

/// <summary>What an electronic seal says of itself (GB/T 38540-2020 §6.2, SES_SealInfo).</summary>
/// <param name="Id">esID: unique with its maker, e.g. 41152500123450.</param>
/// <param name="Name">Of the seal, e.g. 固始县行政审批局.</param>
/// <param name="Signers">DER certificates of those who may use it.</param>
/// <param name="Picture">Its image, e.g. PNG or OFD.</param>
/// <param name="PictureType">E.g. <c>PNG</c>.</param>
public sealed record SesSealInfo(
    string Id, string Name, IReadOnlyList<ReadOnlyMemory<byte>> Signers, ReadOnlyMemory<byte> Picture, string PictureType, int WidthMillimetres, int HeightMillimetres,
    DateTimeOffset CreatedAt, DateTimeOffset ValidFrom, DateTimeOffset ValidTo);

/// <summary>
/// An electronic seal in the format of GB/T 38540-2020 (SESeal), signed by its maker. Compatible in format; whether it counts before the law is
/// for a certified product to say.
/// <code>
/// SESeal ::= SEQUENCE { eSealInfo SES_SealInfo, cert OCTET STRING, signAlgID OBJECT IDENTIFIER, signedValue BIT STRING }
/// SES_SealInfo ::= SEQUENCE { header { "ES", 4, vid }, esID, property, picture, extDatas [0] OPTIONAL }
/// </code>
/// </summary>
public sealed class SesSeal
{
    internal const string HeaderId = "ES";
    internal const int Version = 4;

    /// <summary>The maker's software, as the header asks for.</summary>
    private const string Vendor = "VirtualWindow";

    /// <summary>Seal of an organisation, not of a person.</summary>
    private const int OrganisationSeal = 1;

    /// <summary>Signers are listed by certificate, not by digest.</summary>
    private const int ListOfCertificates = 1;

    private SesSeal(byte[] encoded, SesSealInfo info, byte[] signed, byte[] maker, byte[] signature) =>
        (Encoded, Info, Signed, Maker, Signature) = (encoded, info, signed, maker, signature);

    /// <summary>DER.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    public SesSealInfo Info { get; }

    /// <summary>The part that its maker signed.</summary>
    internal byte[] Signed { get; }

    internal byte[] Maker { get; }

    internal byte[] Signature { get; }

    public static SesSeal Make(SesSealInfo info, ISm2Key maker)
    {
        var signed = Encode(info);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            writer.WriteOctetString(maker.Certificate.Span);
            writer.WriteObjectIdentifier(Sm2Algorithm.SignatureOid);
            writer.WriteBitString(maker.Sign(signed));
        }

        return Read(writer.Encode());
    }

    /// <exception cref="AsnContentException">Not an SESeal.</exception>
    public static SesSeal Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var seal = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = seal.PeekEncodedValue().ToArray();
        var info = ReadInfo(seal.ReadSequence());
        var maker = seal.ReadOctetString();
        if (seal.ReadObjectIdentifier() != Sm2Algorithm.SignatureOid) throw new AsnContentException("The seal is not signed by SM2.");
        return new SesSeal(der.ToArray(), info, signed, maker, seal.ReadBitString(out _));
    }

    private static byte[] Encode(SesSealInfo info)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, HeaderId);
                writer.WriteInteger(Version);
                writer.WriteCharacterString(UniversalTagNumber.IA5String, Vendor);
            }

            writer.WriteCharacterString(UniversalTagNumber.IA5String, info.Id);
            WriteProperty(writer, info);
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, info.PictureType);
                writer.WriteOctetString(info.Picture.Span);
                writer.WriteInteger(info.WidthMillimetres);
                writer.WriteInteger(info.HeightMillimetres);
            }
        }

        return writer.Encode();
    }

    private static void WriteProperty(AsnWriter writer, SesSealInfo info)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(OrganisationSeal);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, info.Name);
            writer.WriteInteger(ListOfCertificates);
            using (writer.PushSequence())
                foreach (var signer in info.Signers)
                    writer.WriteOctetString(signer.Span);
            foreach (var time in (DateTimeOffset[])[info.CreatedAt, info.ValidFrom, info.ValidTo]) writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }

    private static SesSealInfo ReadInfo(AsnReader reader)
    {
        var header = reader.ReadSequence();
        if (header.ReadCharacterString(UniversalTagNumber.IA5String) != HeaderId || !header.TryReadInt32(out var version) || version != Version) throw new AsnContentException("No seal of version 4.");
        var id = reader.ReadCharacterString(UniversalTagNumber.IA5String);
        var property = reader.ReadSequence();
        _ = property.ReadInteger();
        var name = property.ReadCharacterString(UniversalTagNumber.UTF8String);
        if (!property.TryReadInt32(out var listType) || listType != ListOfCertificates) throw new AsnContentException("Signers are not listed by certificate.");
        var signers = ReadSigners(property.ReadSequence());
        var (created, from, to) = (property.ReadGeneralizedTime(), property.ReadGeneralizedTime(), property.ReadGeneralizedTime());
        var picture = reader.ReadSequence();
        var (type, data) = (picture.ReadCharacterString(UniversalTagNumber.IA5String), picture.ReadOctetString());
        if (!picture.TryReadInt32(out var width) || !picture.TryReadInt32(out var height)) throw new AsnContentException("The picture has no size.");
        return new SesSealInfo(id, name, signers, data, type, width, height, created, from, to);
    }

    private static List<ReadOnlyMemory<byte>> ReadSigners(AsnReader list)
    {
        var signers = new List<ReadOnlyMemory<byte>>();
        while (list.HasData) signers.Add(list.ReadOctetString());
        return signers;
    }
}
