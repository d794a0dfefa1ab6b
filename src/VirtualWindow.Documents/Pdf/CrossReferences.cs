namespace VirtualWindow.Documents.Pdf;

internal enum EntryKind
{
    Free,
    InFile,
    InObjectStream,
}

/// <summary>Where an object lies.</summary>
/// <param name="Place">Its offset, or the number of its object stream.</param>
/// <param name="Detail">Its generation, or its index in the object stream.</param>
internal readonly record struct CrossReference(EntryKind Kind, int Place, int Detail);

/// <summary>One cross-reference section: what one revision (or one half of a linearised file) says of its objects.</summary>
internal sealed class CrossReferenceSection(int offset, bool isStream, PdfDictionary trailer)
{
    public int Offset { get; } = offset;

    public bool IsStream { get; } = isStream;

    public PdfDictionary Trailer { get; } = trailer;

    public Dictionary<int, CrossReference> Entries { get; } = [];
}

/// <summary>
/// Reads the chain of cross-reference sections, newest first (ISO 32000-1 §7.5.4, §7.5.8): tables, streams and hybrids of both. A chain
/// that is broken or turns in a circle ends the reading: nothing is guessed, because other readers might guess otherwise.
/// </summary>
internal sealed class CrossReferenceReader(ReadOnlyMemory<byte> file, PdfLimits limits, InflateBudget budget)
{
    private readonly HashSet<int> _visited = [];
    private long _entries;

    public static int FindStart(ReadOnlySpan<byte> file)
    {
        var tail = file[Math.Max(0, file.Length - 2048)..];
        var found = tail.LastIndexOf("startxref"u8);
        if (found < 0) throw PdfException.Damaged("No 'startxref' near the end of the file.");
        var parser = new PdfParser(file, file.Length - tail.Length + found, 1);
        parser.Expect("startxref"u8);
        return parser.ReadUnsigned();
    }

    public List<CrossReferenceSection> ReadChain(int start)
    {
        var sections = new List<CrossReferenceSection>();
        for (int? next = start; next is { } offset; next = Offset(sections[^1].Trailer, "Prev"))
        {
            if (sections.Count >= limits.Sections) throw new PdfException(PdfFault.OverLimit, "The document has more revisions than it may.");
            sections.Add(ReadSection(offset));
        }

        return sections;
    }

    private CrossReferenceSection ReadSection(int offset)
    {
        if (!_visited.Add(offset)) throw PdfException.Damaged("The cross-reference sections turn in a circle", offset);
        var parser = new PdfParser(file.Span, offset, limits.Nesting);
        return parser.TrySkip("xref"u8) ? ReadTable(ref parser, offset) : ReadStream(offset);
    }

    private CrossReferenceSection ReadTable(ref PdfParser parser, int offset)
    {
        var entries = new Dictionary<int, CrossReference>();
        while (!parser.TrySkip("trailer"u8)) ReadSubsection(ref parser, entries);
        if (parser.ReadObject() is not PdfDictionary trailer) throw PdfException.Damaged("A trailer is not a dictionary", offset);
        var section = new CrossReferenceSection(offset, isStream: false, trailer);
        foreach (var (number, entry) in entries) section.Entries.Add(number, entry);
        if (Offset(trailer, "XRefStm") is { } hidden) AddHidden(section, ReadHiddenStream(hidden));
        return section;
    }

    private void ReadSubsection(ref PdfParser parser, Dictionary<int, CrossReference> entries)
    {
        var first = parser.ReadUnsigned();
        var count = parser.ReadUnsigned();
        CheckNumbers(first, count);
        for (var i = 0; i < count; i++)
        {
            var place = parser.ReadUnsigned();
            var generation = parser.ReadUnsigned();
            var isUsed = parser.TrySkip("n"u8);
            if (!isUsed) parser.Expect("f"u8);
            entries[first + i] = new CrossReference(isUsed && place > 0 ? EntryKind.InFile : EntryKind.Free, place, generation);
        }
    }

