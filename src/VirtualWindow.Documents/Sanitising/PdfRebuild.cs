using VirtualWindow.Documents.Pages;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Verifying;

namespace VirtualWindow.Documents.Sanitising;

/// <summary>
/// A new PDF of the pages of another: their boxes, descriptions and what these draw with; of annotations only how they look. The catalogue,
/// and with it scripts, opening actions, forms, attached files and names, is left behind.
/// </summary>
internal sealed class PdfRebuild(PdfDocument source, UploadLimits limits)
{
    /// <summary>Of a page, what is seen.</summary>
    private static readonly string[] PageKeys = ["Contents", "Group", "UserUnit"];

    /// <summary>Never copied, wherever they stand: what acts, leads out of the file, or carries something beside what is seen.</summary>
    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal)
    {
        "AA", "JS", "JavaScript", "OpenAction", "URI", "Launch", "EF", "RF", "AF", "EmbeddedFiles", "XFA", "Parent", "Metadata", "PieceInfo",
        "StructParent", "StructParents", "OPI", "Alternates", "Ref", "LastModified",
    };

    /// <summary>Their keys are names that the document chose, so that any key may stand there.</summary>
    private static readonly HashSet<string> NameTables = new(StringComparer.Ordinal) { "Font", "XObject", "ExtGState", "ColorSpace", "Pattern", "Shading", "Properties", "CharProcs", "Colorants" };

    private readonly PdfFileBuilder _target = new();
    private readonly Dictionary<int, PdfReference> _copies = [];
    private readonly Queue<(PdfReference From, PdfReference To, bool IsNameTable)> _open = [];

    public SanitisedUpload Rebuild()
    {
        var tree = _target.Reserve();
        var pages = source.Pages.Select(page => _target.Add(Page(page, tree))).ToArray();
        if (pages.Length == 0) throw PdfException.Damaged("The document has no pages.");
        var layers = Copy(source.Catalog["OCProperties"]);
        while (_open.TryDequeue(out var next)) _target.Set(next.To, Copy(source.Resolve(next.From), next.IsNameTable));
        _target.Set(tree, new PdfDictionary().With("Type", "Pages").With("Kids", new PdfArray(pages)).With("Count", pages.Length));
        var catalog = new PdfDictionary().With("Type", "Catalog").With("Pages", tree).With("OCProperties", layers is PdfNull ? null : layers);
        return new SanitisedUpload(_target.Write(_target.Add(catalog), _target.Add(new PdfDictionary())), "application/pdf", source.Extents, SignedField.AllOf(source).Count > 0);
    }

    private PdfDictionary Page(PdfPage page, PdfReference tree)
    {
        var copy = new PdfDictionary().With("Type", "Page").With("Parent", tree).With("MediaBox", page.Box.ToArray()).With("Rotate", page.Rotation)
            .With("Resources", Copy(Inherited(page.Dictionary, "Resources")));
        foreach (var key in PageKeys)
            if (page.Dictionary[key] is { } value)
                copy.With(key, Copy(value));
        var annotations = (source.Get<PdfArray>(page.Dictionary, "Annots")?.Items ?? []).Select(item => Annotation(source.Resolve(item) as PdfDictionary)).OfType<PdfObject>().ToArray();
        return annotations.Length == 0 ? copy : copy.With("Annots", new PdfArray(annotations));
    }

    private PdfObject Inherited(PdfDictionary page, string key)
    {
        var node = page;
        for (var depth = source.Limits.Nesting; depth > 0 && node is not null; depth--, node = source.Get<PdfDictionary>(node, "Parent"))
            if (node[key] is { } value)
                return value;
        return new PdfDictionary();
    }

    /// <summary>A filled field, a stamp, a comment: a picture at a place. Null when it has no look of its own or is hidden.</summary>
    private PdfReference? Annotation(PdfDictionary? annotation)
    {
        if (annotation is null || source.Resolve(annotation["Rect"]) is not PdfArray box || Look(annotation) is not PdfReference look) return null;
        var flags = source.GetInteger(annotation, "F") ?? 0;
        const int invisible = 1, hidden = 2, noView = 32, print = 4, locked = 128;
        if ((flags & (invisible | hidden | noView)) != 0) return null;
        return _target.Add(new PdfDictionary().With("Type", "Annot").With("Subtype", "Stamp").With("Rect", Copy(box)).With("F", print | locked)
            .With("AP", new PdfDictionary().With("N", Copy(look))));
    }

    /// <summary>The normal appearance; of several, the one for the current state (ISO 32000-1 §12.5.5).</summary>
    private PdfObject? Look(PdfDictionary annotation)
    {
        var normal = source.Get<PdfDictionary>(annotation, "AP")?["N"];
        if (source.Resolve(normal) is PdfDictionary states) normal = source.Get<PdfName>(annotation, "AS") is { } state ? states[state.Value] : null;
        return source.Resolve(normal) is PdfStream ? normal : null;
    }

    private PdfObject Copy(PdfObject? value, bool isNameTable = false) => value switch
    {
        PdfReference reference => CopyOf(reference, isNameTable),
        PdfArray array => new PdfArray(array.Items.Select(item => Copy(item))),
        PdfDictionary dictionary => CopyEntries(dictionary, isNameTable),
        PdfStream stream => CopyStream(stream),
        _ => value ?? PdfNull.Instance,
    };

    /// <summary>Objects are copied once, later, and without recursion; those that lead back into the old tree are not.</summary>
    private PdfObject CopyOf(PdfReference reference, bool isNameTable)
    {
        if (_copies.TryGetValue(reference.Number, out var copy)) return copy;
        if (source.Resolve(reference) is PdfDictionary dictionary && source.Get<PdfName>(dictionary, "Type")?.Value is "Page" or "Pages" or "Catalog" or "Filespec") return PdfNull.Instance;
        _copies.Add(reference.Number, copy = _target.Reserve());
        _open.Enqueue((reference, copy, isNameTable));
        return copy;
    }

    private PdfDictionary CopyEntries(PdfDictionary dictionary, bool isNameTable)
    {
        var copy = new PdfDictionary();
        foreach (var (key, value) in dictionary.Entries)
            if (isNameTable || !Dropped.Contains(key))
                copy.With(key, Copy(value, !isNameTable && NameTables.Contains(key)));
        return copy;
    }

    /// <summary>The data stay as they are, once it is known that they do not inflate beyond measure.</summary>
    private PdfStream CopyStream(PdfStream stream)
    {
        if (stream.Dictionary["F"] is not null || stream.Dictionary.IsNamed("Type", "EmbeddedFile") || stream.Dictionary.IsNamed("Subtype", "PS")) return new PdfStream(new PdfDictionary(), ReadOnlyMemory<byte>.Empty);
        if (stream.Dictionary.IsNamed("Subtype", "Image")) CheckPixels(stream.Dictionary);
        else if (source.Get<PdfName>(stream.Dictionary, "Filter")?.Value is "FlateDecode" or "Fl" || source.Get<PdfArray>(stream.Dictionary, "Filter") is not null) CheckInflation(stream);
        return new PdfStream(CopyEntries(stream.Dictionary, isNameTable: false), stream.Data);
    }

    private void CheckInflation(PdfStream stream)
    {
        try
        {
            source.Decode(stream);
        }
        catch (PdfException other) when (other.Fault == PdfFault.Unsupported)
        {
            // A filter that cannot inflate by itself.
        }
    }

    private void CheckPixels(PdfDictionary image)
    {
        var (width, height) = ((long)(source.GetInteger(image, "Width") ?? 0), (long)(source.GetInteger(image, "Height") ?? 0));
        if (width * height > limits.Pixels) throw new UploadRefusedException(UploadRefusal.TooManyPixels, $"{width} × {height}");
    }
}
