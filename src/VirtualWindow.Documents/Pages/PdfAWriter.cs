using System.Globalization;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

public enum TextAlignment
{
    Left,
    Centre,
    Right,
}

/// <summary>How a paragraph looks. Sizes in points; the defaults are those of an official notice (小四, 1.6 lines, two characters' indent).</summary>
public sealed record ParagraphStyle
{
    public static ParagraphStyle Body { get; } = new();

    /// <summary>No indent: for addressees, lists, signatures.</summary>
    public static ParagraphStyle Flush { get; } = new() { IndentCharacters = 0 };

    public double Size { get; init; } = 12;

    /// <summary>Distance of lines in type sizes.</summary>
    public double LineHeight { get; init; } = 1.6;

    public double IndentCharacters { get; init; } = 2;

    public double SpaceAfter { get; init; } = 6;

    public TextAlignment Alignment { get; init; }

    public bool IsStrong { get; init; }
}

/// <summary>
/// Writes notices, receipts and dossiers as PDF/A-3b (ISO 19005-3): text flows over A4 pages with Chinese line breaking; fonts are embedded
/// as subsets; nothing outside of the file is needed to show it. The same calls give the same bytes.
/// <code>
/// var writer = new PdfAWriter(new PdfADescription("受理通知书", "固始县政务服务中心", now), FontBook.Installed);
/// writer.Heading("受理通知书", 1);
/// writer.Paragraph("张三：", ParagraphStyle.Flush);
/// writer.Paragraph("您申请的事项已受理……");
/// writer.Table([3, 7], ["材料", "意见"], [["身份证", "齐全"]]);
/// writer.QrCode("https://…/verify?case=…", "扫码核验 Scan to verify");
/// writer.Attach(new AttachedFile("申请表.pdf", "application/pdf", signed, "申请人签名的原件", now));
/// byte[] pdf = writer.ToBytes();
/// </code>
/// Headings become bookmarks; every page has its number. Then <c>PdfSigner</c> may seal what came out.
/// </summary>
/// <remarks>
/// Every call checks that the fonts have all its characters and throws <see cref="MissingGlyphsException"/>, which names them, before anything
/// is drawn: a document with an empty box in somebody's name must not be filed. Not for two threads at once.
/// </remarks>
public sealed class PdfAWriter
{
    private readonly FontBook _book;
    private readonly DocumentFonts _fonts;
    private readonly PageFlow _flow;
    private readonly PdfADescription _description;
    private readonly List<AttachedFile> _attached = [];
    private readonly List<Bookmark> _bookmarks = [];
    private readonly List<PagePicture> _pictures = [];

    /// <param name="book">Null = <see cref="FontBook.Installed"/>.</param>
    public PdfAWriter(PdfADescription description, FontBook? book = null)
    {
        _description = description;
        _book = book ?? FontBook.Installed;
        _fonts = new DocumentFonts(_book);
        _flow = new PageFlow(_fonts);
        _book.Require($"{description.FootNote}第共页0123456789 ");
    }

    /// <summary>How many pages there are so far.</summary>
    public int PageCount => _flow.Pages.Count;

    /// <summary>The last page and what was written on it last, for whoever places a seal there.</summary>
    public PagePlace Place => _flow.Place;

