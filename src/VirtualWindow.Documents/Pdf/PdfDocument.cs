namespace VirtualWindow.Documents.Pdf;

/// <summary>
/// A PDF as it stands in memory (ISO 32000-1): its cross-references are read at once, its objects when asked for. Files that other readers
/// would have to guess about are refused.
/// </summary>
/// <remarks>Not for two threads at once: what was read is remembered.</remarks>
public sealed class PdfDocument
{
    private const int DeepestReference = 32;

    private readonly Dictionary<int, PdfObject> _read = [];
    private readonly Dictionary<int, ObjectStream> _objectStreams = [];
    private readonly InflateBudget _budget;
    private IReadOnlyList<PdfPage>? _pages;
    private int _reading;
    private long _parsed;

    private PdfDocument(ReadOnlyMemory<byte> bytes, PdfLimits limits)
    {
        (Bytes, Limits, _budget) = (bytes, limits, new InflateBudget(limits.InflatedBytes));
        if (!bytes.Span.StartsWith("%PDF-"u8)) throw PdfException.Damaged("The file does not begin with '%PDF-'.");
        StartOffset = CrossReferenceReader.FindStart(bytes.Span);
        Sections = new CrossReferenceReader(bytes, limits, _budget).ReadChain(StartOffset);
        if (Sections.Any(section => section.Trailer["Encrypt"] is not null)) throw new PdfException(PdfFault.Encrypted, "The document is encrypted.");
        foreach (var section in Sections)
            foreach (var (number, entry) in section.Entries)
                Entries.TryAdd(number, entry);
        Catalog = Resolve(Trailer["Root"]) as PdfDictionary ?? throw PdfException.Damaged("The document has no catalogue.");
    }

    /// <summary>The file, untouched.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public int PageCount => Pages.Count;

    /// <summary>What is seen of each page, upright.</summary>
    public IReadOnlyList<PageExtent> Extents => [.. Pages.Select(page => PageExtent.Of(page))];

    internal PdfLimits Limits { get; }

    /// <summary>Where the newest cross-reference section begins: the number after <c>startxref</c>.</summary>
    internal int StartOffset { get; }

    /// <summary>Newest first.</summary>
    internal IReadOnlyList<CrossReferenceSection> Sections { get; }

    internal Dictionary<int, CrossReference> Entries { get; } = [];

    internal PdfDictionary Trailer => Sections[0].Trailer;

    internal PdfDictionary Catalog { get; }

    internal PdfReference CatalogReference => Trailer["Root"] as PdfReference ?? throw PdfException.Damaged("The trailer holds its catalogue itself.");

    /// <summary>The first number that no object of this document has.</summary>
    internal int NextNumber => Math.Max(Entries.Count == 0 ? 1 : Entries.Keys.Max() + 1, Trailer["Size"] is PdfNumber { Value: > 0 and < int.MaxValue } size ? (int)size.Value : 1);

    internal IReadOnlyList<PdfPage> Pages => _pages ??= PdfPage.ReadAll(this);

    /// <exception cref="PdfException">The file is damaged, encrypted or past a limit; also later, when a part of it is read.</exception>
    public static PdfDocument Read(ReadOnlyMemory<byte> bytes, PdfLimits? limits = null) => new(bytes, limits ?? PdfLimits.Default);

    /// <summary>Follows references until something else comes; what does not exist is null (§7.3.10).</summary>
    internal PdfObject Resolve(PdfObject? value)
    {
        for (var steps = 0; value is PdfReference reference; value = Find(reference))
            if (++steps > DeepestReference)
                throw PdfException.Damaged("References lead from one to the next without end.");
        return value ?? PdfNull.Instance;
    }

    internal T? Get<T>(PdfDictionary? dictionary, string key) where T : PdfObject => Resolve(dictionary?[key]) as T;

    internal int? GetInteger(PdfDictionary? dictionary, string key) => Get<PdfNumber>(dictionary, key) is { IsInteger: true, Value: >= int.MinValue and <= int.MaxValue } number ? (int)number.Value : null;

    internal PdfObject Find(PdfReference reference)
    {
        if (_read.TryGetValue(reference.Number, out var known)) return SameGeneration(reference) ? known : PdfNull.Instance;
        if (!Entries.TryGetValue(reference.Number, out var entry) || !SameGeneration(reference)) return PdfNull.Instance;
        if (++_reading > DeepestReference) throw PdfException.Damaged("Reading one object leads to the next without end.");
        try
        {
            return _read[reference.Number] = entry.Kind switch
            {
                EntryKind.InFile => ReadAt(reference.Number, entry.Place),
                EntryKind.InObjectStream => ReadInStream(reference.Number, entry),
                _ => PdfNull.Instance,
            };
        }
        finally
        {
            _reading--;
        }
    }

    internal byte[] Decode(PdfStream stream) => PdfFilters.Decode(stream, Resolve, _budget);

    private bool SameGeneration(PdfReference reference) =>
        Entries.TryGetValue(reference.Number, out var entry) && reference.Generation == (entry.Kind == EntryKind.InFile ? entry.Detail : 0);

    private PdfObject ReadAt(int number, int offset)
    {
        var (reference, value, end) = IndirectObject.ReadToEnd(Bytes, offset, Limits.Nesting, ReadLength);
        Account(end - offset);
        return reference.Number == number ? value : throw PdfException.Damaged($"Object {number} is not where it should be", offset);
    }

    private int ReadLength(PdfObject? length) => Resolve(length) is PdfNumber { IsInteger: true, Value: >= 0 and <= int.MaxValue } number
        ? (int)number.Value
        : throw PdfException.Damaged("A stream has no length.");

    private PdfObject ReadInStream(int number, CrossReference entry)
    {
        if (!_objectStreams.TryGetValue(entry.Place, out var container)) _objectStreams.Add(entry.Place, container = OpenObjectStream(entry.Place));
        var (value, length) = container.Read(number, entry.Detail, Limits.Nesting);
        Account(length);
        return value;
    }

    /// <summary>Objects that lie inside each other would let a small file be read for hours.</summary>
    private void Account(int bytes)
    {
        _parsed += bytes;
        if (_parsed > 4L * (Bytes.Length + Limits.InflatedBytes)) throw new PdfException(PdfFault.OverLimit, "The document's objects overlap.");
    }

    private ObjectStream OpenObjectStream(int number)
    {
        if (!Entries.TryGetValue(number, out var entry) || entry.Kind != EntryKind.InFile || ReadAt(number, entry.Place) is not PdfStream stream || !stream.Dictionary.IsNamed("Type", "ObjStm"))
            throw PdfException.Damaged($"Object {number} is no object stream.");
        return new ObjectStream(Decode(stream), GetInteger(stream.Dictionary, "N") ?? -1, GetInteger(stream.Dictionary, "First") ?? -1);
    }
}
