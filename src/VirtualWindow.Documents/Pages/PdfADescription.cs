using System.Globalization;
using System.Xml.Linq;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>What a document says about itself, in its information dictionary and, word for word the same, in its XMP metadata.</summary>
/// <param name="Title">Shown in the reader's title bar.</param>
/// <param name="Author">The authority that issues it.</param>
/// <param name="CreatedAt">Written to the second, with its offset.</param>
public sealed record PdfADescription(string Title, string Author, DateTimeOffset CreatedAt)
{
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Xmp = "http://ns.adobe.com/xap/1.0/";
    private static readonly XNamespace PdfSchema = "http://ns.adobe.com/pdf/1.3/";
    private static readonly XNamespace PdfAId = "http://www.aiim.org/pdfa/ns/id/";

    /// <summary>One sentence, or null.</summary>
    public string? Subject { get; init; }

    /// <summary>BCP 47.</summary>
    public string Language { get; init; } = "zh-CN";

    /// <summary>Stands at the foot of every page beside the page number, e.g. the document's number; null = nothing.</summary>
    public string? FootNote { get; init; }

    internal const string Producer = "VirtualWindow 虚拟窗口";

    internal PdfDictionary ToInfo() => new PdfDictionary()
        .With("Title", PdfString.Text(Title)).With("Author", PdfString.Text(Author)).With("Subject", Subject is null ? null : PdfString.Text(Subject))
        .With("Creator", PdfString.Text(Producer)).With("Producer", PdfString.Text(Producer))
        .With("CreationDate", PdfDate.ToPdf(CreatedAt)).With("ModDate", PdfDate.ToPdf(CreatedAt));

    /// <summary>XMP (ISO 16684-1) with the identification of PDF/A-3b (ISO 19005-3 §6.6.4), as UTF-8.</summary>
    internal byte[] ToXmp()
    {
        var created = CreatedAt.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        var description = new XElement(Rdf + "Description", new XAttribute(Rdf + "about", ""),
            new XElement(PdfAId + "part", 3), new XElement(PdfAId + "conformance", "B"),
            new XElement(Dc + "title", Alternatives(Title)), new XElement(Dc + "creator", new XElement(Rdf + "Seq", new XElement(Rdf + "li", Author))),
            Subject is null ? null : new XElement(Dc + "description", Alternatives(Subject)),
            new XElement(Xmp + "CreatorTool", Producer), new XElement(Xmp + "CreateDate", created), new XElement(Xmp + "ModifyDate", created),
            new XElement(PdfSchema + "Producer", Producer));
        XNamespace meta = "adobe:ns:meta/";
        var packet = new XElement(meta + "xmpmeta", new XAttribute(XNamespace.Xmlns + "x", meta),
            new XElement(Rdf + "RDF", Prefix("rdf", Rdf), Prefix("dc", Dc), Prefix("xmp", Xmp), Prefix("pdf", PdfSchema), Prefix("pdfaid", PdfAId), description));
        return System.Text.Encoding.UTF8.GetBytes($"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n{packet}\n<?xpacket end=\"w\"?>");
    }

    private static XAttribute Prefix(string name, XNamespace space) => new(XNamespace.Xmlns + name, space);

    private static XElement Alternatives(string text) =>
        new(Rdf + "Alt", new XElement(Rdf + "li", new XAttribute(XNamespace.Xml + "lang", "x-default"), text));
}
