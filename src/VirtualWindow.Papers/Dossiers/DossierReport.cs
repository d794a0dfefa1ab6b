using System.Globalization;
using System.Text;
using VirtualWindow.Documents.Verifying;

namespace VirtualWindow.Papers.Dossiers;

/// <summary>What is wrong with a dossier.</summary>
public enum DossierFault
{
    /// <summary>Not a package of this kind at all.</summary>
    NoPackage,
    /// <summary>A byte between the files, in a name or in the directory.</summary>
    ContainerChanged,
    FileMissing,
    FileUnexpected,
    FileChanged,
    /// <summary>The sealed document cannot be read, or does not say what it holds.</summary>
    NoManifest,
    /// <summary>What the verifier of documents says about the sealed document.</summary>
    SealBroken,
    /// <summary>No seal of an archive over all of it.</summary>
    NoArchiveSeal,
    /// <summary>No timestamp over all of it.</summary>
    NoTimestamp,
    AttachmentMissing,
    AttachmentUnexpected,
    AttachmentChanged,
    /// <summary>A notice inside whose own seal does not hold.</summary>
    NoticeBroken,
}

/// <param name="What">The file, or the byte.</param>
public sealed record DossierFinding(DossierFault Fault, string What, string? Detail = null)
{
    public override string ToString() => $"{Chinese} {English}: {What}{(Detail is null ? "" : $" ({Detail})")}";

    /// <summary>For people, without what it concerns.</summary>
    public string Chinese => Fault switch
    {
        DossierFault.NoPackage => "不是办件档案包。",
        DossierFault.ContainerChanged => "档案包的结构被改动。",
        DossierFault.FileMissing => "缺少文件。",
        DossierFault.FileUnexpected => "多出文件。",
        DossierFault.FileChanged => "文件被改动。",
        DossierFault.NoManifest => "卷宗无法读取或没有文件清单。",
        DossierFault.SealBroken => "卷宗的签章不成立。",
        DossierFault.NoArchiveSeal => "卷宗没有档案章。",
        DossierFault.NoTimestamp => "卷宗没有时间戳。",
        DossierFault.AttachmentMissing => "卷宗缺少原件。",
        DossierFault.AttachmentUnexpected => "卷宗多出原件。",
        DossierFault.AttachmentChanged => "卷宗内的原件被改动。",
        _ => "卷宗内的文书签章不成立。",
    };

    public string English => Fault switch
    {
        DossierFault.NoPackage => "Not a case dossier",
        DossierFault.ContainerChanged => "The package's structure was changed",
        DossierFault.FileMissing => "A file is missing",
        DossierFault.FileUnexpected => "A file does not belong here",
        DossierFault.FileChanged => "A file was changed",
        DossierFault.NoManifest => "The dossier cannot be read or has no manifest",
        DossierFault.SealBroken => "The dossier's seal does not hold",
        DossierFault.NoArchiveSeal => "No archive seal",
        DossierFault.NoTimestamp => "No timestamp over the dossier",
        DossierFault.AttachmentMissing => "An original is missing",
        DossierFault.AttachmentUnexpected => "An original does not belong here",
        DossierFault.AttachmentChanged => "An original was changed",
        _ => "A notice's own seal does not hold",
    };
}

/// <summary>What can be said about a package.</summary>
/// <param name="Sha256">Of the whole file, hexadecimal.</param>
/// <param name="Manifest">Null when there is none to be read.</param>
/// <param name="Seals">What was found out about the sealed document; null when there is none.</param>
public sealed record DossierReport(string Sha256, DossierManifest? Manifest, VerificationReport? Seals, IReadOnlyList<DossierFinding> Findings)
{
    public bool Holds => Findings.Count == 0;

    /// <summary>The report as people read it, Chinese first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Holds ? "档案完整有效 THE DOSSIER HOLDS" : "档案有问题 THE DOSSIER DOES NOT HOLD").AppendLine(CultureInfo.InvariantCulture, $"SHA-256 {Sha256}");
        if (Manifest is { Head: var head })
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{head.CaseNumber}  {head.Title}  {head.Authority}  {head.Result}");
            text.AppendLine(CultureInfo.InvariantCulture, $"归档 archived {head.ArchivedAt:yyyy-MM-dd}  保管 kept {DossierBook.RetentionName(head.Retention)}");
            foreach (var file in Manifest.Files) text.AppendLine(CultureInfo.InvariantCulture, $"- {file.Name}  {file.Bytes} B  {file.Sha256}");
            foreach (var recording in Manifest.Recordings) text.AppendLine(CultureInfo.InvariantCulture, $"- 录音录像（另存） recording kept elsewhere {recording.Recording}  {recording.ManifestSha256}");
        }

        foreach (var signature in Seals?.Signatures ?? [])
            text.AppendLine(CultureInfo.InvariantCulture, $"- {signature.Field}: {signature.Signer}, PAdES B-{signature.Level}, {(signature.ProvedAt ?? signature.ClaimedAt)?.ToString("u", CultureInfo.InvariantCulture)}");
        foreach (var finding in Findings) text.AppendLine(CultureInfo.InvariantCulture, $"✗ {finding}");
        return text.ToString();
    }
}
