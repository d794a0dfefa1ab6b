using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>Sets the rows of one table into the flow of pages.</summary>
internal sealed class TableLayout
{
    private const double Padding = 4;

    private readonly PageFlow _flow;
    private readonly DocumentFonts _fonts;
    private readonly double[] _widths;
    private readonly double _size;

    public TableLayout(PageFlow flow, DocumentFonts fonts, IReadOnlyList<double> widths, double size)
    {
        (_flow, _fonts, _size) = (flow, fonts, size);
        _widths = [.. widths.Select(width => width / widths.Sum() * PageFlow.Width)];
        if (_widths.Any(width => width < 2 * Padding + size)) throw new ArgumentException("A column is narrower than a character.", nameof(widths));
    }

    private double LineHeight => _size * 1.45;

    public void Write(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var head = header.Count > 0 ? Lines(header) : null;
        if (head is not null) WriteHead(head);
        foreach (var row in rows) WriteRow(Lines(row), head);
        _flow.MoveDown(10);
    }

    private List<string>[] Lines(IReadOnlyList<string> row) =>
        [.. row.Select((text, column) => LineBreaker.Break(text, Inside(column), Inside(column), piece => _fonts.Measure(piece, _size)))];

    private double Inside(int column) => _widths[column] - 2 * Padding;

    private void WriteHead(List<string>[] head)
    {
        // With one line below it: a header alone at the foot of a page tells nothing.
        _flow.KeepTogether(Height(Count(head)) + Height(1));
        Draw(head, isHead: true);
    }

    private void WriteRow(List<string>[] row, List<string>[]? head)
    {
        var headHeight = head is null ? 0 : Height(Count(head));
        var rest = row;
        while (Height(Count(rest)) > _flow.Room)
        {
            if (FittingLines >= 1 && Height(Count(rest)) > PageFlow.PageRoom - headHeight)
            {
                var lines = FittingLines;
                Draw([.. rest.Select(cell => cell[..Math.Min(cell.Count, lines)])], isHead: false);
                rest = [.. rest.Select(cell => cell[Math.Min(cell.Count, lines)..])];
            }

            TurnPage(head);
        }

        Draw(rest, isHead: false);
    }

    /// <summary>Lines of a row that the page still has room for.</summary>
    private int FittingLines => (int)((_flow.Room - 2 * Padding) / LineHeight);

    private void TurnPage(List<string>[]? head)
    {
        _flow.NewPage();
        if (head is not null) Draw(head, isHead: true);
    }

    private static int Count(List<string>[] row) => Math.Max(1, row.Max(cell => cell.Count));

    private double Height(int lines) => lines * LineHeight + 2 * Padding;

    private void Draw(List<string>[] row, bool isHead)
    {
        var height = Height(Count(row));
        var left = PageFlow.Left;
        if (isHead) _flow.Page.Fill([new PdfRectangle(left, _flow.Top - height, left + PageFlow.Width, _flow.Top)], grey: 0.92);
        for (var column = 0; column < row.Length; column++)
        {
            _flow.Page.Frame(new PdfRectangle(left, _flow.Top - height, left + _widths[column], _flow.Top));
            for (var line = 0; line < row[column].Count; line++)
                _flow.Page.Text(row[column][line], left + Padding, _flow.Top - Padding - LineHeight * line - _size * 1.06, _size, isHead);
            left += _widths[column];
        }

        _flow.MoveDown(height);
    }
}
