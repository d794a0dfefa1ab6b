using System.Text;

namespace VirtualWindow.Documents.Pages;

/// <summary>
/// Breaks text into lines as Chinese is set (GB/T 15834-2011 §5.1): between any two hanzi, never inside a Latin word or number, no closing
/// mark at the head of a line, no opening mark at its tail.
/// </summary>
internal static class LineBreaker
{
    private const string NeverFirst = "，。、；：？！）》】〕」』〉”’…—·%％‰℃,.;:?!)]}〞．～";
    private const string NeverLast = "（《【〔「『〈“‘￥$([{〝";

    /// <param name="measure">Width of a piece of text, in the unit of the widths.</param>
    /// <param name="firstWidth">Room on the first line, which may be indented.</param>
    public static List<string> Break(string text, double firstWidth, double width, Func<string, double> measure)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Replace('\t', ' ').Split('\n'))
            BreakParagraph(Pieces(paragraph), lines, lines.Count == 0 ? firstWidth : width, width, measure);
        return lines;
    }

    private static void BreakParagraph(List<string> pieces, List<string> lines, double room, double width, Func<string, double> measure)
    {
        var widths = pieces.ConvertAll(piece => measure(piece));
        for (var start = 0; ;)
        {
            var end = start;
            for (var filled = 0.0; end < pieces.Count && (filled += widths[end]) <= room + 0.01;) end++;
            if (end == start && end < pieces.Count && SplitLongPiece(pieces, widths, end, room, measure)) continue;
            if (end < pieces.Count) end = BreakBefore(pieces, start, Math.Max(end, start + 1));
            lines.Add(string.Concat(pieces[start..end]).TrimEnd(' '));
            for (start = end; start < pieces.Count && pieces[start] == " ";) start++;
            if (start >= pieces.Count) return;
            room = width;
        }
    }

    /// <summary>The last place at or before <paramref name="end"/> where a line may end; <paramref name="end"/> itself when there is none.</summary>
    private static int BreakBefore(List<string> pieces, int start, int end)
    {
        for (var place = end; place > start; place--)
            if (!IsBound(pieces[place - 1], pieces[place]))
                return place;
        return end;
    }

    private static bool IsBound(string before, string after) =>
        NeverFirst.Contains(after[0], StringComparison.Ordinal) || NeverLast.Contains(before[^1], StringComparison.Ordinal);

    /// <summary>Cuts a word that is longer than a whole line, such as an address on the web; false when it is a single character.</summary>
    private static bool SplitLongPiece(List<string> pieces, List<double> widths, int index, double room, Func<string, double> measure)
    {
        var characters = pieces[index].EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        if (characters.Length < 2) return false;
        var fitting = Enumerable.Range(1, characters.Length - 1).LastOrDefault(count => measure(string.Concat(characters[..count])) <= room, 1);
        (string, string) halves = (string.Concat(characters[..fitting]), string.Concat(characters[fitting..]));
        pieces[index] = halves.Item1;
        widths[index] = measure(halves.Item1);
        pieces.Insert(index + 1, halves.Item2);
        widths.Insert(index + 1, measure(halves.Item2));
        return true;
    }

    /// <summary>Hanzi and spaces one by one, words whole.</summary>
    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWordPart(rune)) word.Append(rune);
            else
            {
                Flush(word, pieces);
                pieces.Add(rune.ToString());
            }
        }

        Flush(word, pieces);
        return pieces;
    }

    private static void Flush(StringBuilder word, List<string> pieces)
    {
        if (word.Length > 0) pieces.Add(word.ToString());
        word.Clear();
    }

    private static bool IsWordPart(Rune rune) => rune.Value is > ' ' and < 0x2E80 and not (>= 0x2010 and <= 0x2027) and not 0xB7;
}
