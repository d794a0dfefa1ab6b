using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;

namespace VirtualWindow.Documents.Verifying;

/// <summary>Checks one signature: that it is over its bytes, by the certificate it names, which was trusted and good when it was made.</summary>
internal sealed class SignatureCheck(PdfDocument document, SignedField field, CertificateCheck certificates, DateTimeOffset now)
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public X509Certificate2? Signer { get; private set; }

    /// <summary>By the signature's own timestamp, or the document timestamp's own time.</summary>
    public DateTimeOffset? StampedAt { get; private set; }

    public bool HasRevocationData { get; private set; }

    public bool IsDocumentTimestamp { get; } = field.Signature.IsNamed("SubFilter", "ETSI.RFC3161");

    private X509Certificate2Collection Beside { get; set; } = [];

    /// <summary>Digest, signature, timestamp: what the bytes alone tell.</summary>
    public void CheckBytes(ByteRange range)
    {
        if (document.Get<PdfString>(field.Signature, "Contents") is not { } contents || Trimmed(contents.Bytes) is not { } cms)
        {
            Report(FindingKind.SignatureBroken, "no CMS");
            return;
        }

        Guard(() =>
        {
            if (IsDocumentTimestamp) CheckDocumentTimestamp(range, cms);
            else if (document.Get<PdfName>(field.Signature, "SubFilter")?.Value is "ETSI.CAdES.detached") CheckCades(range, cms);
            else Report(FindingKind.UnknownFormat, document.Get<PdfName>(field.Signature, "SubFilter")?.Value ?? "no SubFilter");
        });
    }

    /// <summary>Certificates and keys come from outside too: whatever the platform's cryptography says of them ends in a finding.</summary>
    private void Guard(Action check)
    {
        try
        {
            check();
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or NotSupportedException)
        {
            Report(FindingKind.SignatureBroken, error.Message);
        }
    }

    /// <summary>Chain, validity, revocation and role, once it is known by when the signature existed.</summary>
    /// <param name="provedAt">Null = nothing proves it, so the certificate must be good now.</param>
    public void CheckCertificate(DateTimeOffset? provedAt)
    {
        if (Signer is { } signer) Guard(() => CheckCertificate(signer, provedAt));
    }

    private void CheckCertificate(X509Certificate2 signer, DateTimeOffset? provedAt)
    {
        var chain = certificates.ChainAt(signer, provedAt ?? now, Beside, IsDocumentTimestamp ? Oids.TimestampingUsage : null);
        if (chain == CertificateCheck.Chain.Untrusted) Report(IsDocumentTimestamp ? FindingKind.UntrustedTimestamp : FindingKind.UntrustedCertificate, signer.Subject);
        if (chain == CertificateCheck.Chain.OutsideValidity) Report(FindingKind.StampOutsideValidity, signer.Subject);
        CheckRevocation(signer, provedAt);
        if (!IsDocumentTimestamp && !IsOfItsRole(signer)) Report(FindingKind.RoleMismatch, signer.Subject);
        if (provedAt is null) Report(FindingKind.NoTimestamp);
    }

    private void CheckRevocation(X509Certificate2 signer, DateTimeOffset? provedAt)
    {
        var revoked = certificates.RevokedAt(signer, Beside, out var isKnown);
        HasRevocationData = isKnown;
        if (!isKnown) Report(FindingKind.NoRevocationData);
        if (revoked is not { } at) return;
        Report(provedAt is { } proved && proved < at ? FindingKind.RevokedAfterSigning : FindingKind.CertificateRevoked, signer.Subject);
    }

    /// <summary>Handwriting is the applicant's; nobody signs with a timestamp authority's certificate.</summary>
    private bool IsOfItsRole(X509Certificate2 signer) => SignerRoles.Of(signer) switch
    {
        SignerRole.Timestamp => false,
        SignerRole.Seal or SignerRole.Archive => field.Signature["InkHash"] is null,
        _ => true,
    };

    private void CheckCades(ByteRange range, byte[] cms)
    {
        var signed = new SignedCms(new ContentInfo(Covered(range)), detached: true);
        signed.Decode(cms);
        if (signed.SignerInfos.Count != 1 || signed.SignerInfos[0] is not { Certificate: { } signer } info)
        {
            Report(FindingKind.SignatureBroken, "not one signer with a certificate");
            return;
        }

        (Signer, Beside) = (signer, signed.Certificates);
        info.CheckSignature(verifySignatureOnly: true);
        if (!IsBound(info, signer)) Report(FindingKind.WrongCertificateHash);
        CheckSignatureTimestamp(info);
    }

    private byte[] Covered(ByteRange range)
    {
        var file = document.Bytes.Span;
        return [.. file[..range.Before], .. file[range.After..range.End]];
    }

    private void CheckSignatureTimestamp(SignerInfo info)
    {
        var token = info.UnsignedAttributes.Cast<CryptographicAttributeObject>().FirstOrDefault(attribute => attribute.Oid.Value == Oids.SignatureTimestamp)?.Values[0].RawData;
        if (token is null) return;
        if (!Rfc3161TimestampToken.TryDecode(token, out var decoded, out _) || !decoded.VerifySignatureForData(info.GetSignature(), out var authority)) Report(FindingKind.TimestampBroken);
        else if (certificates.ChainAt(authority, decoded.TokenInfo.Timestamp, decoded.AsSignedCms().Certificates, Oids.TimestampingUsage) != CertificateCheck.Chain.Trusted
                 || certificates.RevokedAt(authority, [], out _) <= decoded.TokenInfo.Timestamp) Report(FindingKind.UntrustedTimestamp, authority.Subject);
        else StampedAt = decoded.TokenInfo.Timestamp;
    }

    private void CheckDocumentTimestamp(ByteRange range, byte[] cms)
    {
        if (!Rfc3161TimestampToken.TryDecode(cms, out var token, out _)) Report(FindingKind.TimestampBroken);
        else if (HashName(token.TokenInfo.HashAlgorithmId) is not { } algorithm
                 || !token.VerifySignatureForHash(range.Hash(document.Bytes.Span, algorithm), token.TokenInfo.HashAlgorithmId, out var authority)) Report(FindingKind.TimestampBroken);
        else (Signer, StampedAt, Beside) = (authority, token.TokenInfo.Timestamp, token.AsSignedCms().Certificates);
    }

    private static HashAlgorithmName? HashName(Oid oid) => oid.Value switch
    {
        Oids.Sha256 => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>signingCertificateV2 names the certificate by hash (RFC 5035): without it, another certificate of the same key could be put in.</summary>
    private static bool IsBound(SignerInfo info, X509Certificate2 signer)
    {
        var attribute = info.SignedAttributes.Cast<CryptographicAttributeObject>().FirstOrDefault(attribute => attribute.Oid.Value == Oids.SigningCertificateV2);
        if (attribute is not { Values.Count: 1 }) return false;
        var first = new AsnReader(attribute.Values[0].RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence();
        var algorithm = first.PeekTag() == Asn1Tag.Sequence ? HashName(new Oid(first.ReadSequence().ReadObjectIdentifier())) : HashAlgorithmName.SHA256;
        return algorithm is { } name && first.ReadOctetString().AsSpan().SequenceEqual(signer.GetCertHash(name));
    }

    /// <summary>The CMS without the zeros that fill its room; null when something else fills it.</summary>
    private static byte[]? Trimmed(byte[] contents)
    {
        try
        {
            AsnDecoder.ReadSequence(contents, AsnEncodingRules.BER, out _, out _, out var length);
            return contents.AsSpan(length).ContainsAnyExcept((byte)0) ? null : contents[..length];
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private void Report(FindingKind kind, string? detail = null) => _findings.Add(new Finding(kind, field.Name, detail));
}
