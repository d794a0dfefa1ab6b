using System.Globalization;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Signing;

/// <summary>Adds a signature field with its widgets to a revision (ISO 32000-1 §12.7.4.5): to the form, to its pages, with appearances.</summary>
internal sealed class SignatureField(PdfAppender appender)
{
    /// <summary>Print and Locked (§12.5.3).</summary>
    private const int WidgetFlags = 4 + 128;

    /// <summary>SignaturesExist and AppendOnly (§12.7.2).</summary>
    private const int SignatureFlags = 3;

    private readonly PdfDocument _document = appender.Document;

    public void Add(string name, PdfReference value, SignaturePicture? picture, IReadOnlyList<WidgetPlacement> placements)
    {
        var field = appender.Reserve();
        var dictionary = new PdfDictionary().With("FT", "Sig").With("T", PdfString.Text(name)).With("V", value);
        var widgets = Widgets(picture, placements);
        if (widgets.Count == 1) AddWidget(field, Merge(dictionary, widgets[0].Widget), widgets[0].Page);
        else
        {
            var kids = widgets.Select(widget => (Reference: appender.Reserve(), widget.Widget, widget.Page)).ToArray();
            // Widgets inherit /V from their field, but poppler and MuPDF look for it in the widget alone and would call it unsigned.
            foreach (var kid in kids) AddWidget(kid.Reference, kid.Widget.With("Parent", field).With("V", value), kid.Page);
            appender.Set(field, dictionary.With("Kids", new PdfArray(kids.Select(kid => kid.Reference))));
        }

        AddToForm(name, field);
    }

    private List<(PdfDictionary Widget, PdfPage Page)> Widgets(SignaturePicture? picture, IReadOnlyList<WidgetPlacement> placements)
    {
        if (picture is null || placements.Count == 0) return [(Unseen(), _document.Pages[0])];
        var form = appender.Add(picture.ToForm());
        return [.. placements.Select(placement => (Seen(picture, form, placement), PageOf(placement)))];
    }

    private PdfPage PageOf(WidgetPlacement placement) => placement.Page >= 0 && placement.Page < _document.PageCount
        ? _document.Pages[placement.Page]
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The document has no page {placement.Page + 1}."), nameof(placement));

    private PdfDictionary Unseen() => Widget(_document.Pages[0], new PdfRectangle(0, 0, 0, 0), Appearance(new PdfArray(0, 0, 0, 0), null, null));

    private PdfDictionary Seen(SignaturePicture picture, PdfReference form, WidgetPlacement placement)
    {
        var page = PageOf(placement);
        var space = new PageSpace(page);
        var slice = new PdfArray(placement.Slice.From * picture.Width, 0, placement.Slice.To * picture.Width, picture.Height);
        return Widget(page, space.ToPage(placement.Box), Appearance(slice, form, space.Upright));
    }

    private static PdfDictionary Widget(PdfPage page, PdfRectangle box, PdfStream appearance) => new PdfDictionary()
        .With("Type", "Annot").With("Subtype", "Widget").With("Rect", Rounded(box)).With("P", page.Reference).With("F", WidgetFlags).With("AP", appearance);

    private static PdfArray Rounded(PdfRectangle box) => new(Math.Round(box.Left, 3), Math.Round(box.Bottom, 3), Math.Round(box.Right, 3), Math.Round(box.Top, 3));

    /// <summary>The picture itself is one object for all widgets; what each shows of it is cut out by the box of its appearance.</summary>
    private static PdfStream Appearance(PdfArray box, PdfReference? form, PdfArray? matrix)
    {
        var dictionary = new PdfDictionary().With("Type", "XObject").With("Subtype", "Form").With("BBox", box).With("Matrix", matrix)
            .With("Resources", form is null ? new PdfDictionary() : new PdfDictionary().With("XObject", new PdfDictionary().With("Picture", form)));
        return new PdfStream(dictionary, form is null ? ReadOnlyMemory<byte>.Empty : "/Picture Do"u8.ToArray());
    }

    private static PdfDictionary Merge(PdfDictionary field, PdfDictionary widget)
    {
        foreach (var (key, value) in widget.Entries) field.With(key, value);
        return field;
    }

    private void AddWidget(PdfReference reference, PdfDictionary widget, PdfPage page)
    {
        widget.With("AP", new PdfDictionary().With("N", appender.Add(widget["AP"]!)));
        appender.Set(reference, widget);
        var dictionary = (PdfDictionary)appender.Current(page.Reference);
        Append(dictionary["Annots"], reference, changed => appender.Set(page.Reference, new PdfDictionary(dictionary).With("Annots", changed)));
    }

    private void AddToForm(string name, PdfReference field)
    {
        var form = _document.Get<PdfDictionary>(_document.Catalog, "AcroForm");
        if (FieldNames(form).Contains(name)) throw new ArgumentException($"The document has a field {name} already.", nameof(name));
        if (form is null)
        {
            var made = appender.Add(new PdfDictionary().With("Fields", new PdfArray([field])).With("SigFlags", SignatureFlags));
            appender.Set(_document.CatalogReference, new PdfDictionary((PdfDictionary)appender.Current(_document.CatalogReference)).With("AcroForm", made));
            return;
        }

        var changed = new PdfDictionary(form).With("SigFlags", SignatureFlags);
        Append(form["Fields"], field, fields => changed.With("Fields", fields));
        if (_document.Catalog["AcroForm"] is PdfReference reference) appender.Set(reference, changed);
        else appender.Set(_document.CatalogReference, new PdfDictionary((PdfDictionary)appender.Current(_document.CatalogReference)).With("AcroForm", changed));
    }

    /// <summary>Adds to an array that is an object of its own, or else to a copy that the owner is given.</summary>
    private void Append(PdfObject? array, PdfReference item, Action<PdfArray> setInOwner)
    {
        var current = array is PdfReference reference ? appender.Current(reference) : array;
        var longer = new PdfArray([.. (current as PdfArray)?.Items ?? [], item]);
        if (array is PdfReference own && current is PdfArray) appender.Set(own, longer);
        else setInOwner(longer);
    }

    private HashSet<string> FieldNames(PdfDictionary? form) =>
        [.. (_document.Get<PdfArray>(form!, "Fields")?.Items ?? []).Select(item => (_document.Resolve(item) as PdfDictionary)?["T"]).Select(name => (_document.Resolve(name) as PdfString)?.ToText() ?? "")];
}
