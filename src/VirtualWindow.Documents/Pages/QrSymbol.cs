using QRCoder;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>A QR code (ISO/IEC 18004) as filled squares, its quiet zone included.</summary>
internal static class QrSymbol
{
    public static void Draw(PageCanvas page, string content, PdfRectangle box)
    {
        using var symbol = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var modules = symbol.ModuleMatrix;
        var side = box.Width / modules.Count;
        page.Fill(Enumerable.Range(0, modules.Count).SelectMany(row => Runs(modules[row])
            .Select(run => new PdfRectangle(box.Left + run.Start * side, box.Top - (row + 1) * side, box.Left + run.End * side, box.Top - row * side))), grey: 0);
    }

    private static IEnumerable<(int Start, int End)> Runs(System.Collections.BitArray row)
    {
        for (var start = 0; start < row.Count; start++)
        {
            if (!row[start]) continue;
            var end = start;
            while (end < row.Count && row[end]) end++;
            yield return (start, end);
            start = end;
        }
    }
}
