using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Sfu.Recording;

/// <summary>Bytes of EBML elements on their way to a file (RFC 8794 §4: element id, data size as variable-size integer, data).</summary>
internal sealed class EbmlBuffer
{
    private const uint VoidId = 0xEC;
    private const ulong EightByteSize = 1UL << 56;
    private const ulong UnknownSizeValue = EightByteSize - 1;
    private static readonly DateTimeOffset MatroskaEpoch = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private byte[] _bytes = new byte[16 << 10];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Element ids carry their own length marker: 1 to 4 bytes.</summary>
    public void Id(uint id)
    {
        if (id > 0xFF_FFFF) Byte((byte)(id >> 24));
        if (id > 0xFFFF) Byte((byte)(id >> 16));
        if (id > 0xFF) Byte((byte)(id >> 8));
        Byte((byte)id);
    }

    /// <summary>The shortest form; all ones is reserved for "unknown" (RFC 8794 §6.2).</summary>
    public void Size(ulong size)
    {
        var length = 1;
        while (length < 8 && size >= (1UL << (7 * length)) - 1) length++;
        WriteBigEndian(size | (1UL << (7 * length)), length);
    }

    /// <summary>Eight bytes, so that it can be overwritten once known.</summary>
    public void LongSize(ulong size) => WriteBigEndian(size | EightByteSize, 8);

    public void UnknownSize() => LongSize(UnknownSizeValue);

    public void UInt(uint id, ulong value)
    {
        var length = 1;
        while (length < 8 && value >> (8 * length) != 0) length++;
        UInt(id, value, length);
    }

    public void UInt(uint id, ulong value, int length)
    {
        Id(id);
        Size((ulong)length);
        WriteBigEndian(value, length);
    }

    public void Float(uint id, double value)
    {
        Id(id);
        Size(8);
        WriteBigEndian(BitConverter.DoubleToUInt64Bits(value), 8);
    }

    public void Text(uint id, string value) => Bytes(id, Encoding.UTF8.GetBytes(value));

    public void Date(uint id, DateTimeOffset instant)
    {
        Id(id);
        Size(8);
        WriteBigEndian((ulong)((instant.UtcTicks - MatroskaEpoch.UtcTicks) * 100), 8);
    }

    public void Bytes(uint id, ReadOnlySpan<byte> value)
    {
        Id(id);
        Size((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Space for later: an element that readers skip, <paramref name="total"/> bytes in all.</summary>
    public void Void(int total)
    {
        // One byte id; a one-byte size reaches 126 bytes of data, beyond it eight bytes of size.
        Id(VoidId);
        if (total - 2 < 127) Size((ulong)(total - 2));
        else LongSize((ulong)(total - 9));
        var data = total - 2 < 127 ? total - 2 : total - 9;
        Reserve(data).Clear();
    }

    /// <summary>Begins an element whose size is filled in by <see cref="End"/>.</summary>
    /// <returns>Position of its size.</returns>
    public int Begin(uint id)
    {
        Id(id);
        var at = Length;
        UnknownSize();
        return at;
    }

    public void End(int begun) =>
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(begun), EightByteSize + (ulong)(Length - begun - 8));

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Overwrite(int at, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes.AsSpan(at, bytes.Length));

    private void WriteBigEndian(ulong value, int length)
    {
        var at = Reserve(length);
        for (var i = 0; i < length; i++) at[i] = (byte)(value >> (8 * (length - 1 - i)));
    }

    private Span<byte> Reserve(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