    /// <summary>A hybrid file's stream tells of the objects that its table calls free (§7.5.8.4).</summary>
    private static void AddHidden(CrossReferenceSection table, CrossReferenceSection hidden)
    {
        foreach (var (number, entry) in hidden.Entries)
            if (!table.Entries.TryGetValue(number, out var shown) || shown.Kind == EntryKind.Free)
                table.Entries[number] = entry;
    }

    private CrossReferenceSection ReadHiddenStream(int offset) =>
        _visited.Add(offset) ? ReadStream(offset) : throw PdfException.Damaged("The cross-reference sections turn in a circle", offset);

    private CrossReferenceSection ReadStream(int offset)
    {
        var (_, found) = IndirectObject.Read(file, offset, limits.Nesting, DirectLength);
        if (found is not PdfStream stream || !stream.Dictionary.IsNamed("Type", "XRef")) throw PdfException.Damaged("No cross-reference section", offset);
        var section = new CrossReferenceSection(offset, isStream: true, stream.Dictionary);
        var widths = Widths(stream.Dictionary);
        var data = PdfFilters.Decode(stream, value => value ?? PdfNull.Instance, budget).AsSpan();
        foreach (var (first, count) in Ranges(stream.Dictionary))
        {
            CheckNumbers(first, count);
            for (var i = 0; i < count; i++)
            {
                if (data.Length < widths.Sum()) throw PdfException.Damaged("A cross-reference stream is too short", offset);
                section.Entries[first + i] = ReadEntry(ref data, widths);
            }
        }

        return section;
    }

    private static CrossReference ReadEntry(ref Span<byte> data, int[] widths)
    {
        var kind = widths[0] == 0 ? 1 : TakeNumber(ref data, widths[0]);
        var place = TakeNumber(ref data, widths[1]);
        var detail = TakeNumber(ref data, widths[2]);
        return kind switch
        {
            1 => new CrossReference(EntryKind.InFile, place, detail),
            2 => new CrossReference(EntryKind.InObjectStream, place, detail),
            _ => new CrossReference(EntryKind.Free, place, detail),
        };
    }

    private static int TakeNumber(ref Span<byte> data, int width)
    {
        ulong value = 0;
        foreach (var digit in data[..width]) value = value << 8 | digit;
        data = data[width..];
        return (int)Math.Min(value, int.MaxValue);
    }

    private static int[] Widths(PdfDictionary dictionary)
    {
        var widths = dictionary["W"] is PdfArray { Items.Count: 3 } array
            ? array.Items.Select(item => item is PdfNumber { Value: >= 0 and <= 8, IsInteger: true } number ? (int)number.Value : -1).ToArray()
            : [];
        return widths.Length == 3 && widths.All(width => width >= 0) && widths[1] > 0 ? widths : throw PdfException.Damaged("A cross-reference stream has no widths.");
    }

    private static IEnumerable<(int First, int Count)> Ranges(PdfDictionary dictionary)
    {
        var numbers = dictionary["Index"] is PdfArray index ? index.Items.Select(Whole).ToArray() : [0, Whole(dictionary["Size"])];
        if (numbers.Length % 2 != 0) throw PdfException.Damaged("A cross-reference stream's Index is odd.");
        for (var i = 0; i < numbers.Length; i += 2) yield return (numbers[i], numbers[i + 1]);
    }

    private void CheckNumbers(int first, int count)
    {
        // Sections may overlap: without a sum, a small file could make a reader read the same entries a thousand times.
        _entries += count;
        if ((long)first + count > limits.Objects || _entries > 4L * limits.Objects) throw new PdfException(PdfFault.OverLimit, "The document has more objects than it may.");
    }

    private static int DirectLength(PdfObject? length) => Whole(length);

    private static int? Offset(PdfDictionary trailer, string key) => trailer[key] is { } value ? Whole(value) : null;

    private static int Whole(PdfObject? value) => value is PdfNumber { IsInteger: true, Value: >= 0 and <= int.MaxValue } number
        ? (int)number.Value
        : throw PdfException.Damaged("A cross-reference section misses a whole number.");
}
