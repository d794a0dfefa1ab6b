namespace VirtualWindow.Documents.Pdf;

/// <summary>One of the nine kinds of object of ISO 32000-1 §7.3; compare by <see cref="PdfEquality"/>.</summary>
internal abstract class PdfObject;

internal sealed class PdfNull : PdfObject
{
    public static readonly PdfNull Instance = new();
}

internal sealed class PdfBoolean(bool value) : PdfObject
{
    public bool Value { get; } = value;
}

internal sealed class PdfNumber(double value) : PdfObject
{
    public double Value { get; } = value;

    public bool IsInteger => Value == Math.Truncate(Value) && Math.Abs(Value) < 1e15;

    public static implicit operator PdfNumber(int value) => new(value);

    public static implicit operator PdfNumber(double value) => new(value);
}

internal sealed class PdfName(string value) : PdfObject
{
    /// <summary>Without the slash, escapes resolved, one character a byte.</summary>
    public string Value { get; } = value;
}

/// <param name="offset">Where it begins in the file, its delimiter included; -1 when it was not read from one.</param>
/// <param name="end">The byte after its closing delimiter.</param>
internal sealed class PdfString(byte[] bytes, bool isHex = false, int offset = -1, int end = -1) : PdfObject
{
    public byte[] Bytes { get; } = bytes;

    public bool IsHex { get; } = isHex;

    public int Offset { get; } = offset;

    public int End { get; } = end;

    public static PdfString Text(string text) =>
        new(text.All(char.IsAscii) ? System.Text.Encoding.ASCII.GetBytes(text) : [0xFE, 0xFF, .. System.Text.Encoding.BigEndianUnicode.GetBytes(text)]);

    /// <summary>A text string (§7.9.2.2): UTF-16 or UTF-8 with its mark, else one character a byte.</summary>
    public string ToText() => Bytes switch
    {
        [0xFE, 0xFF, ..] => System.Text.Encoding.BigEndianUnicode.GetString(Bytes, 2, Bytes.Length - 2),
        [0xEF, 0xBB, 0xBF, ..] => System.Text.Encoding.UTF8.GetString(Bytes, 3, Bytes.Length - 3),
        _ => System.Text.Encoding.Latin1.GetString(Bytes),
    };
}

internal sealed class PdfReference(int number, int generation = 0) : PdfObject
{
    public int Number { get; } = number;

    public int Generation { get; } = generation;
}

internal sealed class PdfArray(IEnumerable<PdfObject> items) : PdfObject
{
    public List<PdfObject> Items { get; } = [.. items];

    public PdfArray(params double[] numbers) : this(numbers.Select(PdfObject (number) => new PdfNumber(number))) { }
}

/// <summary>Keeps the order of its keys, so that writing what was read changes nothing else.</summary>
internal sealed class PdfDictionary : PdfObject
{
    private readonly Dictionary<string, PdfObject> _entries = new(StringComparer.Ordinal);

    public PdfDictionary() { }

    public PdfDictionary(PdfDictionary other) => _entries = new(other._entries, StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, PdfObject>> Entries => _entries;

    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The value as written (perhaps a reference), or null when absent. Setting null removes.</summary>
    public PdfObject? this[string key]
    {
        get => _entries.GetValueOrDefault(key);
        set
        {
            if (value is null) _entries.Remove(key);
            else _entries[key] = value;
        }
    }

    public PdfDictionary With(string key, PdfObject? value)
    {
        this[key] = value;
        return this;
    }

    public PdfDictionary With(string key, string name) => With(key, new PdfName(name));

    public PdfDictionary With(string key, double number) => With(key, new PdfNumber(number));

    public bool IsNamed(string key, string name) => this[key] is PdfName value && value.Value == name;
}

/// <param name="data">As it stands in the file: filters not applied.</param>
internal sealed class PdfStream(PdfDictionary dictionary, ReadOnlyMemory<byte> data) : PdfObject
{
    public PdfDictionary Dictionary { get; } = dictionary;

    public ReadOnlyMemory<byte> Data { get; } = data;
}
