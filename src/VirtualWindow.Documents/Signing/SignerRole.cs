using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtualWindow.Documents.Signing;

/// <summary>As what somebody signs; a certificate is issued for one of these (certificate policy, RFC 5280 §4.2.1.4).</summary>
public enum SignerRole
{
    /// <summary>The certificate is not of this platform's kind.</summary>
    Other,

    /// <summary>The person who applies, with a one-time event certificate.</summary>
    Applicant,

    /// <summary>The seal of an authority.</summary>
    Seal,

    /// <summary>The archive's seal on a dossier.</summary>
    Archive,

    /// <summary>A timestamp authority.</summary>
    Timestamp,
}

internal static class SignerRoles
{
    public static string Policy(this SignerRole role) => role switch
    {
        SignerRole.Applicant => Oids.ApplicantPolicy,
        SignerRole.Seal => Oids.SealPolicy,
        SignerRole.Archive => Oids.ArchivePolicy,
        SignerRole.Timestamp => Oids.TimestampPolicy,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    public static SignerRole Of(X509Certificate2 certificate)
    {
        var policies = PoliciesOf(certificate);
        return Enum.GetValues<SignerRole>().FirstOrDefault(role => role != SignerRole.Other && policies.Contains(role.Policy()));
    }

    private static List<string> PoliciesOf(X509Certificate2 certificate)
    {
        var policies = new List<string>();
        if (certificate.Extensions[Oids.CertificatePolicies] is not { } extension) return policies;
        try
        {
            var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData) policies.Add(sequence.ReadSequence().ReadObjectIdentifier());
        }
        catch (AsnContentException)
        {
            // A certificate that cannot be read is of no role.
        }

        return policies;
    }
}
