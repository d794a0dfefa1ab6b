using System.Collections.Concurrent;
using System.Text;
using VirtualWindow.Documents.Pages;

namespace VirtualWindow.Documents.Tests.Bases;

/// <summary>
/// The same two pages as six producers write them: our own writer, Chromium's print, Ghostscript, mutool, and qpdf linearised and with
/// object streams. Each is made once for a test run, by the programs themselves.
/// </summary>
internal static class Producers
{
    public static readonly string[] Names = ["own", "chromium", "ghostscript", "mutool", "linearised", "object-streams"];

    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Made = [];

    public static byte[] Make(string producer) => Made.GetOrAdd(producer, name => new Lazy<byte[]>(() => Produce(name))).Value;

    private static byte[] Produce(string producer) => producer switch
    {
        "own" => Own(),
        "chromium" => Print(),
        "ghostscript" => Convert((from, to) => DebianTool.Check("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", $"-sOutputFile={to}", from)),
        "mutool" => Convert((from, to) => DebianTool.Check("mutool", "clean", "-ggg", "-z", from, to)),
        "linearised" => Convert((from, to) => DebianTool.Check("qpdf", "--linearize", from, to)),
        "object-streams" => Convert((from, to) => DebianTool.Check("qpdf", "--object-streams=generate", from, to)),
        _ => throw new ArgumentOutOfRangeException(nameof(producer)),
    };

    private static byte[] Own()
    {
        var writer = new PdfAWriter(new PdfADescription("申请表", "固始县政务服务中心", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8))));
        writer.Heading("残疾人证办理申请表", 1);
        writer.NewPage();
        writer.Paragraph("第二页 Second page");
        return writer.ToBytes();
    }

    private static byte[] Print()
    {
        const string page = "<meta charset=utf-8><body><h1>Guarantee of approval</h1><p>残疾人证办理申请表</p><p style='break-before:page'>Second page</p>";
        using var source = new TemporaryFile(Encoding.UTF8.GetBytes(page), ".html");
        using var printed = new TemporaryFile([]);
        DebianTool.Check("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer", $"--print-to-pdf={printed.Path}", source.Path);
        return File.ReadAllBytes(printed.Path);
    }

    private static byte[] Convert(Action<string, string> convert)
    {
        using var source = new TemporaryFile(Make("chromium"));
        using var target = new TemporaryFile([]);
        convert(source.Path, target.Path);
        return File.ReadAllBytes(target.Path);
    }
}
