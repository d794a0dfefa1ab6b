using System.Buffers;
using System.IO.Compression;

namespace VirtualWindow.Documents.Pdf;

/// <summary>What the streams of one document may still inflate to.</summary>
internal sealed class InflateBudget(int bytes)
{
    private int _left = bytes;

    public void Take(int count)
    {
        _left -= count;
        if (_left < 0) throw new PdfException(PdfFault.OverLimit, "The document inflates to more than it may.");
    }
}

/// <summary>Deflate with PNG predictors (ISO 32000-1 §7.4.4): what cross-reference and object streams are made with.</summary>
internal static class PdfFilters
{
    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Applies the filters of a stream whose dictionary holds no references to them.</summary>
    public static byte[] Decode(PdfStream stream, Func<PdfObject?, PdfObject> resolve, InflateBudget budget)
    {
        var filters = AsList(resolve(stream.Dictionary["Filter"]), resolve);
        var parameters = AsList(resolve(stream.Dictionary["DecodeParms"]), resolve);
        if (filters.Count > 4) throw new PdfException(PdfFault.OverLimit, "A stream has more filters than it may.");
        var data = stream.Data;
        if (filters.Count == 0) budget.Take(data.Length);
        for (var i = 0; i < filters.Count; i++)
            data = Apply(filters[i], i < parameters.Count ? parameters[i] as PdfDictionary : null, data, resolve, budget);
        return data.ToArray();
    }

    private static List<PdfObject> AsList(PdfObject value, Func<PdfObject?, PdfObject> resolve) => value switch
    {
        PdfNull => [],
        PdfArray array => [.. array.Items.Select(resolve)],
        _ => [value],
    };

    private static byte[] Apply(PdfObject filter, PdfDictionary? parameters, ReadOnlyMemory<byte> data, Func<PdfObject?, PdfObject> resolve, InflateBudget budget)
    {
        var bytes = (filter as PdfName)?.Value switch
        {
            "FlateDecode" or "Fl" => Inflate(data, budget),
            "ASCIIHexDecode" or "AHx" => FromHex(data.Span, budget),
            _ => throw new PdfException(PdfFault.Unsupported, "A stream uses a filter that this reader does not know."),
        };
        return Number(parameters, "Predictor", 1, resolve) switch
        {
            1 => bytes,
            >= 10 and <= 15 => UndoPng(bytes, RowLength(parameters, resolve), Math.Max(1, Number(parameters, "Colors", 1, resolve) * Number(parameters, "BitsPerComponent", 8, resolve) / 8)),
            _ => throw new PdfException(PdfFault.Unsupported, "A stream uses a predictor that this reader does not know."),
        };
    }

    private static byte[] Inflate(ReadOnlyMemory<byte> data, InflateBudget budget)
    {
        using var packed = new ReadOnlyMemoryStream(data);
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var inflated = new ArrayBufferWriter<byte>();
        try
        {
            for (int count; (count = zlib.Read(inflated.GetSpan(8192))) > 0; inflated.Advance(count)) budget.Take(count);
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            // No deflate at all, or packed with a dictionary that is not there (ZLibException).
            throw PdfException.Damaged("A stream does not inflate.");
        }

        return inflated.WrittenSpan.ToArray();
    }

    private static byte[] FromHex(ReadOnlySpan<byte> data, InflateBudget budget)
    {
        var end = data.IndexOf((byte)'>');
        var bytes = PdfParser.FromHex(end < 0 ? data : data[..end], 0);
        budget.Take(bytes.Length);
        return bytes;
    }

    private static int RowLength(PdfDictionary? parameters, Func<PdfObject?, PdfObject> resolve)
    {
        var bits = (long)Number(parameters, "Colors", 1, resolve) * Number(parameters, "BitsPerComponent", 8, resolve) * Number(parameters, "Columns", 1, resolve);
        return bits is > 0 and < 8 << 24 ? (int)((bits + 7) / 8) : throw PdfException.Damaged("A predictor's row has an impossible length.");
    }

    private static int Number(PdfDictionary? parameters, string key, int otherwise, Func<PdfObject?, PdfObject> resolve) => resolve(parameters?[key]) switch
    {
        PdfNumber { IsInteger: true, Value: >= 0 and <= 1 << 24 } number => (int)number.Value,
        PdfNull => otherwise,
        _ => throw PdfException.Damaged($"A stream's {key} is not a sensible number."),
    };

    /// <summary>Undoes the row filters of PNG (RFC 2083 §6), in place of each row's first byte.</summary>
    private static byte[] UndoPng(byte[] bytes, int rowLength, int pixel)
    {
        var rows = (bytes.Length + rowLength) / (rowLength + 1);
        var plain = new byte[Math.Max(0, bytes.Length - rows)];
        for (var row = 0; row < rows; row++)
        {
            var source = bytes.AsSpan(row * (rowLength + 1));
            var target = plain.AsSpan(row * rowLength, Math.Min(rowLength, source.Length - 1));
            var above = row == 0 ? [] : plain.AsSpan((row - 1) * rowLength, rowLength);
            UndoRow(source[0], source.Slice(1, target.Length), above, target, pixel);
        }

        return plain;
    }

    private static void UndoRow(byte filter, ReadOnlySpan<byte> source, ReadOnlySpan<byte> above, Span<byte> target, int pixel)
    {
        for (var i = 0; i < source.Length; i++)
        {
            var left = i >= pixel ? target[i - pixel] : 0;
            var up = above.IsEmpty ? 0 : above[i];
            var upLeft = above.IsEmpty || i < pixel ? 0 : above[i - pixel];
            target[i] = (byte)(source[i] + filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, upLeft),
                _ => throw PdfException.Damaged("A predictor's row has no known filter."),
            });
        }
    }

    private static int Paeth(int left, int up, int upLeft)
    {
        var (toLeft, toUp, toUpLeft) = (Math.Abs(up - upLeft), Math.Abs(left - upLeft), Math.Abs(left + up - 2 * upLeft));
        return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }

    private sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes.Length;

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, bytes.Length - _position);
            bytes.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
