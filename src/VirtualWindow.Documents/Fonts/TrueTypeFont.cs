using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Documents.Fonts;

/// <summary>One face of a TrueType file or collection (OpenType 1.9: head, hhea, maxp, hmtx, loca, glyf, cmap, name). Immutable.</summary>
public sealed class TrueTypeFont
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = [];
    private readonly Dictionary<int, int> _glyphOf;
    private readonly int _widths;
    private readonly bool _longOffsets;

    /// <param name="file">A .ttf or .ttc file.</param>
    /// <param name="face">Which face of a collection.</param>
    /// <exception cref="InvalidDataException">No TrueType outlines: CFF fonts (.otf) cannot be embedded by this project.</exception>
    public TrueTypeFont(ReadOnlyMemory<byte> file, int face = 0)
    {
        _file = file;
        try
        {
            ReadDirectory(file.Span[..4].SequenceEqual("ttcf"u8) ? Int32(12 + 4 * face) : 0);
            foreach (var needed in (string[])["head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap"])
                if (!_tables.ContainsKey(needed))
                    throw new InvalidDataException($"The font has no table '{needed}': only TrueType outlines can be embedded.");
            var (head, hhea) = (_tables["head"].Offset, _tables["hhea"].Offset);
            UnitsPerEm = UInt16(head + 18);
            Box = (Int16(head + 36), Int16(head + 38), Int16(head + 40), Int16(head + 42));
            _longOffsets = Int16(head + 50) != 0;
            (Ascent, Descent, _widths) = (Int16(hhea + 4), Int16(hhea + 6), UInt16(hhea + 34));
            GlyphCount = UInt16(_tables["maxp"].Offset + 4);
            _glyphOf = CharacterMap.Read(Table("cmap").Span);
            Name = ReadName();
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The font file is cut short.", error);
        }
    }

    /// <summary>Its PostScript name.</summary>
    public string Name { get; }

    public int GlyphCount { get; }

    internal int UnitsPerEm { get; }

    internal int Ascent { get; }

    internal int Descent { get; }

    internal (int Left, int Bottom, int Right, int Top) Box { get; }

    public bool Has(Rune character) => _glyphOf.ContainsKey(character.Value);

    /// <summary>0, the glyph of missing characters, when the font has none.</summary>
    internal int GlyphOf(Rune character) => _glyphOf.GetValueOrDefault(character.Value);

    /// <summary>In thousandths of the type size.</summary>
    internal double WidthOf(int glyph) => AdvanceOf(glyph) * 1000.0 / UnitsPerEm;

    internal int AdvanceOf(int glyph) => UInt16(_tables["hmtx"].Offset + 4 * Math.Min(glyph, _widths - 1));

    internal int LeftBearingOf(int glyph) =>
        Int16(_tables["hmtx"].Offset + (glyph < _widths ? 4 * glyph + 2 : 4 * _widths + 2 * (glyph - _widths)));

    /// <summary>The glyph's entry of table glyf; empty for one without outline.</summary>
    internal ReadOnlySpan<byte> GlyphData(int glyph)
    {
        if (glyph < 0 || glyph >= GlyphCount) return [];
        var (start, end) = (GlyphOffset(glyph), GlyphOffset(glyph + 1));
        return Table("glyf").Span[start..Math.Max(start, end)];
    }

    internal ReadOnlyMemory<byte> Table(string tag) => _tables.TryGetValue(tag, out var place) ? _file.Slice(place.Offset, place.Length) : default;

    private int GlyphOffset(int glyph)
    {
        var loca = _tables["loca"].Offset;
        return _longOffsets ? Int32(loca + 4 * glyph) : UInt16(loca + 2 * glyph) * 2;
    }

    private void ReadDirectory(int offset)
    {
        var count = UInt16(offset + 4);
        for (var i = 0; i < count; i++)
        {
            var entry = offset + 12 + 16 * i;
            _tables[Encoding.ASCII.GetString(_file.Span.Slice(entry, 4))] = (Int32(entry + 8), Int32(entry + 12));
        }
    }

    private string ReadName()
    {
        var name = Table("name").Span;
        for (var i = 0; !name.IsEmpty && i < BinaryPrimitives.ReadUInt16BigEndian(name[2..]); i++)
        {
            var entry = name[(6 + 12 * i)..];
            if (BinaryPrimitives.ReadUInt16BigEndian(entry) != 3 || BinaryPrimitives.ReadUInt16BigEndian(entry[6..]) != 6) continue;
            var text = name.Slice(BinaryPrimitives.ReadUInt16BigEndian(name[4..]) + BinaryPrimitives.ReadUInt16BigEndian(entry[10..]), BinaryPrimitives.ReadUInt16BigEndian(entry[8..]));
            return string.Concat(Encoding.BigEndianUnicode.GetString(text).Where(character => char.IsAsciiLetterOrDigit(character) || character == '-'));
        }

        return "Font";
    }

    private int UInt16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_file.Span[offset..]);

    private int Int16(int offset) => BinaryPrimitives.ReadInt16BigEndian(_file.Span[offset..]);

    private int Int32(int offset) => BinaryPrimitives.ReadInt32BigEndian(_file.Span[offset..]);
}
