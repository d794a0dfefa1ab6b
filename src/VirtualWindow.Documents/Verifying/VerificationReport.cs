using System.Globalization;
using System.Text;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;

namespace VirtualWindow.Documents.Verifying;

/// <summary>How long a signature stays provable (EN 319 142-1 §5.2–5.5).</summary>
public enum PadesLevel
{
    /// <summary>A signature alone.</summary>
    B,

    /// <summary>With a timestamp.</summary>
    T,

    /// <summary>With the revocation data in the document.</summary>
    LT,

    /// <summary>With a document timestamp over all of it.</summary>
    LTA,
}

/// <param name="Page">From 1, as people count.</param>
/// <param name="Box">As the page is shown, in points from its lower left corner; of no size = not seen.</param>
public sealed record SeenAt(int Page, PdfRectangle Box);

/// <summary>One signature or document timestamp.</summary>
/// <param name="Role">As what its certificate was issued.</param>
/// <param name="Signer">The common name in the certificate.</param>
/// <param name="ClaimedAt">The signer's word (/M).</param>
/// <param name="ProvedAt">Not later than this, by a timestamp.</param>
/// <param name="CoversToEnd">Nothing at all follows it.</param>
/// <param name="InkSha256">Hash of the handwriting's samples that the signature binds; hexadecimal, or null.</param>
public sealed record SignatureReport(
    string Field, SignerRole Role, string Signer, string Issuer, DateTimeOffset? ClaimedAt, DateTimeOffset? ProvedAt, PadesLevel Level,
    bool IsDocumentTimestamp, bool CoversToEnd, string? InkSha256, IReadOnlyList<SeenAt> SeenAt);

/// <summary>What can be said about a document and all its signatures.</summary>
/// <param name="Sha256">Of the whole file, hexadecimal.</param>
/// <param name="Signatures">In the order in which they were made.</param>
public sealed record VerificationReport(string Sha256, int Revisions, IReadOnlyList<SignatureReport> Signatures, IReadOnlyList<Finding> Findings)
{
    /// <summary>Signed, and nothing speaks against any of it.</summary>
    public bool IsValid => Signatures.Count > 0 && !Findings.Any(finding => finding.IsProblem);

    public bool Has(FindingKind kind) => Findings.Any(finding => finding.Kind == kind);

    /// <summary>The report as people read it, Chinese first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(IsValid ? "有效 VALID" : "无效 NOT VALID").AppendLine(CultureInfo.InvariantCulture, $"SHA-256 {Sha256}");
        foreach (var signature in Signatures)
        {
            var places = string.Join(", ", signature.SeenAt.Where(place => place.Box.Width > 0).Select(place => string.Create(CultureInfo.InvariantCulture, $"第 {place.Page} 页 page {place.Page}")));
            text.AppendLine(CultureInfo.InvariantCulture, $"- {signature.Field}: {signature.Signer} ({RoleName(signature.Role)}), PAdES B-{signature.Level}, {(signature.ProvedAt ?? signature.ClaimedAt)?.ToString("u", CultureInfo.InvariantCulture)}{(places.Length > 0 ? $", {places}" : "")}");
        }

        foreach (var finding in Findings) text.AppendLine(CultureInfo.InvariantCulture, $"{(finding.IsProblem ? "✗" : "·")} {finding}");
        return text.ToString();
    }

    private static string RoleName(SignerRole role) => role switch
    {
        SignerRole.Applicant => "申请人，一次性事件证书 applicant, one-time event certificate",
        SignerRole.Seal => "公章 office seal",
        SignerRole.Archive => "档案章 archive seal",
        SignerRole.Timestamp => "时间戳 timestamp",
        _ => "其他 other",
    };
}
