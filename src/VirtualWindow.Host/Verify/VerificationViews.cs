using VirtualWindow.Contracts.Verify;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;

namespace VirtualWindow.Host.Verify;

/// <summary>A report as the page shows it: findings stand at the signature they concern.</summary>
internal static class VerificationViews
{
    public static VerificationView Of(VerificationReport report, KnownUse? known) => new(
        report.IsValid, report.Sha256, [.. report.Signatures.Select(signature => Of(signature, report))],
        [.. report.Findings.Where(finding => !report.Signatures.Any(signature => signature.Field == finding.Field)).Select(Of)], known);

    private static VerifiedSignature Of(SignatureReport signature, VerificationReport report)
    {
        var findings = report.Findings.Where(finding => finding.Field == signature.Field).ToArray();
        return new(
            As(signature), signature.Signer, signature.Issuer, signature.ProvedAt ?? signature.ClaimedAt, signature.ProvedAt is not null, signature.Level.ToString(),
            [.. signature.SeenAt.Where(place => place.Box.Width > 0).Select(place => place.Page).Distinct()], signature.InkSha256 is not null,
            !findings.Any(finding => finding.IsProblem), [.. findings.Select(Of)]);
    }

    private static SignedAs As(SignatureReport signature) => signature.Role switch
    {
        _ when signature.IsDocumentTimestamp => SignedAs.Timestamp,
        SignerRole.Applicant => SignedAs.Applicant,
        SignerRole.Seal => SignedAs.Seal,
        SignerRole.Archive => SignedAs.Archive,
        SignerRole.Timestamp => SignedAs.Timestamp,
        _ => SignedAs.Other,
    };

    private static VerifiedFinding Of(Finding finding)
    {
        var kind = finding.Kind.ToString();
        return new(char.ToLowerInvariant(kind[0]) + kind[1..], finding.Chinese, finding.English, finding.IsProblem, finding.Detail);
    }
}
