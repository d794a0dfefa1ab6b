using System.Text;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>A PDF as somebody brings it.</summary>
internal static class PaperFile
{
    /// <summary>Two pages of A4; on the second a black field in the middle.</summary>
    public static byte[] TwoPages()
    {
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<<>>>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<<>>>>",
            "<</Length 23>>stream\n0 0 0 rg 10 10 9 9 re f\nendstream", "<</Length 29>>stream\n0 0 0 rg 200 321 195 200 re f\nendstream",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(file.Length);
            file.Append($"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = file.Length;
        file.Append($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) file.Append($"{offset:D10} 00000 n \n");
        file.Append($"trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
