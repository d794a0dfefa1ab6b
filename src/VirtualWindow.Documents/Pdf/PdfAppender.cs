using System.Globalization;

namespace VirtualWindow.Documents.Pdf;

/// <summary>
/// Adds one revision to a document (incremental update, ISO 32000-1 §7.5.6): every earlier byte stays as it is, so that every earlier
/// signature stays valid. The cross-reference section is of the same style as the document's newest, table or stream.
/// </summary>
internal sealed class PdfAppender(PdfDocument document)
{
    private readonly SortedDictionary<int, (PdfObject Value, int Generation)> _objects = [];
    private int _next = document.NextNumber;

    public PdfDocument Document { get; } = document;

    public PdfReference Add(PdfObject value)
    {
        var reference = Reserve();
        _objects.Add(reference.Number, (value, 0));
        return reference;
    }

    /// <summary>A number for an object that comes later, by <see cref="Set"/>.</summary>
    public PdfReference Reserve() => new(_next++);

    /// <summary>Gives an object, reserved or of an earlier revision, its value in this one.</summary>
    public void Set(PdfReference reference, PdfObject value) => _objects[reference.Number] = (value, reference.Generation);

    /// <summary>The object as this revision has it.</summary>
    public PdfObject Current(PdfReference reference) => _objects.TryGetValue(reference.Number, out var changed) ? changed.Value : Document.Find(reference);

    /// <returns>The new revision's bytes alone; they stand directly behind the document's.</returns>
    public byte[] Write()
    {
        var output = new PdfSerializer(16_384);
        if (Document.Bytes.Span[^1] is not ((byte)'\n' or (byte)'\r')) output.Write("\n"u8);
        var entries = new List<(int Number, CrossReference Entry)>();
        foreach (var (number, (value, generation)) in _objects)
        {
            entries.Add((number, new CrossReference(EntryKind.InFile, Document.Bytes.Length + output.Position, generation)));
            output.WriteIndirect(number, value, generation);
        }

        var start = Document.Bytes.Length + output.Position;
        if (Document.Sections[0].IsStream) WriteStream(output, entries, start);
        else WriteTable(output, entries);
        output.Write(string.Create(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n"));
        return output.ToArray();
    }

    private void WriteTable(PdfSerializer output, List<(int Number, CrossReference Entry)> entries)
    {
        CrossReferenceWriter.WriteTable(output, entries);
        output.Write("trailer\n"u8);
        output.Write(Trailer(_next));
        output.Write("\n"u8);
    }

    private void WriteStream(PdfSerializer output, List<(int Number, CrossReference Entry)> entries, int start)
    {
        entries.Add((_next, new CrossReference(EntryKind.InFile, start, 0)));
        output.WriteIndirect(_next, CrossReferenceWriter.Stream(entries, Trailer(_next + 1)));
    }

    private PdfDictionary Trailer(int size)
    {
        var trailer = new PdfDictionary().With("Size", size).With("Root", Document.CatalogReference).With("Prev", Document.StartOffset);
        foreach (var key in (string[])["Info", "ID"]) trailer[key] = Document.Trailer[key];
        return trailer;
    }
}
