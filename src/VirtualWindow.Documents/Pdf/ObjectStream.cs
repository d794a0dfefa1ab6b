namespace VirtualWindow.Documents.Pdf;

/// <summary>Several objects deflated as one (ISO 32000-1 §7.5.7): pairs of number and offset, then the objects.</summary>
internal sealed class ObjectStream
{
    private readonly byte[] _content;
    private readonly (int Number, int Offset)[] _places;

    public ObjectStream(byte[] content, int count, int first)
    {
        if (first < 0 || first > content.Length || count < 0 || count > first) throw PdfException.Damaged("An object stream's header is not sensible.");
        _content = content;
        _places = new (int, int)[count];
        var parser = new PdfParser(content.AsSpan(0, first), 0, 1);
        for (var i = 0; i < count; i++) _places[i] = (parser.ReadUnsigned(), parser.ReadUnsigned());
        for (var i = 0; i < count; i++) _places[i].Offset = _places[i].Offset <= content.Length - first ? _places[i].Offset + first : throw PdfException.Damaged("An object stream's offset leads out of it.");
    }

    /// <returns>The object, and how many bytes it took.</returns>
    public (PdfObject Value, int Length) Read(int number, int index, int nesting)
    {
        if (index < 0 || index >= _places.Length || _places[index].Number != number) throw PdfException.Damaged($"Object {number} is not in its object stream.");
        var parser = new PdfParser(_content, _places[index].Offset, nesting);
        var value = parser.ReadObject();
        return (value, parser.Position - _places[index].Offset);
    }
}
