using System.Buffers.Binary;
using System.Globalization;

namespace VirtualWindow.Documents.Pdf;

/// <summary>Writes cross-reference sections (ISO 32000-1 §7.5.4, §7.5.8); entries come in the order of their numbers.</summary>
internal static class CrossReferenceWriter
{
    public static void WriteTable(PdfSerializer output, IReadOnlyList<(int Number, CrossReference Entry)> entries)
    {
        output.Write("xref\n"u8);
        foreach (var run in Runs(entries))
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{run[0].Number} {run.Count}\n"));
            foreach (var (_, entry) in run)
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{entry.Place:D10} {entry.Detail:D5} {(entry.Kind == EntryKind.Free ? 'f' : 'n')} \n"));
        }
    }

    /// <param name="trailer">The trailer's keys, which a stream carries itself; it is changed.</param>
    public static PdfStream Stream(IReadOnlyList<(int Number, CrossReference Entry)> entries, PdfDictionary trailer)
    {
        var data = new byte[entries.Count * 7];
        for (var i = 0; i < entries.Count; i++) WriteEntry(data.AsSpan(i * 7, 7), entries[i].Entry);
        var index = Runs(entries).SelectMany(run => new double[] { run[0].Number, run.Count });
        trailer.With("Type", "XRef").With("W", new PdfArray(1, 4, 2)).With("Index", new PdfArray([.. index])).With("Filter", "FlateDecode");
        return new PdfStream(trailer, PdfFilters.Deflate(data));
    }

    private static void WriteEntry(Span<byte> target, CrossReference entry)
    {
        target[0] = (byte)entry.Kind;
        BinaryPrimitives.WriteInt32BigEndian(target[1..], entry.Place);
        BinaryPrimitives.WriteUInt16BigEndian(target[5..], (ushort)entry.Detail);
    }

    private static IEnumerable<List<(int Number, CrossReference Entry)>> Runs(IReadOnlyList<(int Number, CrossReference Entry)> entries)
    {
        var run = new List<(int Number, CrossReference Entry)>();
        foreach (var entry in entries)
        {
            if (run.Count > 0 && entry.Number != run[^1].Number + 1)
            {
                yield return run;
                run = [];
            }

            run.Add(entry);
        }

        if (run.Count > 0) yield return run;
    }
}
