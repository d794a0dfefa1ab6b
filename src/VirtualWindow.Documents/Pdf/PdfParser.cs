using System.Buffers;
using System.Globalization;
using System.Text;

namespace VirtualWindow.Documents.Pdf;

/// <summary>Reads objects from bytes (ISO 32000-1 §7.3), forward only; every step consumes a byte or ends with a <see cref="PdfException"/>.</summary>
/// <param name="bytes">A file or the inflated content of an object stream.</param>
/// <param name="position">Where to begin.</param>
/// <param name="nesting">How deep arrays and dictionaries may go.</param>
internal ref struct PdfParser(ReadOnlySpan<byte> bytes, int position, int nesting)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth = nesting;

    public int Position { get; private set; } = position >= 0 && position <= bytes.Length ? position : throw PdfException.Damaged("A position outside of the file", position);

    public readonly bool AtEnd => Position >= _bytes.Length;

    public PdfObject ReadObject()
    {
        SkipSpace();
        if (AtEnd) throw PdfException.Damaged("An object is missing", Position);
        return _bytes[Position] switch
        {
            (byte)'/' => new PdfName(ReadName()),
            (byte)'(' => ReadLiteralString(),
            (byte)'<' when Next == '<' => ReadDictionary(),
            (byte)'<' => ReadHexString(),
            (byte)'[' => ReadArray(),
            (byte)'+' or (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9') => ReadNumberOrReference(),
            _ => ReadKeywordObject(),
        };
    }

    /// <summary>Skips white space and comments.</summary>
    public void SkipSpace()
    {
        while (!AtEnd)
        {
            var value = _bytes[Position];
            if (value == '%') SkipComment();
            else if (PdfSyntax.IsWhite(value)) Position++;
            else return;
        }
    }

    /// <summary>Steps over <paramref name="word"/> when it comes next, else stays.</summary>
    public bool TrySkip(ReadOnlySpan<byte> word)
    {
        SkipSpace();
        if (!_bytes[Position..].StartsWith(word)) return false;
        var end = Position + word.Length;
        if (end < _bytes.Length && PdfSyntax.IsRegular(_bytes[end])) return false;
        Position = end;
        return true;
    }

    public void Expect(ReadOnlySpan<byte> word)
    {
        if (!TrySkip(word)) throw PdfException.Damaged($"'{Encoding.ASCII.GetString(word)}' is missing", Position);
    }

    /// <summary>A number without sign, point or exponent, at most ten digits.</summary>
    public int ReadUnsigned()
    {
        SkipSpace();
        if (!TryReadDigits(out var value)) throw PdfException.Damaged("A whole number is missing", Position);
        return value;
    }

    /// <summary>After the word <c>stream</c>: its line end (§7.3.8.1), of which a lone CR is tolerated by no rule and so refused.</summary>
    public void SkipStreamLineEnd()
    {
        if (!AtEnd && _bytes[Position] == '\r') Position++;
        if (AtEnd || _bytes[Position] != '\n') throw PdfException.Damaged("A stream's first line does not end", Position);
        Position++;
    }

    public void Skip(int count)
    {
        if (count < 0 || count > _bytes.Length - Position) throw PdfException.Damaged("A stream is longer than the file", Position);
        Position += count;
    }

    private readonly int Next => Position + 1 < _bytes.Length ? _bytes[Position + 1] : -1;

    private void SkipComment()
    {
        var end = _bytes[Position..].IndexOfAny((byte)'\r', (byte)'\n');
        Position = end < 0 ? _bytes.Length : Position + end;
    }

    private string ReadName()
    {
        var start = ++Position;
        while (!AtEnd && PdfSyntax.IsRegular(_bytes[Position])) Position++;
        var raw = _bytes[start..Position];
        return raw.Contains((byte)'#') ? Unescaped(raw) : Encoding.Latin1.GetString(raw);
    }

    private static string Unescaped(ReadOnlySpan<byte> raw)
    {
        var name = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            var isEscape = raw[i] == '#' && i + 2 < raw.Length && PdfSyntax.HexDigit(raw[i + 1]) >= 0 && PdfSyntax.HexDigit(raw[i + 2]) >= 0;
            name.Append(isEscape ? (char)(PdfSyntax.HexDigit(raw[++i]) * 16 + PdfSyntax.HexDigit(raw[++i])) : (char)raw[i]);
        }

        return name.ToString();
    }

    private PdfString ReadLiteralString()
    {
        var start = Position++;
        var text = new ArrayBufferWriter<byte>();
        for (var open = 1; ;)
        {
            if (AtEnd) throw PdfException.Damaged("A string does not end", start);
            var value = _bytes[Position++];
            if (value == '\\')
            {
                ReadEscape(text);
                continue;
            }

            if (value == '(') open++;
            else if (value == ')' && --open == 0) return new PdfString(text.WrittenSpan.ToArray(), isHex: false, start, Position);
            text.Write([value]);
        }
    }

    private void ReadEscape(ArrayBufferWriter<byte> text)
    {
        if (AtEnd) return;
        var value = _bytes[Position++];
        switch (value)
        {
            case (byte)'n': text.Write("\n"u8); break;
            case (byte)'r': text.Write("\r"u8); break;
            case (byte)'t': text.Write("\t"u8); break;
            case (byte)'b': text.Write("\b"u8); break;
            case (byte)'f': text.Write("\f"u8); break;
            case (byte)'\r':
                if (!AtEnd && _bytes[Position] == '\n') Position++;
                break;
            case (byte)'\n': break;
            case >= (byte)'0' and <= (byte)'7': text.Write([ReadOctal(value - '0')]); break;
            default: text.Write([value]); break;
        }
    }

    private byte ReadOctal(int value)
    {
        for (var digits = 1; digits < 3 && !AtEnd && _bytes[Position] is >= (byte)'0' and <= (byte)'7'; digits++)
            value = value * 8 + _bytes[Position++] - '0';
        return (byte)value;
    }

    private PdfString ReadHexString()
    {
        var start = Position++;
        var length = _bytes[Position..].IndexOf((byte)'>');
        if (length < 0) throw PdfException.Damaged("A string does not end", start);
        var bytes = FromHex(_bytes.Slice(Position, length), start);
        Position += length + 1;
        return new PdfString(bytes, isHex: true, start, Position);
    }

    public static byte[] FromHex(ReadOnlySpan<byte> digits, int start)
    {
        var bytes = new byte[(digits.Length + 1) / 2];
        var count = 0;
        foreach (var digit in digits)
        {
            if (PdfSyntax.IsWhite(digit)) continue;
            var value = PdfSyntax.HexDigit(digit);
            if (value < 0) throw PdfException.Damaged("A hexadecimal string holds something else", start);
            bytes[count / 2] |= (byte)(count % 2 == 0 ? value << 4 : value);
            count++;
        }

        return bytes[..((count + 1) / 2)];
    }

    private PdfArray ReadArray()
    {
        Enter();
        Position++;
        var items = new List<PdfObject>();
        for (SkipSpace(); AtEnd || _bytes[Position] != ']'; SkipSpace()) items.Add(ReadObject());
        Position++;
        _depth++;
        return new PdfArray(items);
    }

    private PdfDictionary ReadDictionary()
    {
        Enter();
        Position += 2;
        var dictionary = new PdfDictionary();
        for (SkipSpace(); !_bytes[Position..].StartsWith(">>"u8); SkipSpace())
        {
            if (AtEnd || _bytes[Position] != '/') throw PdfException.Damaged("A dictionary's key is missing", Position);
            var key = ReadName();
            dictionary[key] = ReadObject();
        }

        Position += 2;
        _depth++;
        return dictionary;
    }

    private void Enter()
    {
        if (--_depth < 0) throw new PdfException(PdfFault.OverLimit, $"Arrays and dictionaries are nested too deep at byte {Position}.");
    }

    private PdfObject ReadNumberOrReference()
    {
        var start = Position;
        if (TryReadDigits(out var number))
        {
            var afterNumber = Position;
            SkipSpace();
            if (TryReadDigits(out var generation) && TrySkip("R"u8)) return new PdfReference(number, generation);
            Position = afterNumber;
            return new PdfNumber(number);
        }

        Position = start;
        while (!AtEnd && PdfSyntax.IsRegular(_bytes[Position])) Position++;
        return double.TryParse(_bytes[start..Position], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? new PdfNumber(value)
            : throw PdfException.Damaged("Not a number", start);
    }

    /// <summary>Digits up to the next white space or delimiter; false, and possibly moved, for anything else.</summary>
    private bool TryReadDigits(out int value)
    {
        var start = Position;
        long sum = 0;
        while (!AtEnd && _bytes[Position] is >= (byte)'0' and <= (byte)'9' && sum <= int.MaxValue) sum = sum * 10 + _bytes[Position++] - '0';
        value = (int)Math.Min(sum, int.MaxValue);
        return Position > start && sum <= int.MaxValue && (AtEnd || !PdfSyntax.IsRegular(_bytes[Position]));
    }

    private PdfObject ReadKeywordObject()
    {
        if (TrySkip("true"u8)) return new PdfBoolean(true);
        if (TrySkip("false"u8)) return new PdfBoolean(false);
        if (TrySkip("null"u8)) return PdfNull.Instance;
        throw PdfException.Damaged("Not an object", Position);
    }
}
