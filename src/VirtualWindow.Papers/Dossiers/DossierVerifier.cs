using System.Globalization;
using VirtualWindow.Documents.Pages;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;

namespace VirtualWindow.Papers.Dossiers;

/// <summary>
/// Judges a package by nothing but itself and the roots that the caller trusts; no storage, no network. The seal vouches for the document, the
/// document for the manifest in it, the manifest for every original; the rest of the package is made anew from these and compared byte by byte.
/// </summary>
public static class DossierVerifier
{
    /// <summary>Never throws for what the bytes are.</summary>
    /// <param name="now">When the verifier looks.</param>
    public static DossierReport Verify(ReadOnlyMemory<byte> package, TrustSettings trust, DateTimeOffset now)
    {
        var findings = new List<DossierFinding>();
        var files = new List<PackedFile>();
        var broken = StoredZip.Read(package, files);
        if (broken >= 0) findings.Add(new(files.Count == 0 ? DossierFault.NoPackage : DossierFault.ContainerChanged, string.Create(CultureInfo.InvariantCulture, $"byte {broken}")));
        var document = files.Find(file => file.Path.EndsWith($"/{DossierPackage.Document}", StringComparison.Ordinal));
        var (manifest, seals) = document is null ? (null, null) : JudgeDocument(document.Bytes, trust, now, findings);
        if (document is null && files.Count > 0) findings.Add(new(DossierFault.FileMissing, DossierPackage.Document));
        if (manifest is not null) Compare(files, DossierPackage.Files(document!.Bytes, manifest), findings);
        return new(Fixity.Sha256(package.Span), manifest, seals, findings);
    }

    /// <summary>A dossier's sealed document alone, out of its package: the originals in it are all there is to look at.</summary>
    /// <returns>Null when the file is some other PDF.</returns>
    public static DossierReport? VerifyDocument(ReadOnlyMemory<byte> pdf, TrustSettings trust, DateTimeOffset now)
    {
        if (!HoldsManifest(pdf)) return null;
        var findings = new List<DossierFinding>();
        var (manifest, seals) = JudgeDocument(pdf, trust, now, findings);
        return new(Fixity.Sha256(pdf.Span), manifest, seals, findings);
    }

    private static bool HoldsManifest(ReadOnlyMemory<byte> pdf)
    {
        try
        {
            return AttachedFiles.Read(pdf).ContainsKey(DossierManifest.FileName);
        }
        catch (PdfException)
        {
            return false; // the verifier of documents says what is wrong with it
        }
    }

    private static void Compare(List<PackedFile> found, IReadOnlyList<PackedFile> expected, List<DossierFinding> findings)
    {
        foreach (var file in expected)
        {
            var same = found.FindAll(other => other.Path == file.Path);
            if (same.Count == 0) findings.Add(new(DossierFault.FileMissing, file.Path));
            else if (!same.TrueForAll(other => other.Bytes.Span.SequenceEqual(file.Bytes.Span))) findings.Add(new(DossierFault.FileChanged, file.Path));
        }

        foreach (var group in found.GroupBy(file => file.Path))
            if (group.Count() > 1 || !expected.Any(file => file.Path == group.Key))
                findings.Add(new(DossierFault.FileUnexpected, group.Key));
    }

    private static (DossierManifest? Manifest, VerificationReport Seals) JudgeDocument(ReadOnlyMemory<byte> pdf, TrustSettings trust, DateTimeOffset now, List<DossierFinding> findings)
    {
        var seals = PdfVerifier.Verify(pdf, trust, now);
        findings.AddRange(seals.Findings.Where(finding => finding.IsProblem).Select(finding => new DossierFinding(DossierFault.SealBroken, DossierPackage.Document, finding.ToString())));
        if (!seals.Signatures.Any(signature => signature.Role == SignerRole.Archive)) findings.Add(new(DossierFault.NoArchiveSeal, DossierPackage.Document));
        if (!seals.Signatures.Any(signature => signature is { IsDocumentTimestamp: true, CoversToEnd: true })) findings.Add(new(DossierFault.NoTimestamp, DossierPackage.Document));
        return (JudgeAttachments(pdf, trust, now, findings), seals);
    }

    private static DossierManifest? JudgeAttachments(ReadOnlyMemory<byte> pdf, TrustSettings trust, DateTimeOffset now, List<DossierFinding> findings)
    {
        try
        {
            var attached = AttachedFiles.Read(pdf);
            if (attached.TryGetValue(DossierManifest.FileName, out var bytes) && DossierManifest.TryRead(bytes) is { } manifest && manifest.ToBytes().AsSpan().SequenceEqual(bytes))
            {
                JudgeFiles(manifest, attached, trust, now, findings);
                return manifest;
            }

            findings.Add(new(DossierFault.NoManifest, DossierPackage.Document));
        }
        catch (PdfException unreadable)
        {
            findings.Add(new(DossierFault.NoManifest, DossierPackage.Document, unreadable.Message));
        }

        return null;
    }

    private static void JudgeFiles(DossierManifest manifest, IReadOnlyDictionary<string, byte[]> attached, TrustSettings trust, DateTimeOffset now, List<DossierFinding> findings)
    {
        foreach (var file in manifest.Files)
        {
            if (!attached.TryGetValue(file.Name, out var bytes)) findings.Add(new(DossierFault.AttachmentMissing, file.Name));
            else if (bytes.Length != file.Bytes || Fixity.Sha256(bytes) != file.Sha256 || Fixity.Sm3(bytes) != file.Sm3) findings.Add(new(DossierFault.AttachmentChanged, file.Name));
            else if (file is { Role: DossierRole.Notice, MediaType: "application/pdf" }) JudgeNotice(file.Name, bytes, trust, now, findings);
        }

        var known = manifest.Files.Select(file => file.Name).Append(DossierManifest.FileName).ToHashSet();
        findings.AddRange(attached.Keys.Where(name => !known.Contains(name)).Select(name => new DossierFinding(DossierFault.AttachmentUnexpected, name)));
    }

    // Lists that two people sign by hand carry no seal: that is no fault of theirs.
    private static void JudgeNotice(string name, byte[] pdf, TrustSettings trust, DateTimeOffset now, List<DossierFinding> findings)
    {
        var report = PdfVerifier.Verify(pdf, trust, now);
        findings.AddRange(report.Findings.Where(finding => finding.IsProblem && finding.Kind != FindingKind.NotSigned)
            .Select(finding => new DossierFinding(DossierFault.NoticeBroken, name, finding.ToString())));
    }
}
