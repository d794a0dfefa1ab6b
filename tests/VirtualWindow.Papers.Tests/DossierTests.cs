using System.Text;
using UglyToad.PdfPig;
using VirtualWindow.Documents.Pages;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Tests.Bases;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Papers.Notices;

namespace VirtualWindow.Papers.Tests;

/// <summary>A dossier from its parts to its package, and what becomes of every change of it.</summary>
public sealed class DossierTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create("测试根证书", Now.AddDays(-30));
    private static readonly SoftwareSealKey Seal = Authority.IssueSeal("固始县公安局", Now.AddDays(-20), TimeSpan.FromDays(365));
    private static readonly SoftwareSealKey Archive = Authority.IssueArchiveSeal("固始县公安局", Now.AddDays(-20), TimeSpan.FromDays(365));
    private static readonly LocalTimestampAuthority Timestamps = new(Authority.IssueTimestamping("测试时间戳", Now.AddDays(-20), TimeSpan.FromDays(365)), TimeProvider.System);
    private static readonly TrustSettings Trust = new([Authority.Root]);
    private static readonly Lazy<byte[]> Package = new(() => Pack(Sample()));

    [Fact]
    public void An_untouched_dossier_holds_and_says_what_is_in_it()
    {
        var report = Verify(Package.Value);

        Assert.True(report.Holds, report.ToString());
        Assert.Equal(["001-受理通知书.pdf", "002-户口簿.txt", "003-evidence.json"], report.Manifest!.Files.Select(file => file.Name));
        Assert.Contains(report.Seals!.Signatures, signature => signature is { Role: SignerRole.Archive, Level: PadesLevel.LTA });
        Assert.Contains("档案完整有效", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("录音录像（另存）", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_is_found_wherever_it_is()
    {
        var random = new Random(20261123);
        var package = Package.Value.ToArray();
        // All of the package's own structure and tags, and bits of the sealed document at random.
        var documentStart = package.AsSpan().IndexOf("%PDF-"u8);
        var documentEnd = documentStart + FileNamed(package, DossierPackage.Document).Bytes.Length;
        var outside = Enumerable.Range(0, package.Length).Where(at => at < documentStart || at >= documentEnd);
        var inside = Enumerable.Range(0, 60).Select(_ => random.Next(documentStart, documentEnd));
        foreach (var at in outside.Where((_, index) => index % 7 == 0).Concat(inside))
        {
            var bit = (byte)(1 << random.Next(8));
            package[at] ^= bit;
            var report = Verify(package);
            Assert.False(report.Holds, $"byte {at}, bit {bit}");
            package[at] ^= bit;
        }

        Assert.True(Verify(package).Holds);
    }

    [Theory]
    [InlineData("bag-info.txt", DossierFault.FileChanged)]
    [InlineData("manifest-sha256.txt", DossierFault.FileChanged)]
    [InlineData("manifest-sm3.txt", DossierFault.FileChanged)]
    [InlineData("tagmanifest-sha256.txt", DossierFault.FileChanged)]
    [InlineData("bagit.txt", DossierFault.FileChanged)]
    [InlineData(DossierPackage.Manifest, DossierFault.FileChanged)]
    [InlineData(DossierPackage.Document, DossierFault.SealBroken)]
    public void What_was_changed_is_named(string path, DossierFault fault)
    {
        var changed = Rewrite(file => file.Path.EndsWith(path, StringComparison.Ordinal) ? file with { Bytes = Flip(file.Bytes, file.Bytes.Length / 2) } : file);

        Assert.Contains(Verify(changed).Findings, finding => finding.Fault == fault && finding.What.EndsWith(path, StringComparison.Ordinal));
    }

    [Fact]
    public void Whoever_writes_the_fixity_anew_does_not_get_past_the_seal()
    {
        // A forger who changes the manifest beside the document and makes all hashes fit again.
        var book = FileNamed(Package.Value, DossierPackage.Document).Bytes;
        var manifest = Verify(Package.Value).Manifest!;
        var forged = DossierPackage.Pack(book, manifest with { Head = manifest.Head with { Result = "不予办理" } });

        Assert.Contains(Verify(forged).Findings, finding => finding is { Fault: DossierFault.FileChanged } && finding.What.EndsWith(DossierPackage.Manifest, StringComparison.Ordinal));
    }

    [Fact]
    public void A_dossier_that_another_house_sealed_is_not_trusted()
    {
        using var stranger = DevelopmentAuthority.Create("别人的根证书", Now.AddDays(-1));
        var report = DossierVerifier.Verify(Package.Value, new([stranger.Root]), Now.AddMinutes(1));

        Assert.Contains(report.Findings, finding => finding.Fault == DossierFault.SealBroken);
    }

    [Fact]
    public void Without_archive_seal_and_timestamp_it_does_not_hold()
    {
        var bare = DossierPackage.Pack(DossierBook.Print(Sample()), Sample().Manifest());

        Assert.Equal([DossierFault.SealBroken, DossierFault.NoArchiveSeal, DossierFault.NoTimestamp], Verify(bare).Findings.Select(finding => finding.Fault));
    }

    [Fact]
    public void A_notice_inside_whose_own_seal_is_broken_is_named()
    {
        var sample = Sample();
        var broken = sample.Parts[0] with { Bytes = Flip(sample.Parts[0].Bytes, sample.Parts[0].Bytes.Length / 3).ToArray() };
        var report = Verify(Pack(sample with { Parts = [broken, .. sample.Parts.Skip(1)] }));

        Assert.Contains(report.Findings, finding => finding is { Fault: DossierFault.NoticeBroken, What: "001-受理通知书.pdf" });
    }

    [Fact]
    public void Files_that_were_left_out_or_added_are_named()
    {
        var without = StoredZip.Write([.. Files(Package.Value).Where(file => !file.Path.EndsWith("bag-info.txt", StringComparison.Ordinal))]);
        var with = StoredZip.Write([.. Files(Package.Value), new("GS-20261123-0001/data/more.pdf", new byte[3])]);

        Assert.Contains(Verify(without).Findings, finding => finding is { Fault: DossierFault.FileMissing, What: "GS-20261123-0001/bag-info.txt" });
        Assert.Contains(Verify(with).Findings, finding => finding is { Fault: DossierFault.FileUnexpected, What: "GS-20261123-0001/data/more.pdf" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("%PDF-1.7")]
    public void What_is_no_package_is_told_to_be_none(string text) =>
        Assert.Equal(DossierFault.NoPackage, Assert.Single(Verify(Encoding.ASCII.GetBytes(text)).Findings).Fault);

    [Fact]
    public void Truncated_anywhere_it_does_not_hold_and_nothing_is_thrown()
    {
        for (var length = 0; length < Package.Value.Length; length += 997) Assert.False(Verify(Package.Value.AsMemory(0, length)).Holds);
    }

    [Fact]
    public void Other_programs_open_package_and_document()
    {
        using var package = new TemporaryFile(Package.Value, ".zip");
        Assert.Contains("GS-20261123-0001/data/dossier.pdf", DebianTool.Check("python3", "-c", "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(z.namelist()))", package.Path), StringComparison.Ordinal);
        using var book = new TemporaryFile(FileNamed(Package.Value, DossierPackage.Document).Bytes.Span);
        Assert.Contains("No syntax or stream encoding errors", DebianTool.Check("qpdf", "--check", book.Path), StringComparison.Ordinal);
        Assert.Contains("001-受理通知书.pdf", DebianTool.Check("pdfdetach", "-list", book.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sums_are_those_that_other_programs_make()
    {
        using var book = new TemporaryFile(FileNamed(Package.Value, DossierPackage.Document).Bytes.Span);
        var sums = string.Concat(new[] { "manifest-sha256.txt", "manifest-sm3.txt" }.Select(name => Encoding.UTF8.GetString(FileNamed(Package.Value, name).Bytes.Span)));
        Assert.Contains(DebianTool.Check("sha256sum", book.Path).Split(' ')[0], sums, StringComparison.Ordinal);
        Assert.Contains(DebianTool.Check("openssl", "dgst", "-sm3", "-r", book.Path).Split(' ')[0], sums, StringComparison.Ordinal);
    }

    [Fact]
    public void The_originals_come_out_as_they_went_in()
    {
        var attached = AttachedFiles.Read(FileNamed(Package.Value, DossierPackage.Document).Bytes);

        Assert.Equal(Sample().Parts[1].Bytes, attached["002-户口簿.txt"]);
        Assert.True(PdfVerifier.Verify(attached["001-受理通知书.pdf"], Trust, Now.AddMinutes(1)).IsValid);
    }

    [Fact]
    public void Cover_index_and_record_can_be_read()
    {
        using var book = PdfDocument.Open(FileNamed(Package.Value, DossierPackage.Document).Bytes.ToArray());
        var text = string.Concat(book.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value)).Replace(" ", "", StringComparison.Ordinal);

        foreach (var part in (string[])["政务服务办件档案", "题名工作调动户口迁移", "保管期限30年", "卷内文件目录", "002-户口簿.txt", "办理过程", "李敏GS01", "申请表", "姓名", "录音录像"])
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    private static DossierReport Verify(ReadOnlyMemory<byte> package) => DossierVerifier.Verify(package, Trust, Now.AddMinutes(1));

    private static byte[] Pack(Dossier dossier)
    {
        var book = DossierBook.Print(dossier);
        var picture = new SealPicture("固始县公安局", "档案专用章");
        var place = DossierBook.SealOnCover;
        var stamped = PdfSigner.Sign(book, new SignatureRequest("ArchiveSeal1", "固始县公安局", Now)
        {
            Picture = picture, Placements = [WidgetPlacement.Around(picture, place.Page, place.X, place.Y)], Timestamps = Timestamps,
        }, Archive);
        var provable = PdfSigner.AddValidationData(stamped, [Authority.Root.RawData], [Authority.RevocationList([], 1, Now, TimeSpan.FromDays(30))]);
        return DossierPackage.Pack(PdfSigner.AddTimestamp(provable, "ArchiveTimestamp1", Timestamps), dossier.Manifest());
    }

    private static Dossier Sample()
    {
        var at = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));
        return new(
            new("GS-20261123-0001", new string('1', 43), "工作调动户口迁移", "固始县公安局", "苏州市政务服务中心", "张三", "李敏 GS01", new(2026, 11, 23), new(2026, 11, 23), "准予办理", "30-years", new(2056, 12, 31), at),
            [
                new("受理通知书.pdf", DossierRole.Notice, "application/pdf", SealedNotice.Value, "受理通知书", at),
                new("户口簿.txt", DossierRole.Material, "text/plain", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("户口簿第一页\n", 50))), "户口簿", at),
                new("evidence.json", DossierRole.Evidence, "application/json", "{}"u8.ToArray(), "证据", at),
            ],
            [new("a1", at, at.AddMinutes(5), new string('c', 64), 3, 1000, null)],
            [new(at, "收件", "李敏 GS01", null), new(at, "受理", "李敏 GS01", "材料齐全")], [("姓名", "张三")]);
    }

    private static readonly Lazy<byte[]> SealedNotice = new(() =>
    {
        var printed = new Refusal(new("1-02", "1", "2", "固始县公安局", "苏州市政务服务中心", "张三", "户口", new(2026, 11, 23), Now), "无").Print();
        return PdfSigner.Sign(printed.Pdf, new SignatureRequest("Seal1", "固始县公安局", Now) { Timestamps = Timestamps }, Seal);
    });

    private static List<PackedFile> Files(ReadOnlyMemory<byte> package)
    {
        var files = new List<PackedFile>();
        Assert.Equal(-1, StoredZip.Read(package, files));
        return files;
    }

    private static PackedFile FileNamed(ReadOnlyMemory<byte> package, string path) => Files(package).Single(file => file.Path.EndsWith($"/{path}", StringComparison.Ordinal));

    private static byte[] Rewrite(Func<PackedFile, PackedFile> change) => StoredZip.Write([.. Files(Package.Value).Select(change)]);

    private static ReadOnlyMemory<byte> Flip(ReadOnlyMemory<byte> bytes, int at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 1;
        return changed;
    }
}
