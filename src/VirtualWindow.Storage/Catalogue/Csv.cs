using System.Text;

namespace VirtualWindow.Storage.Catalogue;

/// <summary>
/// Reads RFC 4180 tables with a header row: quoted fields, doubled quotes, CRLF or LF, a byte order mark before the header, empty lines
/// between rows. A row that does not fit its header is refused with its line: read shifted, it would put a fee where a name belongs.
/// </summary>
internal static class Csv
{
    /// <summary>One dictionary per row, by column name.</summary>
    /// <exception cref="FormatException">The text is no such table; the message names the line.</exception>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string text)
    {
        var scanner = new Scanner(text);
        if (scanner.NextRow() is not { } header) yield break;
        if (header.Distinct().Count() < header.Length) throw Broken(1, "two columns have one name");
        while (scanner.NextRow() is { } row)
        {
            if (row.Length != header.Length) throw Broken(scanner.RowStart, $"{row.Length} fields under {header.Length} columns");
            yield return header.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    private static FormatException Broken(int line, string why) => new($"Line {line} of the table: {why}.");

    private sealed class Scanner(string text)
    {
        private int _at = text.StartsWith('\uFEFF') ? 1 : 0;
        private int _line = 1;

        /// <summary>The line, counted from 1, at which the last row began.</summary>
        public int RowStart { get; private set; }

        /// <returns>Null at the end.</returns>
        public string[]? NextRow()
        {
            while (TryEndLine()) continue;
            if (AtEnd) return null;
            RowStart = _line;
            var fields = new List<string> { NextField() };
            while (TryTake(',')) fields.Add(NextField());
            return AtEnd || TryEndLine() ? [.. fields] : throw Broken(_line, "text after a closing quote, or a lone carriage return");
        }

        private bool AtEnd => _at == text.Length;

        private string NextField() => TryTake('"') ? Quoted() : Bare();

        private string Bare()
        {
            var rest = text.AsSpan(_at);
            var length = rest.IndexOfAny(",\r\n\"") is var stop and >= 0 ? stop : rest.Length;
            _at += length;
            return !AtEnd && text[_at] == '"' ? throw Broken(_line, "a quote inside a field that does not begin with one") : rest[..length].ToString();
        }

        private string Quoted()
        {
            var field = new StringBuilder();
            AppendUpToQuote(field);
            while (TryTake('"'))
            {
                field.Append('"');
                AppendUpToQuote(field);
            }

            return field.ToString();
        }

        private void AppendUpToQuote(StringBuilder field)
        {
            var end = text.IndexOf('"', _at);
            if (end < 0) throw Broken(RowStart, "a quote is never closed");
            field.Append(text, _at, end - _at);
            _line += text.AsSpan(_at, end - _at).Count('\n');
            _at = end + 1;
        }

        private bool TryEndLine()
        {
            var taken = TryTake('\n') || (_at + 1 < text.Length && text[_at] == '\r' && text[_at + 1] == '\n' && TryTake('\r') && TryTake('\n'));
            if (taken) _line++;
            return taken;
        }

        private bool TryTake(char symbol)
        {
            if (AtEnd || text[_at] != symbol) return false;
            _at++;
            return true;
        }
    }
}
