using System.Globalization;

namespace VirtualWindow.Domain.Documents;

/// <summary>What is seen of one page, upright, in points (1/72 inch). A picture is one page at 200 picture elements an inch.</summary>
public readonly record struct PageSize(double Width, double Height)
{
    private const double PointsPerElement = 72.0 / 200;

    public static PageSize OfPicture(int width, int height) => new(width * PointsPerElement, height * PointsPerElement);

    /// <summary>"595.28x841.89;…": one column for all pages.</summary>
    public static string Write(IEnumerable<PageSize> pages) =>
        string.Join(';', pages.Select(page => string.Create(CultureInfo.InvariantCulture, $"{page.Width:0.##}x{page.Height:0.##}")));

    public static IReadOnlyList<PageSize> Read(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(page => page.Split('x')).Select(sides => new PageSize(Number(sides[0]), Number(sides[1])))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
