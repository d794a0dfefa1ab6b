using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>One character of a text: which font writes it, as which number, how wide (thousandths of the type size).</summary>
internal readonly record struct SetCharacter(DocumentFont Font, int Number, double Width);

/// <summary>One font of the document and the name that pages call it by.</summary>
internal sealed record DocumentFont(string Name, FontSubset Subset)
{
    public PdfReference AddTo(PdfFileBuilder file)
    {
        var name = $"{Tag()}+{Subset.Font.Name}";
        var program = Subset.ToFile();
        var embedded = file.AddDeflated(program, new PdfDictionary().With("Length1", program.Length));
        var descendant = file.Add(new PdfDictionary().With("Type", "Font").With("Subtype", "CIDFontType2").With("BaseFont", name)
            .With("CIDSystemInfo", new PdfDictionary().With("Registry", PdfString.Text("Adobe")).With("Ordering", PdfString.Text("Identity")).With("Supplement", 0))
            .With("FontDescriptor", file.Add(Descriptor(name, embedded))).With("DW", 1000).With("W", Widths()).With("CIDToGIDMap", "Identity"));
        return file.Add(new PdfDictionary().With("Type", "Font").With("Subtype", "Type0").With("BaseFont", name).With("Encoding", "Identity-H")
            .With("DescendantFonts", new PdfArray([descendant])).With("ToUnicode", file.AddDeflated(ToUnicode())));
    }

    private PdfDictionary Descriptor(string name, PdfReference embedded)
    {
        var font = Subset.Font;
        double Thousandths(double units) => Math.Round(units * 1000 / font.UnitsPerEm);
        return new PdfDictionary().With("Type", "FontDescriptor").With("FontName", name).With("Flags", 4).With("ItalicAngle", 0).With("StemV", 80)
            .With("Ascent", Thousandths(font.Ascent)).With("Descent", Thousandths(font.Descent)).With("CapHeight", Thousandths(font.Ascent * 0.8))
            .With("FontBBox", new PdfArray(Thousandths(font.Box.Left), Thousandths(font.Box.Bottom), Thousandths(font.Box.Right), Thousandths(font.Box.Top)))
            .With("FontFile2", embedded);
    }

    private PdfArray Widths() => new([new PdfNumber(0), new PdfArray([.. Enumerable.Range(0, Subset.GlyphCount).Select(number => Math.Round(Subset.WidthOf(number), 2))])]);

    /// <summary>Six letters that differ between subsets (ISO 32000-1 §9.6.4).</summary>
    private string Tag()
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Subset.Characters.Values)));
        return string.Concat(hash[..6].Select(value => (char)('A' + value % 26)));
    }

    private byte[] ToUnicode()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            + "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        foreach (var chunk in Subset.Characters.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{chunk.Length} beginbfchar\n");
            foreach (var (number, character) in chunk)
                map.Append(CultureInfo.InvariantCulture, $"<{number:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            map.Append("endbfchar\n");
        }

        return Encoding.ASCII.GetBytes(map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString());
    }
}

/// <summary>The fonts that one document has used so far.</summary>
internal sealed class DocumentFonts(FontBook book)
{
    private readonly Dictionary<TrueTypeFont, DocumentFont> _used = [];

    public IEnumerable<DocumentFont> Used => _used.Values;

    public SetCharacter Set(Rune character)
    {
        var font = book.FontOf(character) ?? throw new MissingGlyphsException([$"{character} (U+{character.Value:X4})"]);
        if (!_used.TryGetValue(font, out var used)) _used.Add(font, used = new DocumentFont($"F{_used.Count + 1}", new FontSubset(font)));
        var number = used.Subset.Use(character);
        return new SetCharacter(used, number, used.Subset.WidthOf(number));
    }

    /// <summary>In points.</summary>
    public double Measure(string text, double size) => text.EnumerateRunes().Sum(character => Set(character).Width) * size / 1000;
}