    /// <param name="level">1 = the document's title, centred; 2 and 3 = sections.</param>
    public void Heading(string text, int level = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 3);
        var style = new ParagraphStyle
        {
            Size = level switch { 1 => 22, 2 => 15, _ => 13 }, IndentCharacters = 0, IsStrong = true,
            Alignment = level == 1 ? TextAlignment.Centre : TextAlignment.Left, SpaceAfter = level == 1 ? 18 : 8,
        };
        _book.Require(text);
        // A heading at the foot of a page would be parted from its text.
        _flow.KeepTogether(style.Size * 3.5);
        _bookmarks.Add(new Bookmark(text.ReplaceLineEndings(" "), level, _flow.Pages.Count - 1, _flow.Top));
        WriteParagraph(text, style);
    }

    public void Paragraph(string text, ParagraphStyle? style = null)
    {
        _book.Require(text);
        WriteParagraph(text, style ?? ParagraphStyle.Body);
    }

    /// <summary>A table with lines; its header stands again on every page. A row higher than a page goes on on the next.</summary>
    /// <param name="widths">Relative widths of the columns.</param>
    /// <param name="header">One text a column; empty = no header.</param>
    public void Table(IReadOnlyList<double> widths, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, double size = 10.5)
    {
        var table = new TableLayout(_flow, _fonts, widths, size);
        var all = rows.ToArray();
        foreach (var row in all.Append(header))
        {
            if (row.Count != widths.Count && !(ReferenceEquals(row, header) && row.Count == 0)) throw new ArgumentException($"The table has {widths.Count} columns, a row {row.Count}.", nameof(rows));
            foreach (var cell in row) _book.Require(cell);
        }

        table.Write(header, all);
    }

    /// <summary>A QR code of <paramref name="content"/> (ISO/IEC 18004, error correction M) with a caption below it.</summary>
    /// <param name="side">In points; 28.35 points are a centimetre.</param>
    public void QrCode(string content, string caption, double side = 90)
    {
        _book.Require(caption);
        var style = new ParagraphStyle { Size = 9, IndentCharacters = 0 };
        _flow.KeepTogether(side + style.Size * 2.5);
        QrSymbol.Draw(_flow.Page, content, new PdfRectangle(PageFlow.Left, _flow.Top - side, PageFlow.Left + side, _flow.Top));
        _flow.MoveDown(side + 2);
        WriteParagraph(caption, style);
    }

    /// <summary>A photograph or scan as wide as the text, or as high as a page has room, with a caption below it.</summary>
    /// <param name="picture">JPEG, PNG or WebP, as <see cref="Sanitising.UploadSanitiser"/> returns it; a JPEG goes in byte for byte.</param>
    public void Picture(ReadOnlyMemory<byte> picture, string? caption = null)
    {
        _book.Require(caption ?? "");
        var style = new ParagraphStyle { Size = 9, IndentCharacters = 0, Alignment = TextAlignment.Centre };
        var embedded = PagePicture.Read(string.Create(CultureInfo.InvariantCulture, $"P{_pictures.Count + 1}"), picture);
        _pictures.Add(embedded);
        var scale = Math.Min(PageFlow.Width / embedded.Width, (PageFlow.PageRoom - style.Size * 3) / embedded.Height);
        var (width, height) = (embedded.Width * scale, embedded.Height * scale);
        _flow.KeepTogether(height + style.Size * 2.5);
        var left = PageFlow.Left + (PageFlow.Width - width) / 2;
        _flow.Page.Picture(embedded, new PdfRectangle(left, _flow.Top - height, left + width, _flow.Top));
        _flow.MoveDown(height + 2);
        if (caption is not null) WriteParagraph(caption, style);
    }

    public void Space(double points) => _flow.MoveDown(points);

    public void NewPage() => _flow.NewPage();

    public void Attach(AttachedFile file)
    {
        if (_attached.Exists(other => other.Name == file.Name)) throw new ArgumentException($"Two attached files are called {file.Name}.", nameof(file));
        _attached.Add(file);
    }

    public byte[] ToBytes() => new PdfAFile(_description, _fonts, _flow.Pages, _pictures, _bookmarks, _attached).ToBytes();

    private void WriteParagraph(string text, ParagraphStyle style)
    {
        var indent = style.IndentCharacters * style.Size;
        var lines = LineBreaker.Break(text, PageFlow.Width - indent, PageFlow.Width, piece => _fonts.Measure(piece, style.Size));
        for (var i = 0; i < lines.Count; i++)
        {
            _flow.KeepTogether(style.Size * style.LineHeight);
            var room = PageFlow.Width - _fonts.Measure(lines[i], style.Size);
            var left = style.Alignment switch { TextAlignment.Centre => room / 2, TextAlignment.Right => room, _ => i == 0 ? indent : 0 };
            _flow.Page.Text(lines[i], PageFlow.Left + left, _flow.Top - style.Size * (0.5 + style.LineHeight / 2) + style.Size * 0.12, style.Size, style.IsStrong);
            _flow.MoveDown(style.Size * style.LineHeight);
        }

        _flow.MoveDown(style.SpaceAfter);
    }
}
