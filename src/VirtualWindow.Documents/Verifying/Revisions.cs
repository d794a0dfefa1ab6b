using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Verifying;

/// <summary>The document as it stood when its bytes ended here.</summary>
/// <param name="Mark">The byte after <c>%%EOF</c>.</param>
/// <param name="End">The byte after the line end that may follow it.</param>
internal sealed record Revision(int Mark, int End, PdfDocument Document)
{
    /// <summary>Writers differ in whether the last line end is covered.</summary>
    public bool EndsAt(int length) => length >= Mark && length <= End;
}

/// <summary>Cuts a file into its revisions, oldest first: wherever <c>startxref N %%EOF</c> names a section of the newest one's chain.</summary>
internal static class Revisions
{
    public static List<Revision> Of(PdfDocument newest)
    {
        var file = newest.Bytes;
        var sections = newest.Sections.Select(section => section.Offset).ToHashSet();
        var revisions = new List<Revision>();
        foreach (var mark in Marks(file, sections))
        {
            var end = AfterLineEnd(file.Span, mark);
            revisions.Add(new Revision(mark, end, end == file.Length ? newest : PdfDocument.Read(file[..end], newest.Limits)));
        }

        return revisions;
    }

    private static List<int> Marks(ReadOnlyMemory<byte> file, HashSet<int> sections)
    {
        var marks = new List<int>();
        var bytes = file.Span;
        for (var from = 0; bytes[from..].IndexOf("startxref"u8) is >= 0 and var found;)
        {
            from += found + "startxref"u8.Length;
            // Each section ends one revision; the same number again is no revision but bytes that somebody appended.
            if (MarkAfter(bytes, from, sections) is { } mark) marks.Add(mark);
        }

        return marks;
    }

    private static int? MarkAfter(ReadOnlySpan<byte> bytes, int from, HashSet<int> sections)
    {
        var rest = bytes.Slice(from, Math.Min(64, bytes.Length - from));
        var position = 0;
        while (position < rest.Length && PdfSyntax.IsWhite(rest[position])) position++;
        long offset = 0;
        for (; position < rest.Length && rest[position] is >= (byte)'0' and <= (byte)'9'; position++) offset = Math.Min(offset * 10 + rest[position] - '0', int.MaxValue);
        while (position < rest.Length && PdfSyntax.IsWhite(rest[position])) position++;
        return rest[position..].StartsWith("%%EOF"u8) && offset < from && sections.Remove((int)offset) ? from + position + "%%EOF"u8.Length : null;
    }

    private static int AfterLineEnd(ReadOnlySpan<byte> bytes, int mark)
    {
        if (mark < bytes.Length && bytes[mark] == '\r') mark++;
        return mark < bytes.Length && bytes[mark] == '\n' ? mark + 1 : mark;
    }
}
