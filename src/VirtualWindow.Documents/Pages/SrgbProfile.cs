using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Documents.Pages;

/// <summary>An ICC profile of sRGB (IEC 61966-2-1) in version 2 of the format, for the output intent that PDF/A asks for. Our own, so free of others' rights.</summary>
internal static class SrgbProfile
{
    private const int CurvePoints = 1024;

    private static readonly Lazy<byte[]> Made = new(Make);

    public static byte[] Bytes => Made.Value;

    private static byte[] Make()
    {
        (string Tag, byte[] Data)[] tags =
        [
            ("desc", Description("sRGB")), ("cprt", [.. "text\0\0\0\0No rights reserved\0"u8]), ("wtpt", Xyz(0.9642, 1, 0.8249)),
            ("rXYZ", Xyz(0.4360747, 0.2225045, 0.0139322)), ("gXYZ", Xyz(0.3850649, 0.7168786, 0.0971045)), ("bXYZ", Xyz(0.1430804, 0.0606169, 0.7141733)),
            ("rTRC", Curve()), ("gTRC", []), ("bTRC", []),
        ];
        var file = new byte[132 + 12 * tags.Length + tags.Sum(tag => Padded(tag.Data.Length))];
        WriteHeader(file);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(128), tags.Length);
        var (offset, placed) = (132 + 12 * tags.Length, (Offset: 0, Length: 0));
        for (var i = 0; i < tags.Length; i++)
        {
            // The three channels share one curve.
            if (tags[i].Data.Length > 0) placed = (offset, tags[i].Data.Length);
            tags[i].Data.CopyTo(file, offset);
            offset += Padded(tags[i].Data.Length);
            var entry = file.AsSpan(132 + 12 * i);
            Encoding.ASCII.GetBytes(tags[i].Tag, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], placed.Offset);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], placed.Length);
        }

        return file;
    }

    private static void WriteHeader(byte[] file)
    {
        BinaryPrimitives.WriteInt32BigEndian(file, file.Length);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), 0x02100000);
        "mntrRGB XYZ "u8.CopyTo(file.AsSpan(12));
        foreach (var (index, part) in ((ushort[])[2026, 1, 1]).Index()) BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(24 + 2 * index), part);
        "acsp"u8.CopyTo(file.AsSpan(36));
        Xyz(0.9642, 1, 0.8249).AsSpan(8).CopyTo(file.AsSpan(68));
    }

    private static byte[] Description(string name)
    {
        var description = new byte[12 + name.Length + 1 + 78];
        "desc"u8.CopyTo(description);
        BinaryPrimitives.WriteInt32BigEndian(description.AsSpan(8), name.Length + 1);
        Encoding.ASCII.GetBytes(name, description.AsSpan(12));
        return description;
    }

    private static byte[] Xyz(params double[] values)
    {
        var xyz = new byte[20];
        "XYZ "u8.CopyTo(xyz);
        for (var i = 0; i < 3; i++) BinaryPrimitives.WriteInt32BigEndian(xyz.AsSpan(8 + 4 * i), (int)Math.Round(values[i] * 65536));
        return xyz;
    }

    private static byte[] Curve()
    {
        var curve = new byte[12 + 2 * CurvePoints];
        "curv"u8.CopyTo(curve);
        BinaryPrimitives.WriteInt32BigEndian(curve.AsSpan(8), CurvePoints);
        for (var i = 0; i < CurvePoints; i++)
        {
            var value = i / (double)(CurvePoints - 1);
            var linear = value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
            BinaryPrimitives.WriteUInt16BigEndian(curve.AsSpan(12 + 2 * i), (ushort)Math.Round(linear * 65535));
        }

        return curve;
    }

    private static int Padded(int length) => (length + 3) & ~3;
}
