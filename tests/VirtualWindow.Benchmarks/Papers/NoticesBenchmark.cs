using System.Diagnostics;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Domain.Cases;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Papers.Notices;
using VirtualWindow.Testing;

namespace VirtualWindow.Benchmarks.Papers;

/// <summary>Notices per second on one thread, from their facts to the sealed PDF, and dossiers with what they hold; keys in memory.</summary>
internal static class NoticesBenchmark
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        using var folder = new TemporaryFolder("vw-notices");
        using var seals = new TestSeals(folder.Path, TimeProvider.System);
        var acceptance = new Acceptance(Head(2), new(2026, 11, 23), LegalTerms.Decision, new(2026, 12, 21), ByLapse: false);
        var receipt = new Receipt(Head(1), ["居民户口簿", "居民身份证", "调动文件"], Supplementary: false, new(2026, 11, 30));
        await RateAsync("acceptance printed", () => Task.FromResult(acceptance.Print().Pdf));
        await RateAsync("receipt with table and QR code printed", () => Task.FromResult(receipt.Print().Pdf));
        var notice = await RateAsync("acceptance printed, sealed and timestamped", () => SealAsync(seals, acceptance.Print()));
        var dossier = DossierOf(notice);
        var package = await RateAsync("dossier of six notices printed, sealed (LTA), packed", () => PackAsync(seals, dossier));
        var trust = await seals.TrustAsync(default);
        await RateAsync("dossier verified", () => Task.FromResult(Verified(package, trust)));
        return 0;
    }

    private static async Task<byte[]> RateAsync(string name, Func<Task<byte[]>> make)
    {
        for (var i = 0; i < 20; i++) await make();
        var (made, count, watch, before) = (Array.Empty<byte>(), 0, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (; watch.Elapsed < Span; count++) made = await make();
        var processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Console.WriteLine($"{name,-56} {made.Length / 1000,5} KB {count / watch.Elapsed.TotalSeconds,8:0}/s  {count / processor,8:0} per CPU second  {watch.Elapsed.TotalMilliseconds / count,8:0.00} ms each");
        return made;
    }

    private static Task<byte[]> SealAsync(TestSeals seals, PrintedNotice printed) =>
        seals.SealNoticeAsync(new(printed.Pdf, printed.Seal!.Value, new("gushi"), "固始县公安局", new("GA-05"), printed.Title, "GS-20261123-0001-02"), default);

    private static async Task<byte[]> PackAsync(TestSeals seals, Dossier dossier)
    {
        var paper = new PaperToSeal(DossierBook.Print(dossier), DossierBook.SealOnCover, new("gushi"), "固始县公安局", new("GA-05"), "办件档案", "GS-20261123-0001");
        return DossierPackage.Pack(await seals.SealDossierAsync(paper, default), dossier.Manifest());
    }

    private static byte[] Verified(byte[] package, TrustSettings trust)
    {
        var report = DossierVerifier.Verify(package, trust, TimeProvider.System.GetUtcNow());
        return report.Holds ? package : throw new InvalidOperationException(report.ToString());
    }

    private static NoticeHead Head(int line) => new(
        $"GS-20261123-0001-{line:00}", "GS-20261123-0001", new string('1', 43), "固始县公安局", "苏州市政务服务中心", "张三", "工作调动户口迁移", new(2026, 11, 23), DateTimeOffset.UtcNow);

    private static Dossier DossierOf(byte[] notice)
    {
        var now = DateTimeOffset.UtcNow;
        return new(
            new("GS-20261123-0001", new string('1', 43), "工作调动户口迁移", "固始县公安局", "苏州市政务服务中心", "张三", "李敏 GS01", new(2026, 11, 23), new(2026, 11, 23), "准予办理", "30-years", new(2056, 12, 31), now),
            [.. Enumerable.Range(0, 6).Select(i => new DossierPart($"受理通知书{i}.pdf", DossierRole.Notice, "application/pdf", notice, "受理通知书", now))],
            [], [.. Enumerable.Range(0, 8).Select(_ => new DossierEvent(now, "受理", "李敏 GS01", "材料齐全"))], []);
    }
}
