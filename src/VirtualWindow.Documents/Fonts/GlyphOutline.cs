using System.Buffers.Binary;

namespace VirtualWindow.Documents.Fonts;

/// <summary>A point of a contour; off the curve it is the control point of a quadratic spline.</summary>
internal readonly record struct OutlinePoint(double X, double Y, bool IsOnCurve);

/// <summary>Reads glyph outlines from table glyf: closed contours in font units, composites put together.</summary>
internal static class GlyphOutline
{
    private const int DeepestComposite = 8;

    public static IReadOnlyList<IReadOnlyList<OutlinePoint>> Read(TrueTypeFont font, int glyph)
    {
        var contours = new List<IReadOnlyList<OutlinePoint>>();
        Collect(font, glyph, contours, DeepestComposite);
        return contours;
    }

    /// <summary>Calls <paramref name="visit"/> with the offset of each component's glyph number in the data of a composite glyph.</summary>
    public static void VisitComponents(ReadOnlySpan<byte> data, Action<int> visit)
    {
        if (data.IsEmpty || Int16(data, 0) >= 0) return;
        for (int offset = 10, flags = 0x20; (flags & 0x20) != 0;)
        {
            flags = (ushort)Int16(data, offset);
            visit(offset + 2);
            offset += 4 + ((flags & 1) != 0 ? 4 : 2) + ScaleLength(flags);
        }
    }

    private static int ScaleLength(int flags) => (flags & 0x08) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0;

    private static void Collect(TrueTypeFont font, int glyph, List<IReadOnlyList<OutlinePoint>> contours, int depth)
    {
        var data = font.GlyphData(glyph);
        if (data.IsEmpty || depth == 0) return;
        var count = Int16(data, 0);
        if (count >= 0) ReadSimple(data, count, contours);
        else ReadComposite(font, data, contours, depth);
    }

    private static void ReadSimple(ReadOnlySpan<byte> data, int count, List<IReadOnlyList<OutlinePoint>> contours)
    {
        var ends = new int[count];
        for (var i = 0; i < count; i++) ends[i] = (ushort)Int16(data, 10 + 2 * i);
        var points = count == 0 ? 0 : ends[^1] + 1;
        var offset = 10 + 2 * count;
        offset += 2 + (ushort)Int16(data, offset);
        var flags = ReadFlags(data, points, ref offset);
        var xs = ReadCoordinates(data, flags, shortBit: 0x02, sameBit: 0x10, ref offset);
        var ys = ReadCoordinates(data, flags, shortBit: 0x04, sameBit: 0x20, ref offset);
        var start = 0;
        foreach (var end in ends)
        {
            contours.Add([.. Enumerable.Range(start, Math.Max(0, end + 1 - start)).Select(i => new OutlinePoint(xs[i], ys[i], (flags[i] & 1) != 0))]);
            start = end + 1;
        }
    }

    private static byte[] ReadFlags(ReadOnlySpan<byte> data, int points, ref int offset)
    {
        var flags = new byte[points];
        for (var i = 0; i < points;)
        {
            var flag = data[offset++];
            for (var repeats = (flag & 8) != 0 ? data[offset++] + 1 : 1; repeats > 0 && i < points; repeats--) flags[i++] = flag;
        }

        return flags;
    }

    private static int[] ReadCoordinates(ReadOnlySpan<byte> data, byte[] flags, int shortBit, int sameBit, ref int offset)
    {
        var coordinates = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            var isSame = (flags[i] & sameBit) != 0;
            if ((flags[i] & shortBit) != 0) value += isSame ? data[offset++] : -data[offset++];
            else if (!isSame)
            {
                value += Int16(data, offset);
                offset += 2;
            }

            coordinates[i] = value;
        }

        return coordinates;
    }

    private static void ReadComposite(TrueTypeFont font, ReadOnlySpan<byte> data, List<IReadOnlyList<OutlinePoint>> contours, int depth)
    {
        for (int offset = 10, flags = 0x20; (flags & 0x20) != 0;)
        {
            flags = (ushort)Int16(data, offset);
            var glyph = (ushort)Int16(data, offset + 2);
            var isWide = (flags & 1) != 0;
            var (dx, dy) = isWide ? (Int16(data, offset + 4), Int16(data, offset + 6)) : ((sbyte)data[offset + 4], (sbyte)data[offset + 5]);
            offset += isWide ? 8 : 6;
            var (a, b, c, d) = ReadScale(data, offset, flags);
            offset += ScaleLength(flags);
            var parts = new List<IReadOnlyList<OutlinePoint>>();
            Collect(font, glyph, parts, depth - 1);
            contours.AddRange(parts.Select(part => (IReadOnlyList<OutlinePoint>)[.. part.Select(point => point with { X = a * point.X + c * point.Y + dx, Y = b * point.X + d * point.Y + dy })]));
        }
    }

    private static (double A, double B, double C, double D) ReadScale(ReadOnlySpan<byte> data, int offset, int flags)
    {
        if ((flags & 0x08) != 0) return (Fraction(data, offset), 0, 0, Fraction(data, offset));
        if ((flags & 0x40) != 0) return (Fraction(data, offset), 0, 0, Fraction(data, offset + 2));
        return (flags & 0x80) != 0 ? (Fraction(data, offset), Fraction(data, offset + 2), Fraction(data, offset + 4), Fraction(data, offset + 6)) : (1, 0, 0, 1);
    }

    private static double Fraction(ReadOnlySpan<byte> data, int offset) => Int16(data, offset) / 16384.0;

    private static int Int16(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadInt16BigEndian(data[offset..]);
}
