using System.Buffers.Binary;

namespace VirtualWindow.Documents.Fonts;

/// <summary>Reads table cmap, formats 4 (Basic Multilingual Plane) and 12 (all of Unicode).</summary>
internal static class CharacterMap
{
    public static Dictionary<int, int> Read(ReadOnlySpan<byte> cmap)
    {
        var glyphs = new Dictionary<int, int>();
        var count = UInt16(cmap, 2);
        for (var i = 0; i < count; i++)
        {
            var (platform, offset) = (UInt16(cmap, 4 + 8 * i), BinaryPrimitives.ReadInt32BigEndian(cmap[(8 + 8 * i)..]));
            if (platform is not (0 or 3)) continue;
            var table = cmap[offset..];
            if (UInt16(table, 0) == 12) ReadGroups(table, glyphs);
            else if (UInt16(table, 0) == 4) ReadSegments(table, glyphs);
        }

        return glyphs;
    }

    private static void ReadGroups(ReadOnlySpan<byte> table, Dictionary<int, int> glyphs)
    {
        var groups = BinaryPrimitives.ReadInt32BigEndian(table[12..]);
        for (var i = 0; i < groups; i++)
        {
            var group = table[(16 + 12 * i)..];
            var (first, last, glyph) = (BinaryPrimitives.ReadInt32BigEndian(group), BinaryPrimitives.ReadInt32BigEndian(group[4..]), BinaryPrimitives.ReadInt32BigEndian(group[8..]));
            for (var character = first; character <= last && character <= 0x10FFFF; character++) Add(glyphs, character, glyph + character - first);
        }
    }

    private static void ReadSegments(ReadOnlySpan<byte> table, Dictionary<int, int> glyphs)
    {
        var segments = UInt16(table, 6) / 2;
        for (var i = 0; i < segments; i++)
        {
            var (last, first) = (UInt16(table, 14 + 2 * i), UInt16(table, 16 + 2 * (segments + i)));
            var (delta, rangeAt) = (UInt16(table, 16 + 2 * (2 * segments + i)), 16 + 2 * (3 * segments + i));
            var range = UInt16(table, rangeAt);
            for (var character = first; character <= last && character != 0xFFFF; character++)
            {
                var glyph = range == 0 ? character : UInt16(table, rangeAt + range + 2 * (character - first));
                Add(glyphs, character, range != 0 && glyph == 0 ? 0 : (glyph + delta) & 0xFFFF);
            }
        }
    }

    private static void Add(Dictionary<int, int> glyphs, int character, int glyph)
    {
        if (glyph != 0) glyphs.TryAdd(character, glyph);
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
}
