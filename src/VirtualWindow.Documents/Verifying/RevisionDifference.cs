using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Verifying;

/// <summary>
/// Compares a revision that somebody signed with the next one. Signatures cover bytes, not what readers show: an incremental update can
/// replace any page and leave every signature "valid". So whatever an update changes must be on a short list: new signature fields and their
/// widgets, the security store, extensions. All else is a finding.
/// </summary>
/// <remarks>After the difference analysis of pyHanko (documentation of its module diff_analysis).</remarks>
internal sealed class RevisionDifference
{
    private readonly PdfDocument _old;
    private readonly PdfDocument _new;
    private readonly List<Finding> _findings = [];
    private readonly Lazy<ObjectPurposes> _purposes;
    private readonly Dictionary<int, PdfPage> _oldPages;
    private readonly Dictionary<int, SignedField> _newFields;
    private readonly HashSet<int> _allowed = [];
    private readonly int _length;

    private RevisionDifference(Revision older, Revision newer)
    {
        (_old, _new, _length) = (older.Document, newer.Document, older.End);
        _purposes = new Lazy<ObjectPurposes>(() => new ObjectPurposes(_old));
        _oldPages = _old.Pages.ToDictionary(page => page.Reference.Number);
        var before = SignedField.AllOf(_old).Select(field => field.Number).ToHashSet();
        _newFields = SignedField.AllOf(_new).Where(field => !before.Contains(field.Number)).ToDictionary(field => field.Number);
        Newer = newer;
    }

    private Revision Newer { get; }

    public static IReadOnlyList<Finding> Between(Revision older, Revision newer)
    {
        var difference = new RevisionDifference(older, newer);
        difference.Compare();
        return difference._findings;
    }

    private void Compare()
    {
        var added = _new.Sections.TakeWhile(section => section.Offset >= _length).ToArray();
        if (!_new.Sections.Skip(added.Length).Select(section => section.Offset).SequenceEqual(_old.Sections.Select(section => section.Offset)))
        {
            Report(FindingKind.DocumentChanged, "the revision does not follow the one before it");
            return;
        }

        CompareTrailers();
        CompareCatalogs();
        foreach (var page in _oldPages.Values) ComparePage(page);
        foreach (var number in added.SelectMany(section => section.Entries.Keys).Distinct()) CompareObject(number);
        if (added.Length > 0 && ObjectGraph.Reachable(_old, [_old.Trailer["Root"]]).Any(IsFilledLater))
            Report(FindingKind.DocumentChanged, "an object that was missing was put in");
        foreach (var stray in RevisionCoverage.StrayBytes(_new, _length, Newer.Mark, added)) Report(FindingKind.BytesAppended, stray);
    }

    private bool IsFilledLater(int number) => IsAbsent(_old, number) && !IsAbsent(_new, number);

    private static bool IsAbsent(PdfDocument document, int number) => !document.Entries.TryGetValue(number, out var entry) || entry.Kind == EntryKind.Free;

    private void CompareTrailers()
    {
        if (!PdfEquality.Same(_old.Trailer["Root"], _new.Trailer["Root"])) Report(FindingKind.DocumentChanged, "another catalogue");
        if (!PdfEquality.Same(_old.Trailer["Info"], _new.Trailer["Info"])) Report(FindingKind.DocumentChanged, "another information dictionary");
    }

    private void CompareCatalogs()
    {
        _allowed.Add(_old.CatalogReference.Number);
        foreach (var key in PdfEquality.DifferingKeys(_old.Catalog, _new.Catalog))
            if (key is not ("AcroForm" or "DSS" or "Extensions"))
                Report(key == "Pages" ? FindingKind.PageContentReplaced : FindingKind.DocumentChanged, $"the catalogue's {key}");
        AllowStore(_old.Catalog["DSS"]);
        AllowReference(_old.Catalog["Extensions"]);
        CompareForms(_old.Get<PdfDictionary>(_old.Catalog, "AcroForm"), _new.Get<PdfDictionary>(_new.Catalog, "AcroForm"));
    }

    private void AllowStore(PdfObject? store)
    {
        AllowReference(store);
        foreach (var (_, value) in (_old.Resolve(store) as PdfDictionary)?.Entries ?? []) AllowReference(value);
    }

    private void AllowReference(PdfObject? value)
    {
        if (value is PdfReference reference) _allowed.Add(reference.Number);
    }

    private void CompareForms(PdfDictionary? before, PdfDictionary? after)
    {
        if (before is null && after is null) return;
        AllowReference(_old.Catalog["AcroForm"]);
        AllowReference(before?["Fields"]);
        foreach (var key in PdfEquality.DifferingKeys(before ?? new PdfDictionary(), after ?? new PdfDictionary()))
            if (key is not ("Fields" or "SigFlags"))
                Report(FindingKind.DocumentChanged, $"the form's {key}");
        var (removed, added) = Changes(_old.Get<PdfArray>(before, "Fields"), _new.Get<PdfArray>(after, "Fields"));
        foreach (var item in removed) Report(IsSignature(_old, item) ? FindingKind.SignatureRemoved : FindingKind.DocumentChanged, "a form field is gone");
        foreach (var item in added) CheckNewField(item);
    }

    private void CheckNewField(PdfObject item)
    {
        if (item is not PdfReference reference || !IsAbsent(_old, reference.Number) || !IsCoveredSignature(reference.Number))
            Report(FindingKind.TextAdded, "a form field that is not this revision's signature");
    }

    /// <summary>A new field may show a picture because its signature covers this very revision, picture included.</summary>
    private bool IsCoveredSignature(int number) =>
        _newFields.TryGetValue(number, out var field) && ByteRange.Read(_new, field) is { } range && Newer.EndsAt(range.End);

