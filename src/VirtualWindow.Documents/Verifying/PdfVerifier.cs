using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;

namespace VirtualWindow.Documents.Verifying;

/// <summary>
/// Verifies every signature of a PDF and everything that happened to the file between and after them. Other verifiers look at signatures
/// alone and call a document valid whose pages were replaced by an incremental update; this one compares the revisions.
/// </summary>
public sealed class PdfVerifier
{
    /// <summary>Each revision is read on its own, so there may be fewer of them than a reader of pages would bear.</summary>
    private static readonly PdfLimits Limits = new() { Sections = 100, Objects = 200_000 };

    private readonly PdfDocument _document;
    private readonly TrustSettings _trust;
    private readonly DateTimeOffset _now;
    private readonly List<Finding> _findings = [];
    private readonly List<Revision> _revisions;

    private PdfVerifier(PdfDocument document, TrustSettings trust, DateTimeOffset now)
    {
        (_document, _trust, _now) = (document, trust, now);
        _revisions = Revisions.Of(document);
    }

    /// <summary>Never throws for what the bytes are: a file that cannot be read is a report with that finding.</summary>
    /// <param name="now">When the verifier looks: without a timestamp, certificates must be good now.</param>
    public static VerificationReport Verify(ReadOnlyMemory<byte> pdf, TrustSettings trust, DateTimeOffset now)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(pdf.Span));
        try
        {
            return new PdfVerifier(PdfDocument.Read(pdf, Limits), trust, now).Report(sha256);
        }
        catch (Exception unreadable) when (unreadable is PdfException or CryptographicException)
        {
            return new VerificationReport(sha256, 0, [], [new Finding(FindingKind.Unreadable, Detail: unreadable.Message)]);
        }
    }

    private VerificationReport Report(string sha256)
    {
        CheckEnd();
        CheckRevisions();
        var fields = SignedField.AllOf(_document);
        if (fields.Count == 0) _findings.Add(new Finding(FindingKind.NotSigned));
        var signatures = CheckSignatures(fields);
        return new VerificationReport(sha256, _revisions.Count, signatures, [.. _findings.Distinct()]);
    }

    private void CheckEnd()
    {
        if (_revisions.Count == 0 || _revisions[^1].End != _document.Bytes.Length) _findings.Add(new Finding(FindingKind.BytesAppended));
    }

    /// <summary>Whoever prepared the document may have changed it as they liked; from the first signature on, every change counts.</summary>
    private void CheckRevisions()
    {
        var first = _revisions.FindIndex(revision => SignedField.AllOf(revision.Document).Count > 0);
        for (var i = Math.Max(first, 0); first >= 0 && i + 1 < _revisions.Count; i++) _findings.AddRange(RevisionDifference.Between(_revisions[i], _revisions[i + 1]));
    }

    private List<SignatureReport> CheckSignatures(List<SignedField> fields)
    {
        var certificates = new CertificateCheck(_trust, StoredCertificates(), RevocationLists());
        var checkedFields = fields.Select(field => (Field: field, Range: CheckRange(field), Check: new SignatureCheck(_document, field, certificates, _now)))
            .OrderBy(item => item.Range?.End ?? int.MaxValue).ToArray();
        foreach (var (_, range, check) in checkedFields)
            if (range is not null)
                check.CheckBytes(range);
        // Judged from the last to the first, so that a document timestamp that counts proves those before it.
        var reports = new List<SignatureReport>();
        (DateTimeOffset At, int End)? sealedBy = null;
        foreach (var (field, range, check) in checkedFields.Reverse())
        {
            var provedAt = check.StampedAt ?? (range is not null && sealedBy is { } later && later.End > range.End ? later.At : null);
            check.CheckCertificate(provedAt);
            _findings.AddRange(check.Findings);
            reports.Insert(0, Report(field, range, check, provedAt, isSealed: sealedBy is not null));
            if (check is { IsDocumentTimestamp: true, StampedAt: { } at } && !check.Findings.Any(finding => finding.IsProblem)) sealedBy = (at, range!.End);
        }

        return reports;
    }

    private ByteRange? CheckRange(SignedField field)
    {
        var range = ByteRange.Read(_document, field);
        if (range is null || !_revisions.Exists(revision => revision.EndsAt(range.End)))
        {
            _findings.Add(new Finding(FindingKind.ByteRangeMalformed, field.Name));
            return null;
        }

        var isInFile = field.Value is { } value && _document.Entries.TryGetValue(value.Number, out var entry) && entry.Kind == EntryKind.InFile;
        if (isInFile && _document.Get<PdfString>(field.Signature, "Contents") is { } contents && range.IsHoleOf(contents)) return range;
        _findings.Add(new Finding(FindingKind.ByteRangeWidened, field.Name));
        return range;
    }

    private SignatureReport Report(SignedField field, ByteRange? range, SignatureCheck check, DateTimeOffset? provedAt, bool isSealed)
    {
        var level = provedAt is null ? PadesLevel.B : !check.HasRevocationData || !HasStore ? PadesLevel.T : isSealed || check.IsDocumentTimestamp ? PadesLevel.LTA : PadesLevel.LT;
        return new SignatureReport(field.Name, check.Signer is { } signer ? SignerRoles.Of(signer) : SignerRole.Other,
            check.Signer?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? "", check.Signer?.GetNameInfo(X509NameType.SimpleName, forIssuer: true) ?? "",
            PdfDate.FromPdf(_document.Resolve(field.Signature["M"])), provedAt, level, check.IsDocumentTimestamp,
            CoversToEnd: range is not null && _revisions[^1].EndsAt(range.End), InkHash(field), [.. field.Widgets.SelectMany(SeenAt)]);
    }

    private bool HasStore => _document.Get<PdfDictionary>(_document.Catalog, "DSS") is not null;

    private string? InkHash(SignedField field) => _document.Get<PdfString>(field.Signature, "InkHash") is { } hash ? Convert.ToHexStringLower(hash.Bytes) : null;

    private IEnumerable<SeenAt> SeenAt(PdfReference widget)
    {
        if (_document.Resolve(widget) is not PdfDictionary dictionary || PdfRectangle.From(_document, dictionary["Rect"]) is not { } box) yield break;
        for (var page = 0; page < _document.Pages.Count; page++)
            if (_document.Get<PdfArray>(_document.Pages[page].Dictionary, "Annots")?.Items.Exists(item => item is PdfReference own && own.Number == widget.Number) == true)
                yield return new SeenAt(page + 1, new PageSpace(_document.Pages[page]).ToShown(box));
    }

    private List<X509Certificate2> StoredCertificates()
    {
        var certificates = new List<X509Certificate2>();
        foreach (var der in Stored("Certs"))
        {
            try
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(der));
            }
            catch (CryptographicException)
            {
                // A certificate that cannot be read helps no chain.
            }
        }

        return certificates;
    }

    private List<RevocationList> RevocationLists() =>
        [.. Stored("CRLs").Concat(_trust.RevocationLists ?? []).Select(RevocationList.TryRead).OfType<RevocationList>()];

    private IEnumerable<byte[]> Stored(string key) =>
        (_document.Get<PdfArray>(_document.Get<PdfDictionary>(_document.Catalog, "DSS"), key)?.Items ?? []).Select(_document.Resolve).OfType<PdfStream>().Select(_document.Decode);
}
