using System.Globalization;
using System.Text;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>The content of one page, in points from its lower left corner.</summary>
internal sealed class PageCanvas(DocumentFonts fonts)
{
    private readonly StringBuilder _content = new();

    public byte[] ToContent() => Encoding.ASCII.GetBytes(_content.ToString());

    /// <param name="baseline">Where the letters stand.</param>
    /// <param name="isStrong">Thickened by an outline, since the fonts have one weight.</param>
    public void Text(string text, double left, double baseline, double size, bool isStrong = false)
    {
        if (text.Length == 0) return;
        Add($"BT {left:0.###} {baseline:0.###} Td {(isStrong ? 2 : 0)} Tr {size / 32:0.###} w ");
        DocumentFont? current = null;
        foreach (var character in text.EnumerateRunes().Select(fonts.Set))
        {
            if (character.Font != current)
            {
                if (current is not null) _content.Append("> Tj ");
                current = character.Font;
                Add($"/{current.Name} {size:0.###} Tf <");
            }

            Add($"{character.Number:X4}");
        }

        _content.Append("> Tj ET\n");
    }

    public void Line(double fromX, double fromY, double toX, double toY, double width = 0.5) =>
        Add($"{width:0.###} w {fromX:0.###} {fromY:0.###} m {toX:0.###} {toY:0.###} l S\n");

    public void Frame(PdfRectangle box, double width = 0.5) =>
        Add($"{width:0.###} w {box.Left:0.###} {box.Bottom:0.###} {box.Width:0.###} {box.Height:0.###} re S\n");

    /// <param name="grey">0 = black, 1 = white.</param>
    public void Fill(IEnumerable<PdfRectangle> boxes, double grey)
    {
        Add($"q {grey:0.##} {grey:0.##} {grey:0.##} rg\n");
        foreach (var box in boxes) Add($"{box.Left:0.###} {box.Bottom:0.###} {box.Width:0.###} {box.Height:0.###} re\n");
        _content.Append("f Q\n");
    }

    public void Picture(PagePicture picture, PdfRectangle box) =>
        Add($"q {box.Width:0.###} 0 0 {box.Height:0.###} {box.Left:0.###} {box.Bottom:0.###} cm /{picture.Name} Do Q\n");

    private void Add(FormattableString text) => _content.Append(text.ToString(CultureInfo.InvariantCulture));
}
