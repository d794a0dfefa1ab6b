using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtualWindow.Documents.Signing;

/// <summary>
/// Writes CMS SignedData (RFC 5652) with one signer as CAdES and PAdES want it: contentType, messageDigest and signingCertificateV2
/// (RFC 5035) as signed attributes and no signingTime (EN 319 142-1 §6.3); perhaps a timestamp of the signature as unsigned one.
/// </summary>
internal static class CmsWriter
{
    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Explicit1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <param name="contentHash">SHA-256 of the content.</param>
    /// <param name="content">The content when it is carried inside; null = detached.</param>
    public static byte[] Write(ISealKey key, ReadOnlySpan<byte> contentHash, string contentType = Oids.Data, byte[]? content = null, ITimestampAuthority? timestamps = null)
    {
        var attributes = SignedAttributes(key.Certificate, contentHash, contentType);
        var signature = key.SignHash(SHA256.HashData(attributes));
        var token = timestamps?.Stamp(SHA256.HashData(signature));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(Explicit0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(content is null ? 1 : 3);
                using (writer.PushSetOf()) WriteAlgorithm(writer, Oids.Sha256);
                WriteContent(writer, contentType, content);
                WriteCertificates(writer, key);
                using (writer.PushSetOf()) WriteSigner(writer, key, attributes, signature, token);
            }
        }

        return writer.Encode();
    }

    /// <summary>At most how long <see cref="Write"/> makes it, timestamp not counted.</summary>
    public static int Bound(ISealKey key) => key.Certificate.RawData.Length + key.Issuers.Sum(issuer => issuer.RawData.Length) + 1024 + (key.Scheme == SignatureScheme.Rsa ? 512 : 80);

    private static byte[] SignedAttributes(X509Certificate2 certificate, ReadOnlySpan<byte> contentHash, string contentType)
    {
        var hash = contentHash.ToArray();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, Oids.ContentType, value => value.WriteObjectIdentifier(contentType));
            WriteAttribute(writer, Oids.MessageDigest, value => value.WriteOctetString(hash));
            WriteAttribute(writer, Oids.SigningCertificateV2, value => WriteSigningCertificate(value, certificate));
        }

        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, string type, Action<AsnWriter> writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSetOf()) writeValue(writer);
        }
    }

    /// <summary>SigningCertificateV2 with one ESSCertIDv2; SHA-256 is the default algorithm and so not written (RFC 5035 §4).</summary>
    private static void WriteSigningCertificate(AsnWriter writer, X509Certificate2 certificate)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(certificate.GetCertHash(HashAlgorithmName.SHA256));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4, isConstructed: true)))
                    writer.WriteEncodedValue(certificate.IssuerName.RawData);
                writer.WriteInteger(certificate.SerialNumberBytes.Span);
            }
        }
    }

    private static void WriteContent(AsnWriter writer, string contentType, byte[]? content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(contentType);
            if (content is null) return;
            using (writer.PushSequence(Explicit0)) writer.WriteOctetString(content);
        }
    }

    private static void WriteCertificates(AsnWriter writer, ISealKey key)
    {
        using (writer.PushSetOf(Explicit0))
        {
            writer.WriteEncodedValue(key.Certificate.RawData);
            foreach (var issuer in key.Issuers) writer.WriteEncodedValue(issuer.RawData);
        }
    }

    private static void WriteSigner(AsnWriter writer, ISealKey key, byte[] attributes, byte[] signature, byte[]? token)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(key.Certificate.IssuerName.RawData);
                writer.WriteInteger(key.Certificate.SerialNumberBytes.Span);
            }

            WriteAlgorithm(writer, Oids.Sha256);
            // Signed as SET OF, carried as [0] IMPLICIT (RFC 5652 §5.4).
            writer.WriteEncodedValue([0xA0, .. attributes.AsSpan(1)]);
            WriteAlgorithm(writer, key.Scheme == SignatureScheme.Ecdsa ? Oids.EcdsaWithSha256 : Oids.RsaWithSha256, withNull: key.Scheme == SignatureScheme.Rsa);
            writer.WriteOctetString(signature);
            if (token is null) return;
            using (writer.PushSetOf(Explicit1)) WriteAttribute(writer, Oids.SignatureTimestamp, value => value.WriteEncodedValue(token));
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid, bool withNull = false)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (withNull) writer.WriteNull();
        }
    }
}
