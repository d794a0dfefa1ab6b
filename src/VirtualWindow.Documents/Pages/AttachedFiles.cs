using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>The files inside a document, as <see cref="PdfAWriter.Attach"/> put them there.</summary>
public static class AttachedFiles
{
    /// <summary>A dossier holds the originals of a whole sitting.</summary>
    private static readonly PdfLimits Limits = new() { InflatedBytes = 1 << 30 };

    /// <returns>By name; each with the bytes that were attached.</returns>
    /// <exception cref="PdfException">The document or one of its files cannot be read, or two have one name.</exception>
    public static IReadOnlyDictionary<string, byte[]> Read(ReadOnlyMemory<byte> pdf)
    {
        var document = PdfDocument.Read(pdf, Limits);
        var tree = document.Get<PdfDictionary>(document.Get<PdfDictionary>(document.Catalog, "Names"), "EmbeddedFiles");
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var specification in (document.Get<PdfArray>(tree, "Names")?.Items ?? []).Select(document.Resolve).OfType<PdfDictionary>())
        {
            var name = document.Get<PdfString>(specification, "UF")?.ToText() ?? throw PdfException.Damaged("An attached file has no name.");
            var stream = document.Get<PdfStream>(document.Get<PdfDictionary>(specification, "EF"), "F") ?? throw PdfException.Damaged("An attached file has no content.");
            if (!files.TryAdd(name, document.Decode(stream))) throw PdfException.Damaged("Two attached files have one name.");
        }

        return files;
    }
}
