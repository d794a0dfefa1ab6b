using System.Text;
using QRCoder;

namespace VirtualWindow.Host.Lan;

/// <summary>A QR code as text: two modules a character cell (half blocks), light on dark as terminals are, quiet zone included.</summary>
public static class TerminalQrCode
{
    private const char BothLight = '█', UpperLight = '▀', LowerLight = '▄', BothDark = ' ';

    public static string Draw(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var drawing = new StringBuilder();
        for (var row = 0; row < rows.Count; row += 2)
        {
            for (var column = 0; column < rows.Count; column++)
                drawing.Append(Cell(upperDark: rows[row][column], lowerDark: row + 1 < rows.Count && rows[row + 1][column]));
            drawing.Append('\n');
        }
        return drawing.ToString();
    }

    private static char Cell(bool upperDark, bool lowerDark) => (upperDark, lowerDark) switch
    {
        (true, true) => BothDark,
        (true, false) => LowerLight,
        (false, true) => UpperLight,
        (false, false) => BothLight,
    };
}
