using System.Globalization;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Verifying;

/// <summary>Looks for bytes of a later revision that belong to none of its objects: a place to hide what other readers might find.</summary>
internal static class RevisionCoverage
{
    /// <param name="start">Where the revision before it ended.</param>
    /// <param name="end">After its <c>%%EOF</c>.</param>
    /// <returns>What is stray; one text at most, since after it nothing can be told.</returns>
    public static IEnumerable<string> StrayBytes(PdfDocument document, int start, int end, IReadOnlyList<CrossReferenceSection> sections)
    {
        var offsets = sections.SelectMany(section => section.Entries.Values).Where(entry => entry.Kind == EntryKind.InFile).Select(entry => entry.Place)
            .Concat(sections.Where(section => section.IsStream).Select(section => section.Offset)).Where(offset => offset >= start).Distinct().Order().ToList();
        var tables = sections.Where(section => !section.IsStream).Select(section => section.Offset).ToHashSet();
        var position = start;
        foreach (var offset in offsets.Concat(tables).Order())
        {
            if (!IsBlank(document.Bytes.Span[position..Math.Max(position, offset)]) || offset < position)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"between byte {position} and {offset}");
                yield break;
            }

            position = tables.Contains(offset) ? AfterTable(document, offset) : AfterObject(document, offset);
        }

        if (position > end || !IsTail(document.Bytes.Span[position..end])) yield return string.Create(CultureInfo.InvariantCulture, $"after byte {position}");
    }

    private static int AfterObject(PdfDocument document, int offset) => IndirectObject.ReadToEnd(document.Bytes, offset, document.Limits.Nesting, length =>
        document.Resolve(length) is PdfNumber { IsInteger: true, Value: >= 0 and <= int.MaxValue } number ? (int)number.Value : throw PdfException.Damaged("A stream has no length.", offset)).End;

    private static int AfterTable(PdfDocument document, int offset)
    {
        var parser = new PdfParser(document.Bytes.Span, offset, document.Limits.Nesting);
        parser.Expect("xref"u8);
        while (!parser.TrySkip("trailer"u8))
        {
            _ = parser.ReadUnsigned();
            for (var left = parser.ReadUnsigned(); left > 0; left--)
            {
                _ = parser.ReadUnsigned();
                _ = parser.ReadUnsigned();
                if (!parser.TrySkip("n"u8)) parser.Expect("f"u8);
            }
        }

        _ = parser.ReadObject();
        return parser.Position;
    }

    private static bool IsBlank(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            if (!PdfSyntax.IsWhite(value))
                return false;
        return true;
    }

    /// <summary><c>startxref</c>, a number, <c>%%EOF</c>.</summary>
    private static bool IsTail(ReadOnlySpan<byte> bytes)
    {
        var text = System.Text.Encoding.ASCII.GetString(bytes).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return text is ["startxref", var number, "%%EOF"] && number.All(char.IsAsciiDigit);
    }
}
