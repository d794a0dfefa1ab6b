using System.Text;
using VirtualWindow.Documents.Fonts;

namespace VirtualWindow.Documents.Signing;

/// <summary>
/// The round red seal of an authority (国发〔1999〕25 号: ring, star of five points, the name in an arc above it, perhaps a purpose below the
/// star and a number along the lower edge). Immutable.
/// </summary>
public sealed class SealPicture : SignaturePicture
{
    private const double PointsPerMillimetre = 72 / 25.4;

    /// <summary>More characters than this are narrowed, so that the arc stays open below.</summary>
    private const double WidestArc = 250 * Math.PI / 180;

    private readonly FontBook _book;

    /// <param name="authority">In the arc, e.g. 固始县行政审批局.</param>
    /// <param name="purpose">Below the star, e.g. 行政审批专用章; null = nothing.</param>
    /// <param name="number">Along the lower edge, thirteen digits; null = nothing.</param>
    /// <param name="diameterMillimetres">42 for a county's authority.</param>
    /// <exception cref="MissingGlyphsException">No font has one of the characters.</exception>
    public SealPicture(string authority, string? purpose = null, string? number = null, double diameterMillimetres = 42, FontBook? book = null)
        : base(diameterMillimetres * PointsPerMillimetre, diameterMillimetres * PointsPerMillimetre)
    {
        (Authority, Purpose, Number, _book) = (authority, purpose, number, book ?? FontBook.Installed);
        _book.Require(authority + purpose + number);
    }

    public string Authority { get; }

    public string? Purpose { get; }

    public string? Number { get; }

    private double Radius => Width / 2;

    private protected override string Draw()
    {
        var path = new VectorPath().Add($"0.86 0.08 0.1 rg 0.86 0.08 0.1 RG");
        path.Circle(Radius, Radius, Radius * 0.965).Add($"{Radius * 0.057:0.##} w S");
        Star(path, Radius * 0.32);
        Arc(path, Authority, Radius * 0.27, Radius * 0.76, fromBelow: false);
        if (Purpose is { Length: > 0 } purpose) Across(path, purpose, Radius * 0.19, Radius * 0.4);
        if (Number is { Length: > 0 } number) Arc(path, number, Radius * 0.1, Radius * 0.85, fromBelow: true);
        return path.ToString();
    }

    private void Star(VectorPath path, double outer)
    {
        for (var i = 0; i < 10; i++)
        {
            // The inner points of a star of straight lines lie at 0.382 of the radius.
            var (radius, angle) = (i % 2 == 0 ? outer : outer * 0.381966, Math.PI / 2 + i * Math.PI / 5);
            var (x, y) = (Radius + radius * Math.Cos(angle), Radius + radius * Math.Sin(angle));
            if (i == 0) path.Add($"{x:0.##} {y:0.##} m");
            else path.Add($"{x:0.##} {y:0.##} l");
        }

        path.Add($"h f");
    }

    /// <summary>Text along the circle, clockwise over the star or, from below, along the lower edge from left to right.</summary>
    private void Arc(VectorPath path, string text, double size, double middle, bool fromBelow)
    {
        var characters = text.EnumerateRunes().ToArray();
        var natural = size * (fromBelow ? 0.78 : 1.28) / middle;
        var step = Math.Min(natural, WidestArc / Math.Max(1, characters.Length));
        for (var i = 0; i < characters.Length; i++)
        {
            var offset = (i - (characters.Length - 1) / 2.0) * step;
            var angle = fromBelow ? -Math.PI / 2 + offset : Math.PI / 2 - offset;
            Character(path, characters[i], size, narrowing: Math.Min(1, step / natural), middle * Math.Cos(angle), middle * Math.Sin(angle), turn: fromBelow ? angle + Math.PI / 2 : angle - Math.PI / 2);
        }

        path.Add($"f");
    }

    private void Across(VectorPath path, string text, double size, double below)
    {
        var characters = text.EnumerateRunes().ToArray();
        var step = Math.Min(size * 1.06, Radius * 1.25 / characters.Length);
        for (var i = 0; i < characters.Length; i++)
            Character(path, characters[i], size, narrowing: Math.Min(1, step / (size * 1.06)), (i - (characters.Length - 1) / 2.0) * step, -below - size * 0.5, turn: 0);
        path.Add($"f");
    }

    /// <param name="x">Of the character's middle, from the seal's middle.</param>
    private void Character(VectorPath path, Rune character, double size, double narrowing, double x, double y, double turn)
    {
        var font = _book.FontOf(character)!;
        var glyph = font.GlyphOf(character);
        var scale = size / font.UnitsPerEm;
        var (halfWidth, halfHeight) = (font.AdvanceOf(glyph) / 2.0, font.UnitsPerEm * 0.38);
        var (sine, cosine) = Math.SinCos(turn);
        path.Glyph(font, glyph, (unitsX, unitsY) =>
        {
            var (dx, dy) = ((unitsX - halfWidth) * scale * narrowing, (unitsY - halfHeight) * scale);
            return (Radius + x + dx * cosine - dy * sine, Radius + y + dx * sine + dy * cosine);
        });
    }
}
