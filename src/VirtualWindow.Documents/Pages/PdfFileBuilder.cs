using System.Globalization;
using System.Security.Cryptography;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>Collects the objects of a new file and writes it with a cross-reference table; the same objects give the same bytes.</summary>
internal sealed class PdfFileBuilder
{
    private readonly List<PdfObject> _objects = [];

    public PdfReference Add(PdfObject value)
    {
        _objects.Add(value);
        return new PdfReference(_objects.Count);
    }

    public PdfReference Reserve() => Add(PdfNull.Instance);

    public void Set(PdfReference reference, PdfObject value) => _objects[reference.Number - 1] = value;

    public PdfReference AddDeflated(ReadOnlySpan<byte> content, PdfDictionary? dictionary = null) =>
        Add(new PdfStream((dictionary ?? new PdfDictionary()).With("Filter", "FlateDecode"), PdfFilters.Deflate(content)));

    public byte[] Write(PdfReference root, PdfReference info)
    {
        var output = new PdfSerializer(64 << 10);
        // A comment of four bytes above 127 tells transports that the file is not text (ISO 19005-3 §6.1.2).
        output.Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"u8);
        var entries = new List<(int, CrossReference)> { (0, new CrossReference(EntryKind.Free, 0, 65535)) };
        for (var i = 0; i < _objects.Count; i++)
        {
            entries.Add((i + 1, new CrossReference(EntryKind.InFile, output.Position, 0)));
            output.WriteIndirect(i + 1, _objects[i]);
        }

        var id = new PdfString(SHA256.HashData(output.Written)[..16], isHex: true);
        var start = output.Position;
        CrossReferenceWriter.WriteTable(output, entries);
        output.Write("trailer\n"u8);
        output.Write(new PdfDictionary().With("Size", entries.Count).With("Root", root).With("Info", info).With("ID", new PdfArray([id, id])));
        output.Write(string.Create(CultureInfo.InvariantCulture, $"\nstartxref\n{start}\n%%EOF\n"));
        return output.ToArray();
    }
}
