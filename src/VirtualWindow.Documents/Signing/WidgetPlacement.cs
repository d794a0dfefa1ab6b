using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Signing;

/// <summary>Where a signature is seen.</summary>
/// <param name="Page">From 0.</param>
/// <param name="Box">In points from the lower left corner of the page as it is shown, whatever its rotation and crop box.</param>
public sealed record WidgetPlacement(int Page, PdfRectangle Box)
{
    /// <summary>Which part of the picture's width is seen: all of it, or a slice of a cross-page seal.</summary>
    public (double From, double To) Slice { get; init; } = (0, 1);

    /// <summary>A picture at its own size around a point of a page.</summary>
    public static WidgetPlacement Around(SignaturePicture picture, int page, double x, double y) =>
        new(page, new PdfRectangle(x - picture.Width / 2, y - picture.Height / 2, x + picture.Width / 2, y + picture.Height / 2));

    /// <summary>
    /// A cross-page seal (骑缝章): the picture cut into as many slices as there are pages, each at the right edge of its page, so that the
    /// pages laid one on the other show it whole. More pages than <paramref name="pagesEach"/> take further seals, as on paper.
    /// </summary>
    /// <param name="y">The picture's middle, from the lower edge.</param>
    public static IReadOnlyList<WidgetPlacement> AcrossPages(PdfDocument document, SignaturePicture picture, double y, int pagesEach = 16)
    {
        if (document.PageCount < 2) throw new ArgumentException("A cross-page seal needs two pages.", nameof(document));
        var rounds = (document.PageCount + pagesEach - 1) / pagesEach;
        return [.. Enumerable.Range(0, rounds).SelectMany(round => AcrossRange(document, picture, y, round * document.PageCount / rounds, (round + 1) * document.PageCount / rounds))];
    }

    private static IEnumerable<WidgetPlacement> AcrossRange(PdfDocument document, SignaturePicture picture, double y, int first, int end)
    {
        var width = picture.Width / (end - first);
        for (var page = first; page < end; page++)
        {
            var right = new PageSpace(document.Pages[page]).Width;
            yield return new WidgetPlacement(page, new PdfRectangle(right - width, y - picture.Height / 2, right, y + picture.Height / 2))
            {
                Slice = ((page - first) / (double)(end - first), (page - first + 1) / (double)(end - first)),
            };
        }
    }
}

/// <summary>A page as it is shown, and as its own coordinates have it (ISO 32000-1 §8.3.2.3, /Rotate and /CropBox).</summary>
internal readonly struct PageSpace(PdfPage page)
{
    public double Width => IsTurned ? page.Box.Height : page.Box.Width;

    public double Height => IsTurned ? page.Box.Width : page.Box.Height;

    private bool IsTurned => page.Rotation is 90 or 270;

    public PdfRectangle ToPage(PdfRectangle shown)
    {
        var (one, other) = (ToPage(shown.Left, shown.Bottom), ToPage(shown.Right, shown.Top));
        return new PdfRectangle(Math.Min(one.X, other.X), Math.Min(one.Y, other.Y), Math.Max(one.X, other.X), Math.Max(one.Y, other.Y));
    }

    public PdfRectangle ToShown(PdfRectangle own)
    {
        var (one, other) = (ToShown(own.Left, own.Bottom), ToShown(own.Right, own.Top));
        return new PdfRectangle(Math.Min(one.X, other.X), Math.Min(one.Y, other.Y), Math.Max(one.X, other.X), Math.Max(one.Y, other.Y));
    }

    /// <summary>Turns an appearance so that it stands upright when the page is shown.</summary>
    public PdfArray Upright => page.Rotation switch
    {
        90 => new PdfArray(0, 1, -1, 0, 0, 0),
        180 => new PdfArray(-1, 0, 0, -1, 0, 0),
        270 => new PdfArray(0, -1, 1, 0, 0, 0),
        _ => new PdfArray(1, 0, 0, 1, 0, 0),
    };

    private (double X, double Y) ToPage(double x, double y)
    {
        var (dx, dy) = page.Rotation switch
        {
            90 => (page.Box.Width - y, x),
            180 => (page.Box.Width - x, page.Box.Height - y),
            270 => (y, page.Box.Height - x),
            _ => (x, y),
        };
        return (page.Box.Left + dx, page.Box.Bottom + dy);
    }

    private (double X, double Y) ToShown(double x, double y)
    {
        var (dx, dy) = (x - page.Box.Left, y - page.Box.Bottom);
        return page.Rotation switch
        {
            90 => (dy, page.Box.Width - dx),
            180 => (page.Box.Width - dx, page.Box.Height - dy),
            270 => (page.Box.Height - dy, dx),
            _ => (dx, dy),
        };
    }
}
