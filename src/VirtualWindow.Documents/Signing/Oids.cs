namespace VirtualWindow.Documents.Signing;

/// <summary>Object identifiers by the names of their standards.</summary>
internal static class Oids
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string TimestampInfo = "1.2.840.113549.1.9.16.1.4";
    public const string SignatureTimestamp = "1.2.840.113549.1.9.16.2.14";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    public const string RsaWithSha256 = "1.2.840.113549.1.1.11";
    public const string CertificatePolicies = "2.5.29.32";
    public const string TimestampingUsage = "1.3.6.1.5.5.7.3.8";
    public const string EmailProtectionUsage = "1.3.6.1.5.5.7.3.4";
    public const string DocumentSigningUsage = "1.3.6.1.5.5.7.3.36";

    /// <summary>Under the arc of UUIDs (ITU-T X.667), which needs no registration: 6f1c2b52-7f4f-4f43-a8b8-d0f3ab13a1c7.</summary>
    private const string OwnArc = "2.25.147690570523887395959527426003158933959";

    public const string ApplicantPolicy = OwnArc + ".1";
    public const string SealPolicy = OwnArc + ".2";
    public const string ArchivePolicy = OwnArc + ".3";
    public const string TimestampPolicy = OwnArc + ".4";
}
