using System.Globalization;
using System.Security.Cryptography;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>Puts the file together around the pages: catalogue, metadata, output intent, fonts, bookmarks, attached files (ISO 19005-3).</summary>
internal sealed class PdfAFile(PdfADescription description, DocumentFonts fonts, IReadOnlyList<PageCanvas> canvases, IReadOnlyList<PagePicture> pictures, IReadOnlyList<Bookmark> bookmarks, IReadOnlyList<AttachedFile> attached)
{
    private readonly PdfFileBuilder _file = new();

    public byte[] ToBytes()
    {
        var contents = canvases.Select((canvas, index) => WithFoot(canvas, index)).ToArray();
        var tree = _file.Reserve();
        var resources = _file.Add(new PdfDictionary().With("Font", Fonts()).With("XObject", Pictures()));
        var pages = contents.Select(content => AddPage(tree, resources, content)).ToArray();
        _file.Set(tree, new PdfDictionary().With("Type", "Pages").With("Kids", new PdfArray(pages)).With("Count", pages.Length));
        return _file.Write(_file.Add(Catalog(tree, pages)), _file.Add(description.ToInfo()));
    }

    private PdfDictionary Catalog(PdfReference tree, PdfReference[] pages)
    {
        var outline = new Outline(_file, pages).Add(bookmarks);
        var catalog = new PdfDictionary().With("Type", "Catalog").With("Pages", tree).With("Lang", PdfString.Text(description.Language))
            .With("Metadata", _file.Add(new PdfStream(new PdfDictionary().With("Type", "Metadata").With("Subtype", "XML"), description.ToXmp())))
            .With("OutputIntents", new PdfArray([OutputIntent()])).With("ViewerPreferences", new PdfDictionary().With("DisplayDocTitle", new PdfBoolean(true)));
        if (outline is not null) catalog.With("Outlines", outline).With("PageMode", "UseOutlines");
        return attached.Count == 0 ? catalog : WithAttached(catalog);
    }

    private PdfReference AddPage(PdfReference tree, PdfReference resources, byte[] content) => _file.Add(new PdfDictionary()
        .With("Type", "Page").With("Parent", tree).With("MediaBox", new PdfArray(0, 0, PageFlow.PaperWidth, PageFlow.PaperHeight))
        .With("Resources", resources).With("Contents", _file.AddDeflated(content)));

    private byte[] WithFoot(PageCanvas canvas, int index)
    {
        var foot = new PageCanvas(fonts);
        var number = string.Create(CultureInfo.InvariantCulture, $"第 {index + 1} 页 共 {canvases.Count} 页");
        foot.Text(number, (PageFlow.PaperWidth - fonts.Measure(number, 9)) / 2, 40, 9);
        if (description.FootNote is { } note) foot.Text(note, 76, 28, 7);
        return [.. canvas.ToContent(), .. foot.ToContent()];
    }

    private PdfDictionary Fonts()
    {
        var dictionary = new PdfDictionary();
        foreach (var font in fonts.Used) dictionary.With(font.Name, font.AddTo(_file));
        return dictionary;
    }

    private PdfDictionary Pictures()
    {
        var dictionary = new PdfDictionary();
        foreach (var picture in pictures) dictionary.With(picture.Name, _file.Add(picture.Image));
        return dictionary;
    }

    private PdfReference OutputIntent() => _file.Add(new PdfDictionary().With("Type", "OutputIntent").With("S", "GTS_PDFA1")
        .With("OutputConditionIdentifier", PdfString.Text("sRGB")).With("Info", PdfString.Text("sRGB IEC61966-2.1"))
        .With("DestOutputProfile", _file.AddDeflated(SrgbProfile.Bytes, new PdfDictionary().With("N", 3))));

    private PdfDictionary WithAttached(PdfDictionary catalog)
    {
        var files = attached.OrderBy(file => Convert.ToHexString(PdfString.Text(file.Name).Bytes), StringComparer.Ordinal).Select(file => (file.Name, Reference: AddFile(file))).ToArray();
        var names = new PdfArray(files.SelectMany(file => new PdfObject[] { PdfString.Text(file.Name), file.Reference }));
        return catalog.With("AF", new PdfArray(files.Select(file => file.Reference)))
            .With("Names", new PdfDictionary().With("EmbeddedFiles", new PdfDictionary().With("Names", names)));
    }

    private PdfReference AddFile(AttachedFile file)
    {
#pragma warning disable CA5351 // The format asks for MD5 as a check sum; what must hold is hashed by SHA-256 elsewhere.
        var sum = new PdfString(MD5.HashData(file.Bytes.Span), isHex: true);
#pragma warning restore CA5351
        var modified = PdfDate.ToPdf(file.ModifiedAt);
        var embedded = _file.AddDeflated(file.Bytes.Span, new PdfDictionary().With("Type", "EmbeddedFile").With("Subtype", file.MediaType)
            .With("Params", new PdfDictionary().With("Size", file.Bytes.Length).With("ModDate", modified).With("CheckSum", sum)));
        return _file.Add(new PdfDictionary().With("Type", "Filespec").With("F", PdfString.Text(file.Name)).With("UF", PdfString.Text(file.Name))
            .With("AFRelationship", file.Relationship.ToString()).With("Desc", PdfString.Text(file.Description))
            .With("EF", new PdfDictionary().With("F", embedded).With("UF", embedded)));
    }
}
