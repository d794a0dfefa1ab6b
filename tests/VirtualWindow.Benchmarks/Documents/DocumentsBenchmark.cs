using System.Diagnostics;
using VirtualWindow.Documents.Pages;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;

namespace VirtualWindow.Benchmarks.Documents;

/// <summary>Stamps and verifications per second on one core, and the largest file that a hall sees; keys in memory, timestamps by the authority inside.</summary>
internal static class DocumentsBenchmark
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create("Benchmark", Now.AddDays(-1));
    private static readonly LocalTimestampAuthority Timestamps = new(Authority.IssueTimestamping("Timestamps", Now, TimeSpan.FromDays(1)), TimeProvider.System);
    private static readonly SealPicture Picture = new("固始县行政审批局", "行政审批专用章");

    public static void Run(TextWriter output)
    {
        using var p256 = Authority.IssueSeal("Seal", Now, TimeSpan.FromDays(1));
        using var rsa = Authority.IssueSeal("Seal", Now, TimeSpan.FromDays(1), KeyKind.Rsa3072);
        var (notice, large) = (Notice(50_000), Pages(200, 100_000));
        var trust = new TrustSettings([Authority.Root], [Authority.RevocationList([], 1, Now, TimeSpan.FromDays(1))]);
        var twice = Stamp(Stamp(notice, p256, "Seal1", Timestamps), p256, "Seal2", Timestamps);
        Rate(output, $"stamps, P-256, {notice.Length / 1000} KB", () => Stamp(notice, p256, "Seal1", null));
        Rate(output, $"stamps, P-256 with timestamp, {notice.Length / 1000} KB", () => Stamp(notice, p256, "Seal1", Timestamps));
        Rate(output, $"stamps, RSA-3072, {notice.Length / 1000} KB", () => Stamp(notice, rsa, "Seal1", null));
        Rate(output, $"verifications, signed twice with timestamps, {twice.Length / 1000} KB", () => Verify(twice, trust));
        var stamped = Stamp(large, p256, "Seal1", Timestamps);
        Rate(output, $"stamps, P-256 with timestamp, 200 pages, {large.Length / 1_000_000} MB", () => Stamp(large, p256, "Seal1", Timestamps));
        Rate(output, $"verifications, 200 pages, {large.Length / 1_000_000} MB", () => Verify(stamped, trust));
        var twiceLarge = Stamp(stamped, p256, "Seal2", Timestamps);
        Rate(output, $"verifications, signed twice, 200 pages, {large.Length / 1_000_000} MB", () => Verify(twiceLarge, trust));
    }

    private static void Rate(TextWriter output, string name, Action action)
    {
        for (var i = 0; i < 20; i++) action();
        var (count, watch, before) = (0, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (; watch.Elapsed < Span; count++) action();
        var processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        output.WriteLine($"{name,-60} {count / watch.Elapsed.TotalSeconds,8:0}/s  {count / processor,8:0} per CPU second  {watch.Elapsed.TotalMilliseconds / count,8:0.00} ms each");
    }

    private static byte[] Stamp(byte[] pdf, ISealKey key, string field, ITimestampAuthority? timestamps) => PdfSigner.Sign(pdf, new SignatureRequest(field, "Seal", Now)
    {
        Picture = Picture, Placements = [WidgetPlacement.Around(Picture, 0, 400, 200)], Timestamps = timestamps,
    }, key);

    private static void Verify(byte[] pdf, TrustSettings trust)
    {
        var report = PdfVerifier.Verify(pdf, trust, Now);
        if (!report.IsValid) throw new InvalidOperationException(report.ToString());
    }

    private static byte[] Notice(int bytes)
    {
        var writer = new PdfAWriter(new PdfADescription("受理通知书", "固始县政务服务中心", Now));
        writer.Heading("受理通知书", 1);
        writer.Paragraph("您申请的事项，经审查，材料齐全，符合法定形式，本机关决定予以受理。");
        writer.Attach(new AttachedFile("data.bin", "application/octet-stream", Noise(bytes - writer.ToBytes().Length), "data", Now, AttachedAs.Data));
        return writer.ToBytes();
    }

    /// <summary>As a scanner writes: each page one picture.</summary>
    private static byte[] Pages(int count, int bytesEach)
    {
        var file = new PdfFileBuilder();
        var tree = file.Reserve();
        var pages = Enumerable.Range(0, count).Select(_ => file.Add(new PdfDictionary().With("Type", "Page").With("Parent", tree).With("MediaBox", new PdfArray(0, 0, 595, 842))
            .With("Resources", new PdfDictionary().With("XObject", new PdfDictionary().With("Im1", file.Add(new PdfStream(new PdfDictionary().With("Type", "XObject").With("Subtype", "Image"), Noise(bytesEach))))))
            .With("Contents", file.Add(new PdfStream(new PdfDictionary(), "595 0 0 842 0 0 cm /Im1 Do"u8.ToArray()))))).ToArray();
        file.Set(tree, new PdfDictionary().With("Type", "Pages").With("Kids", new PdfArray(pages)).With("Count", count));
        return file.Write(file.Add(new PdfDictionary().With("Type", "Catalog").With("Pages", tree)), file.Add(new PdfDictionary()));
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(4).NextBytes(noise);
        return noise;
    }
}
