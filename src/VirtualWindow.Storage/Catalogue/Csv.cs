using System.Text;

namespace VirtualWindow.Storage.Catalogue;

/// <summary>Reads RFC 4180 tables with a header row: quoted fields, doubled quotes, CRLF or LF.</summary>
internal static class Csv
{
    /// <summary>One dictionary per row, by column name.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string text)
    {
        string[]? header = null;
        foreach (var fields in Rows(text))
        {
            if (header is null)
                header = fields;
            else
                yield return header.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    private static IEnumerable<string[]> Rows(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var symbol = text[i];
            if (quoted && symbol == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (symbol == '"')
                quoted = !quoted;
            else if (quoted || symbol is not (',' or '\r' or '\n'))
                field.Append(symbol);
            else if (symbol != '\r')
            {
                fields.Add(field.ToString());
                field.Clear();
                if (symbol == '\n')
                {
                    yield return [.. fields];
                    fields.Clear();
                }
            }
        }

        if (field.Length > 0 || fields.Count > 0)
            yield return [.. fields, field.ToString()];
    }
}
