using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Papers.Dossiers;

/// <summary>A file of a package.</summary>
public sealed record PackedFile(string Path, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// A ZIP (APPNOTE 6.3.10) with nothing left to chance: files are stored as they are, every other field has one possible value, so that the same
/// files always give the same bytes, and a package that differs from what its own files give was changed.
/// </summary>
internal static class StoredZip
{
    private const uint LocalHeader = 0x04034b50, CentralHeader = 0x02014b50, EndOfCentral = 0x06054b50;
    private const int LocalBytes = 30, CentralBytes = 46, EndBytes = 22;
    private const ushort Version = 20, Utf8Names = 1 << 11, FirstDay = (1 << 5) | 1; // 1980-01-01, the format's first day

    /// <exception cref="ArgumentException">More than the format carries without its 64-bit extension (4 GB).</exception>
    public static byte[] Write(IReadOnlyList<PackedFile> files)
    {
        var length = files.Sum(file => LocalBytes + CentralBytes + (2L * Name(file).Length) + file.Bytes.Length) + EndBytes;
        if (length > uint.MaxValue || length > Array.MaxLength || files.Count > ushort.MaxValue) throw new ArgumentException("The package is larger than the format allows.", nameof(files));
        var package = new byte[length];
        var (at, places) = (0, new List<int>());
        foreach (var file in files)
        {
            places.Add(at);
            at += WriteLocal(package.AsSpan(at), file);
        }

        var central = at;
        for (var i = 0; i < files.Count; i++) at += WriteCentral(package.AsSpan(at), files[i], places[i]);
        WriteEnd(package.AsSpan(at), files.Count, at - central, central);
        return package;
    }

    /// <summary>Reads file after file from the start; what the central directory says is judged by writing everything again.</summary>
    /// <returns>The offset at which it stops being a package of this kind; -1 when it is one to its end.</returns>
    public static int Read(ReadOnlyMemory<byte> package, List<PackedFile> into)
    {
        var at = 0;
        while (TryReadLocal(package, at, out var file, out var next))
        {
            into.Add(file);
            at = next;
        }

        var again = into.Count == 0 ? [] : Write(into);
        var same = again.AsSpan().CommonPrefixLength(package.Span);
        return into.Count > 0 && same == again.Length && same == package.Length ? -1 : same;
    }

    private static bool TryReadLocal(ReadOnlyMemory<byte> package, int at, out PackedFile file, out int next)
    {
        (file, next) = (new("", default), at);
        if (package.Length - at < LocalBytes) return false;
        var header = package.Span[at..];
        var (size, name) = (BinaryPrimitives.ReadUInt32LittleEndian(header[22..]), BinaryPrimitives.ReadUInt16LittleEndian(header[26..]));
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalHeader || size > (uint)(package.Length - at) || LocalBytes + name + (long)size > package.Length - at) return false;
        next = at + LocalBytes + name + (int)size;
        file = new(Encoding.UTF8.GetString(header.Slice(LocalBytes, name)), package.Slice(at + LocalBytes + name, (int)size));
        return true;
    }

    private static byte[] Name(PackedFile file) => Encoding.UTF8.GetBytes(file.Path);

    private static int WriteLocal(Span<byte> to, PackedFile file)
    {
        var name = Name(file);
        BinaryPrimitives.WriteUInt32LittleEndian(to, LocalHeader);
        WriteCommon(to[4..], file, name.Length);
        name.CopyTo(to[LocalBytes..]);
        file.Bytes.Span.CopyTo(to[(LocalBytes + name.Length)..]);
        return LocalBytes + name.Length + file.Bytes.Length;
    }

    // version needed 2 | flags 2 | method 2 (0 = stored) | time 2 | date 2 | crc 4 | packed 4 | unpacked 4 | name length 2 | extra length 2
    private static void WriteCommon(Span<byte> to, PackedFile file, int nameBytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], Utf8Names);
        BinaryPrimitives.WriteUInt16LittleEndian(to[8..], FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(to[10..], Crc32.Of(file.Bytes.Span));
        BinaryPrimitives.WriteInt32LittleEndian(to[14..], file.Bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(to[18..], file.Bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[22..], (ushort)nameBytes);
    }

    private static int WriteCentral(Span<byte> to, PackedFile file, int place)
    {
        var name = Name(file);
        BinaryPrimitives.WriteUInt32LittleEndian(to, CentralHeader);
        BinaryPrimitives.WriteUInt16LittleEndian(to[4..], Version);
        WriteCommon(to[6..], file, name.Length);
        BinaryPrimitives.WriteInt32LittleEndian(to[42..], place);
        name.CopyTo(to[CentralBytes..]);
        return CentralBytes + name.Length;
    }

    private static void WriteEnd(Span<byte> to, int files, int centralBytes, int central)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, EndOfCentral);
        BinaryPrimitives.WriteUInt16LittleEndian(to[8..], (ushort)files);
        BinaryPrimitives.WriteUInt16LittleEndian(to[10..], (ushort)files);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], centralBytes);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], central);
    }
}

/// <summary>The check sum of ZIP (CRC-32, ITU-T V.42).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Step((uint)value))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes) sum = Table[(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint Step(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    }
}
