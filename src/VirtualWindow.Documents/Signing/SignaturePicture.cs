using System.Globalization;
using System.Text;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Signing;

/// <summary>What is seen of a signature: vectors alone, in points, drawn once and packed once however often it is used.</summary>
public abstract class SignaturePicture
{
    private readonly Lazy<byte[]> _packed;

    private protected SignaturePicture(double width, double height)
    {
        (Width, Height) = (width, height);
        _packed = new Lazy<byte[]>(() => PdfFilters.Deflate(Encoding.ASCII.GetBytes(Draw())));
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>As a form XObject (ISO 32000-1 §8.10) without resources: no fonts, no images.</summary>
    internal PdfStream ToForm() => new(new PdfDictionary().With("Type", "XObject").With("Subtype", "Form")
        .With("BBox", new PdfArray(0, 0, Width, Height)).With("Resources", new PdfDictionary()).With("Filter", "FlateDecode"), _packed.Value);

    /// <summary>The same curves for a web page.</summary>
    public string ToSvg() => PictureSvg.Write(Draw(), Width, Height);

    private protected abstract string Draw();
}

/// <summary>Content operators for paths.</summary>
internal sealed class VectorPath
{
    /// <summary>Control points at this part of the radius make four cubic splines a circle (error 0.03 %).</summary>
    private const double Kappa = 0.5522847498;

    private readonly StringBuilder _content = new();

    public override string ToString() => _content.ToString();

    public VectorPath Add(FormattableString operators)
    {
        _content.Append(operators.ToString(CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    public VectorPath Circle(double x, double y, double radius)
    {
        var k = radius * Kappa;
        return Add($"{x + radius:0.##} {y:0.##} m {x + radius:0.##} {y + k:0.##} {x + k:0.##} {y + radius:0.##} {x:0.##} {y + radius:0.##} c")
            .Add($"{x - k:0.##} {y + radius:0.##} {x - radius:0.##} {y + k:0.##} {x - radius:0.##} {y:0.##} c")
            .Add($"{x - radius:0.##} {y - k:0.##} {x - k:0.##} {y - radius:0.##} {x:0.##} {y - radius:0.##} c")
            .Add($"{x + k:0.##} {y - radius:0.##} {x + radius:0.##} {y - k:0.##} {x + radius:0.##} {y:0.##} c");
    }

    /// <summary>A glyph's contours, which still have to be filled.</summary>
    /// <param name="place">From font units to where it stands.</param>
    public VectorPath Glyph(TrueTypeFont font, int glyph, Func<double, double, (double X, double Y)> place)
    {
        foreach (var contour in GlyphOutline.Read(font, glyph)) Contour([.. contour.Select(point => point with { X = place(point.X, point.Y).X, Y = place(point.X, point.Y).Y })]);
        return this;
    }

    private void Contour(OutlinePoint[] points)
    {
        if (points.Length < 3) return;
        var start = points[0].IsOnCurve ? points[0] : Middle(points[^1], points[0]);
        var current = start;
        Add($"{start.X:0.##} {start.Y:0.##} m");
        for (var i = points[0].IsOnCurve ? 1 : 0; i < points.Length; i++)
        {
            var point = points[i];
            if (point.IsOnCurve)
            {
                Add($"{point.X:0.##} {point.Y:0.##} l");
                current = point;
                continue;
            }

            var next = i + 1 < points.Length ? points[i + 1] : start with { IsOnCurve = true };
            var end = next.IsOnCurve ? next : Middle(point, next);
            Curve(current, point, end);
            current = end;
            if (next.IsOnCurve) i++;
        }

        _content.Append("h\n");
    }

    /// <summary>A quadratic spline as the cubic one that PDF knows.</summary>
    private void Curve(OutlinePoint from, OutlinePoint control, OutlinePoint to) =>
        Add($"{from.X + (control.X - from.X) * 2 / 3:0.##} {from.Y + (control.Y - from.Y) * 2 / 3:0.##} {to.X + (control.X - to.X) * 2 / 3:0.##} {to.Y + (control.Y - to.Y) * 2 / 3:0.##} {to.X:0.##} {to.Y:0.##} c");

    private static OutlinePoint Middle(OutlinePoint one, OutlinePoint other) => new((one.X + other.X) / 2, (one.Y + other.Y) / 2, IsOnCurve: true);
}
