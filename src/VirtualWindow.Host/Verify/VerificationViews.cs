using VirtualWindow.Contracts.Verify;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Papers.Dossiers;

namespace VirtualWindow.Host.Verify;

/// <summary>A report as the page shows it: findings stand at the signature they concern.</summary>
internal static class VerificationViews
{
    public static VerificationView Of(VerificationReport report, KnownUse? known) => new(
        report.IsValid, report.Sha256, [.. report.Signatures.Select(signature => Of(signature, report))],
        [.. report.Findings.Where(finding => !report.Signatures.Any(signature => signature.Field == finding.Field)).Select(Of)], known, null);

    /// <summary>A dossier: what is wrong with the package and its originals, and who signed the sealed document.</summary>
    public static VerificationView Of(DossierReport report, KnownUse? known) => new(
        report.Holds, report.Sha256, report.Seals is { } seals ? [.. seals.Signatures.Select(signature => Of(signature, seals))] : [], [.. report.Findings.Select(Of)], known,
        report.Manifest is { Head: var head } manifest ? new(head.CaseNumber, head.Title, head.Authority, head.ArchivedAt, [.. manifest.Files.Select(file => file.Name)]) : null);

    private static VerifiedFinding Of(DossierFinding finding)
    {
        var kind = finding.Fault.ToString();
        return new(char.ToLowerInvariant(kind[0]) + kind[1..], $"{finding.Chinese.TrimEnd('。')}：{finding.What}", $"{finding.English}: {finding.What}", Problem: true, finding.Detail);
    }

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
