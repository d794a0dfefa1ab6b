namespace VirtualWindow.Documents.Pdf;

/// <summary>A rectangle in points, its corners in order.</summary>
public readonly record struct PdfRectangle(double Left, double Bottom, double Right, double Top)
{
    public double Width => Right - Left;

    public double Height => Top - Bottom;

    internal PdfArray ToArray() => new(Left, Bottom, Right, Top);

    internal static PdfRectangle? From(PdfDocument document, PdfObject? value)
    {
        if (document.Resolve(value) is not PdfArray { Items.Count: 4 } array) return null;
        var numbers = array.Items.Select(item => (document.Resolve(item) as PdfNumber)?.Value ?? double.NaN).ToArray();
        if (numbers.Any(double.IsNaN)) return null;
        return new PdfRectangle(Math.Min(numbers[0], numbers[2]), Math.Min(numbers[1], numbers[3]), Math.Max(numbers[0], numbers[2]), Math.Max(numbers[1], numbers[3]));
    }
}

/// <summary>Width and height of what is seen of a page.</summary>
public readonly record struct PageExtent(double Width, double Height)
{
    internal static PageExtent Of(PdfPage page) => page.Rotation % 180 == 0 ? new(page.Box.Width, page.Box.Height) : new(page.Box.Height, page.Box.Width);
}

/// <param name="Box">What is shown: the crop box, cut to the media box.</param>
/// <param name="Rotation">Clockwise when shown: 0, 90, 180 or 270.</param>
internal sealed record PdfPage(PdfReference Reference, PdfDictionary Dictionary, PdfRectangle Box, int Rotation)
{
    private static readonly PdfRectangle Letter = new(0, 0, 612, 792);

    private readonly record struct Inherited(PdfObject? MediaBox, PdfObject? CropBox, PdfObject? Rotate);

    /// <param name="Left">How much deeper the tree may go.</param>
    private readonly record struct Walk(HashSet<int> Visited, List<PdfPage> Pages, int Left);

    public static IReadOnlyList<PdfPage> ReadAll(PdfDocument document)
    {
        var pages = new List<PdfPage>();
        var root = document.Catalog["Pages"] as PdfReference ?? throw PdfException.Damaged("The document has no page tree.");
        Collect(document, root, default, new Walk([], pages, document.Limits.Nesting));
        return pages;
    }

    private static void Collect(PdfDocument document, PdfReference reference, Inherited above, Walk walk)
    {
        if (!walk.Visited.Add(reference.Number)) throw PdfException.Damaged("A page is in the page tree twice.");
        if (walk.Left < 0 || walk.Visited.Count > document.Limits.Pages * 2) throw new PdfException(PdfFault.OverLimit, "The document has more pages than it may.");
        if (document.Resolve(reference) is not PdfDictionary node) throw PdfException.Damaged("A page is missing.");
        var here = new Inherited(node["MediaBox"] ?? above.MediaBox, node["CropBox"] ?? above.CropBox, node["Rotate"] ?? above.Rotate);
        if (document.Get<PdfArray>(node, "Kids") is not { } kids) walk.Pages.Add(Page(document, reference, node, here));
        else
            foreach (var kid in kids.Items)
                Collect(document, kid as PdfReference ?? throw PdfException.Damaged("A page is written into its tree."), here, walk with { Left = walk.Left - 1 });
    }

    private static PdfPage Page(PdfDocument document, PdfReference reference, PdfDictionary page, Inherited inherited)
    {
        var media = PdfRectangle.From(document, inherited.MediaBox) ?? Letter;
        var crop = PdfRectangle.From(document, inherited.CropBox) ?? media;
        var box = new PdfRectangle(Math.Max(media.Left, crop.Left), Math.Max(media.Bottom, crop.Bottom), Math.Min(media.Right, crop.Right), Math.Min(media.Top, crop.Top));
        var quarters = document.Resolve(inherited.Rotate) is PdfNumber { IsInteger: true } rotate ? (int)(rotate.Value / 90 % 4 + 4) % 4 : 0;
        return new PdfPage(reference, page, box.Width > 0 && box.Height > 0 ? box : media, quarters * 90);
    }
}