    private void ComparePage(PdfPage page)
    {
        _allowed.Add(page.Reference.Number);
        if (_new.Resolve(page.Reference) is not PdfDictionary after)
        {
            Report(FindingKind.PageContentReplaced, "a page is gone");
            return;
        }

        foreach (var key in PdfEquality.DifferingKeys(page.Dictionary, after))
            if (key != "Annots")
                Report(FindingKind.PageContentReplaced, $"a page's {key}");
        AllowReference(page.Dictionary["Annots"]);
        if (!PdfEquality.Same(page.Dictionary["Annots"], after["Annots"]) || page.Dictionary["Annots"] is PdfReference)
            CompareAnnotations(_old.Get<PdfArray>(page.Dictionary, "Annots"), _new.Get<PdfArray>(after, "Annots"));
    }

    private void CompareAnnotations(PdfArray? before, PdfArray? after)
    {
        var (removed, added) = Changes(before, after);
        foreach (var item in removed) Report(IsSignature(_old, item) ? FindingKind.SignatureRemoved : FindingKind.DocumentChanged, "an annotation is gone");
        foreach (var item in added)
            if (!IsNewWidget(item))
                Report(FindingKind.TextAdded, "an annotation that is no signature's");
    }

    private bool IsNewWidget(PdfObject item) =>
        item is PdfReference reference && _new.Resolve(reference) is PdfDictionary widget && widget.IsNamed("Subtype", "Widget")
        && widget["A"] is null && widget["AA"] is null
        && _newFields.Values.Any(field => field.Widgets.Any(own => own.Number == reference.Number) && IsCoveredSignature(field.Number));

    private static (List<PdfObject> Removed, List<PdfObject> Added) Changes(PdfArray? before, PdfArray? after)
    {
        var (old, now) = (before?.Items ?? [], after?.Items ?? []);
        return (old.FindAll(item => !now.Exists(other => PdfEquality.Same(item, other))), now.FindAll(item => !old.Exists(other => PdfEquality.Same(item, other))));
    }

    private static bool IsSignature(PdfDocument document, PdfObject item) =>
        document.Resolve(item) is PdfDictionary field && (field.IsNamed("FT", "Sig") || document.Get<PdfDictionary>(field, "Parent")?.IsNamed("FT", "Sig") == true);

    private void CompareObject(int number)
    {
        if (_allowed.Contains(number) || IsAbsent(_old, number)) return;
        var (before, after) = (Find(_old, number), Find(_new, number));
        // Other readers take an object whatever its generation is; under another one, they and we would see different things.
        if (Generation(_old, number) != Generation(_new, number)) Report(FindingKind.DocumentChanged, $"object {number} in another generation");
        if (PdfEquality.Same(before, after)) return;
        if (before is PdfDictionary field && after is PdfDictionary filled && IsEmptySignature(field) && _newFields.ContainsKey(number)) CompareFilled(number, field, filled);
        else if (_purposes.Value.IsInformation(number) && before is PdfDictionary info && after is PdfDictionary changed && PdfEquality.DifferingKeys(info, changed) is ["ModDate"]) return;
        else ReportChange(number, before, after);
    }

    private static PdfObject Find(PdfDocument document, int number) => document.Find(new PdfReference(number, Generation(document, number)));

    private static int Generation(PdfDocument document, int number) => document.Entries.TryGetValue(number, out var entry) && entry.Kind == EntryKind.InFile ? entry.Detail : 0;

    private bool IsEmptySignature(PdfDictionary field) => field.IsNamed("FT", "Sig") && _old.Resolve(field["V"]) is PdfNull;

    /// <summary>Somebody signed in a field that was waiting for it.</summary>
    private void CompareFilled(int number, PdfDictionary field, PdfDictionary filled)
    {
        foreach (var key in PdfEquality.DifferingKeys(field, filled))
            if (key is not ("V" or "AP" or "M" or "F"))
                Report(key == "Rect" ? FindingKind.SealMoved : FindingKind.DocumentChanged, $"a signature field's {key}");
        if (!IsCoveredSignature(number)) Report(FindingKind.TextAdded, "a field was filled by what does not cover this revision");
    }

    private void ReportChange(int number, PdfObject before, PdfObject after)
    {
        var purpose = _purposes.Value.Of(number);
        if (purpose == ObjectPurpose.SignatureWidget && before is PdfDictionary old) ReportWidget(old, after as PdfDictionary);
        else
            Report(purpose switch
            {
                ObjectPurpose.SignatureWidget or ObjectPurpose.Signature => FindingKind.SignatureRemoved,
                ObjectPurpose.SignaturePicture => FindingKind.SealPictureSwapped,
                ObjectPurpose.PageContent => FindingKind.PageContentReplaced,
                _ => FindingKind.DocumentChanged,
            }, $"object {number}");
    }

    private void ReportWidget(PdfDictionary before, PdfDictionary? after)
    {
        foreach (var key in PdfEquality.DifferingKeys(before, after ?? new PdfDictionary()))
            Report(key switch
            {
                "V" or "FT" or "T" or "Kids" or "Parent" => FindingKind.SignatureRemoved,
                "AP" or "AS" or "MK" => FindingKind.SealPictureSwapped,
                "Rect" or "P" or "F" => FindingKind.SealMoved,
                _ => FindingKind.DocumentChanged,
            }, $"a signature widget's {key}");
    }

    private void Report(FindingKind kind, string detail) => _findings.Add(new Finding(kind, Detail: detail));
}
