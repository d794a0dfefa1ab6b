using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Documents.Fonts;

/// <summary>
/// The glyphs of a font that one document uses, numbered anew from 1 in the order of their first use (0 stays the glyph of missing
/// characters), and the small TrueType file of them that is embedded (ISO 32000-1 §9.9).
/// </summary>
internal sealed class FontSubset
{
    private readonly Dictionary<int, int> _numbers = new() { [0] = 0 };
    private readonly List<int> _glyphs = [0];

    public FontSubset(TrueTypeFont font) => Font = font;

    public TrueTypeFont Font { get; }

    public int GlyphCount => _glyphs.Count;

    /// <summary>What each glyph stands for, for those who copy or search the text.</summary>
    public SortedDictionary<int, Rune> Characters { get; } = [];

    /// <summary>The number under which the document writes a character.</summary>
    public int Use(Rune character)
    {
        var number = UseGlyph(Font.GlyphOf(character));
        Characters.TryAdd(number, character);
        return number;
    }

    public double WidthOf(int number) => Font.WidthOf(_glyphs[number]);

    public byte[] ToFile()
    {
        var glyf = new MemoryStream();
        var offsets = new List<int>();
        // The list grows while composites name their parts.
        for (var number = 0; number < _glyphs.Count; number++)
        {
            offsets.Add((int)glyf.Length);
            glyf.Write(Renumbered(_glyphs[number]));
            while (glyf.Length % 4 != 0) glyf.WriteByte(0);
        }

        offsets.Add((int)glyf.Length);
        return Assemble(new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["cvt "] = Font.Table("cvt ").ToArray(),
            ["fpgm"] = Font.Table("fpgm").ToArray(),
            ["glyf"] = glyf.ToArray(),
            ["head"] = Head(),
            ["hhea"] = WithNumber(Font.Table("hhea"), 34, (ushort)_glyphs.Count),
            ["hmtx"] = Metrics(),
            ["loca"] = Offsets(offsets),
            ["maxp"] = WithNumber(Font.Table("maxp"), 4, (ushort)_glyphs.Count),
            ["prep"] = Font.Table("prep").ToArray(),
        });
    }

    private int UseGlyph(int glyph)
    {
        if (_numbers.TryGetValue(glyph, out var number)) return number;
        _glyphs.Add(glyph);
        return _numbers[glyph] = _glyphs.Count - 1;
    }

    private byte[] Renumbered(int glyph)
    {
        var data = Font.GlyphData(glyph).ToArray();
        GlyphOutline.VisitComponents(data, offset =>
        {
            var place = data.AsSpan(offset, 2);
            BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)UseGlyph(BinaryPrimitives.ReadUInt16BigEndian(place)));
        });
        return data;
    }

    private byte[] Head()
    {
        var head = WithNumber(Font.Table("head"), 50, 1);
        head.AsSpan(8, 4).Clear();
        return head;
    }

    private static byte[] WithNumber(ReadOnlyMemory<byte> table, int offset, ushort value)
    {
        var bytes = table.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(offset), value);
        return bytes;
    }

    private byte[] Metrics()
    {
        var metrics = new byte[4 * _glyphs.Count];
        for (var number = 0; number < _glyphs.Count; number++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(metrics.AsSpan(4 * number), (ushort)Font.AdvanceOf(_glyphs[number]));
            BinaryPrimitives.WriteInt16BigEndian(metrics.AsSpan(4 * number + 2), (short)Font.LeftBearingOf(_glyphs[number]));
        }

        return metrics;
    }

    private static byte[] Offsets(List<int> offsets)
    {
        var loca = new byte[4 * offsets.Count];
        for (var i = 0; i < offsets.Count; i++) BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]);
        return loca;
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var present = tables.Where(table => table.Value.Length > 0).ToArray();
        var file = new byte[12 + 16 * present.Length + present.Sum(table => Padded(table.Value.Length))];
        WriteHeader(file, present.Length);
        var offset = 12 + 16 * present.Length;
        for (var i = 0; i < present.Length; i++)
        {
            var (tag, table) = (present[i].Key, present[i].Value);
            table.CopyTo(file, offset);
            var entry = file.AsSpan(12 + 16 * i, 16);
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(file.AsSpan(offset, Padded(table.Length))));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], offset);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], table.Length);
            offset += Padded(table.Length);
        }

        AdjustWholeSum(file);
        return file;
    }

    private static void WriteHeader(byte[] file, int tables)
    {
        var power = System.Numerics.BitOperations.Log2((uint)tables);
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), (ushort)tables);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), (ushort)(16 * tables - (16 << power)));
    }

    private static void AdjustWholeSum(byte[] file)
    {
        for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(4)); i++)
        {
            var entry = file.AsSpan(12 + 16 * i, 16);
            if (!entry[..4].SequenceEqual("head"u8)) continue;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(BinaryPrimitives.ReadInt32BigEndian(entry[8..]) + 8), 0xB1B0AFBA - Sum(file));
        }
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i + 4 <= bytes.Length; i += 4) sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]));
        return sum;
    }
}
