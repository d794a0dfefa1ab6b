using System.Globalization;
using System.Text;

namespace VirtualWindow.Documents.Signing;

/// <summary>
/// Turns the few operators that <see cref="VectorPath"/> writes into an SVG, so that a page shows a seal before it is pressed exactly as the
/// document will: the same curves, not a likeness.
/// </summary>
internal static class PictureSvg
{
    private static readonly Dictionary<string, char> Segments = new() { ["m"] = 'M', ["l"] = 'L', ["c"] = 'C', ["h"] = 'Z' };

    public static string Write(string content, double width, double height)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.##} {height:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"matrix(1 0 0 -1 0 {height:0.##})\" stroke-linecap=\"round\" stroke-linejoin=\"round\">");
        var (path, numbers, colour, line) = (new StringBuilder(), new List<string>(), "#000", "1");
        foreach (var token in content.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Segments.TryGetValue(token, out var segment)) path.Append(segment).AppendJoin(' ', numbers);
            else if (token == "w") line = numbers[0];
            else if (token == "rg") colour = Colour(numbers);
            else if (token is "f" or "S") Paint(svg, path, token == "f" ? $"fill=\"{colour}\"" : $"fill=\"none\" stroke=\"{colour}\" stroke-width=\"{line}\"");
            else if (token is not ("RG" or "G" or "J" or "j"))
            {
                numbers.Add(token);
                continue;
            }

            numbers.Clear();
        }

        return svg.Append("</g></svg>").ToString();
    }

    private static void Paint(StringBuilder svg, StringBuilder path, string how)
    {
        svg.Append("<path ").Append(how).Append(" d=\"").Append(path).Append("\"/>");
        path.Clear();
    }

    private static string Colour(List<string> parts) =>
        "#" + string.Concat(parts.Select(part => ((int)Math.Round(double.Parse(part, CultureInfo.InvariantCulture) * 255)).ToString("x2", CultureInfo.InvariantCulture)));
}
