namespace VirtualWindow.Documents.Pdf;

/// <summary>Reads <c>12 0 obj … endobj</c> (ISO 32000-1 §7.3.10).</summary>
internal static class IndirectObject
{
    /// <param name="length">Resolves a stream's <c>/Length</c>, which may be an object of its own.</param>
    public static (PdfReference Reference, PdfObject Value) Read(ReadOnlyMemory<byte> file, int offset, int nesting, Func<PdfObject?, int> length)
    {
        var (reference, value, _) = ReadToEnd(file, offset, nesting, length);
        return (reference, value);
    }

    /// <summary>Also tells the byte after <c>endobj</c>.</summary>
    public static (PdfReference Reference, PdfObject Value, int End) ReadToEnd(ReadOnlyMemory<byte> file, int offset, int nesting, Func<PdfObject?, int> length)
    {
        var parser = new PdfParser(file.Span, offset, nesting);
        var reference = new PdfReference(parser.ReadUnsigned(), parser.ReadUnsigned());
        parser.Expect("obj"u8);
        var value = parser.ReadObject();
        if (value is PdfDictionary dictionary && parser.TrySkip("stream"u8)) value = ReadStream(file, ref parser, dictionary, length);
        parser.Expect("endobj"u8);
        return (reference, value, parser.Position);
    }

    private static PdfStream ReadStream(ReadOnlyMemory<byte> file, ref PdfParser parser, PdfDictionary dictionary, Func<PdfObject?, int> length)
    {
        parser.SkipStreamLineEnd();
        var start = parser.Position;
        parser.Skip(length(dictionary["Length"]));
        var data = file[start..parser.Position];
        parser.Expect("endstream"u8);
        return new PdfStream(dictionary, data);
    }
}
