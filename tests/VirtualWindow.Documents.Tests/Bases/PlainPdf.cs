using System.Globalization;
using System.Text;

namespace VirtualWindow.Documents.Tests.Bases;

/// <summary>PDFs written by hand: the smallest that is sound, and the parts that hostile ones are made of.</summary>
internal static class PlainPdf
{
    public static byte[] TwoPages() => Build(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]>>",
        "<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 7 0 R>>>>/Contents 5 0 R>>",
        "<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 7 0 R>>>>/Contents 6 0 R/Rotate 90>>",
        Stream("BT /F1 24 Tf 72 700 Td (Amount: 100 yuan) Tj ET"),
        Stream("BT /F1 24 Tf 72 700 Td (Second page) Tj ET"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");

    public static string Stream(string content) => string.Create(CultureInfo.InvariantCulture, $"<</Length {content.Length}>>\nstream\n{content}\nendstream");

    /// <summary>A file of these objects, numbered from 1; the first is the catalogue.</summary>
    public static byte[] Build(params string[] objects)
    {
        var file = new StringBuilder("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n"));
        for (var i = 0; i < objects.Length; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{file.Length:D10} 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        return Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file}{table}trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{file.Length}\n%%EOF\n"));
    }
}
