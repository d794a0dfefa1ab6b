using System.Buffers;
using System.Globalization;
using System.Text;

namespace VirtualWindow.Documents.Pdf;

/// <summary>Room of a fixed length that is filled after everything around it is written, such as a signature.</summary>
internal sealed class PdfPlaceholder(int length) : PdfObject
{
    public int Length { get; } = length;

    /// <summary>Where its room begins in what was written; set by writing.</summary>
    public int Position { get; set; } = -1;
}

/// <summary>Writes objects as bytes (ISO 32000-1 §7.3), compactly and always in the same way.</summary>
internal sealed class PdfSerializer(int capacity = 4096)
{
    private static readonly byte[] HexDigits = "0123456789abcdef"u8.ToArray();

    private readonly ArrayBufferWriter<byte> _bytes = new(Math.Max(capacity, 256));

    public int Position => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Write(string ascii) => Encoding.ASCII.GetBytes(ascii, _bytes);

    public void WriteIndirect(int number, PdfObject value, int generation = 0)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"{number} {generation} obj\n"));
        Write(value);
        Write("\nendobj\n"u8);
    }

    public void Write(PdfObject value)
    {
        switch (value)
        {
            case PdfNull: Write("null"u8); break;
            case PdfBoolean boolean: Write(boolean.Value ? "true"u8 : "false"u8); break;
            case PdfNumber number: Write(Text(number)); break;
            case PdfName name: WriteName(name.Value); break;
            case PdfString text: WriteString(text); break;
            case PdfReference reference: Write(string.Create(CultureInfo.InvariantCulture, $"{reference.Number} {reference.Generation} R")); break;
            case PdfArray array: WriteArray(array); break;
            case PdfDictionary dictionary: WriteDictionary(dictionary); break;
            case PdfStream stream: WriteStream(stream); break;
            case PdfPlaceholder placeholder: WriteRoom(placeholder); break;
            default: throw new InvalidOperationException($"{value.GetType().Name} cannot be written.");
        }
    }

    /// <summary>So that the same number is read again; never with an exponent, which PDF does not know.</summary>
    public static string Text(PdfNumber number)
    {
        if (number.IsInteger) return ((long)number.Value).ToString(CultureInfo.InvariantCulture);
        var shortest = number.Value.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal) ? number.Value.ToString("0.##########", CultureInfo.InvariantCulture) : shortest;
    }

    private void WriteName(string name)
    {
        Write("/"u8);
        foreach (var value in Encoding.Latin1.GetBytes(name))
        {
            if (value is > 32 and < 127 and not (byte)'#' && PdfSyntax.IsRegular(value)) Write([value]);
            else Write([(byte)'#', HexDigits[value >> 4], HexDigits[value & 15]]);
        }
    }

    private void WriteString(PdfString text)
    {
        if (text.IsHex || text.Bytes.Any(value => value is < 32 or > 126)) WriteHex(text.Bytes);
        else WriteLiteral(text.Bytes);
    }

    private void WriteHex(byte[] bytes)
    {
        Write("<"u8);
        Write(Convert.ToHexString(bytes));
        Write(">"u8);
    }

    private void WriteLiteral(byte[] bytes)
    {
        Write("("u8);
        foreach (var value in bytes)
        {
            if (value is (byte)'(' or (byte)')' or (byte)'\\') Write("\\"u8);
            Write([value]);
        }

        Write(")"u8);
    }

    private void WriteArray(PdfArray array)
    {
        Write("["u8);
        for (var i = 0; i < array.Items.Count; i++)
        {
            if (i > 0) Write(" "u8);
            Write(array.Items[i]);
        }

        Write("]"u8);
    }

    private void WriteDictionary(PdfDictionary dictionary)
    {
        Write("<<"u8);
        foreach (var (key, value) in dictionary.Entries)
        {
            WriteName(key);
            if (value is not (PdfName or PdfString or PdfArray or PdfDictionary)) Write(" "u8);
            Write(value);
        }

        Write(">>"u8);
    }

    private void WriteStream(PdfStream stream)
    {
        WriteDictionary(new PdfDictionary(stream.Dictionary).With("Length", stream.Data.Length));
        Write("\nstream\n"u8);
        Write(stream.Data.Span);
        Write("\nendstream"u8);
    }

    private void WriteRoom(PdfPlaceholder placeholder)
    {
        placeholder.Position = Position;
        _bytes.GetSpan(placeholder.Length)[..placeholder.Length].Fill((byte)' ');
        _bytes.Advance(placeholder.Length);
    }
}
