using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;
using VirtualWindow.Contracts.Verify;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Tests.Bases;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Testing.Browser;

namespace VirtualWindow.Host.Tests.Verify;

/// <summary>Anybody may ask about a dossier as well, packed or not, and hears the reasons that <c>verify-case</c> gives.</summary>
public sealed class VerifyDossierTests(VerifyingHall hall, ChromiumBrowser browser) : IClassFixture<VerifyingHall>
{
    private static readonly Lazy<byte[]> Book = new(() => Seal(DossierBook.Print(Sample())));
    private static readonly Lazy<byte[]> Package = new(() => DossierPackage.Pack(Book.Value, Sample().Manifest()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dossier_holds_with_all_its_originals(bool packed)
    {
        var report = await VerifyAsync(packed ? Package.Value : Book.Value, packed);

        Assert.True(report.Valid, string.Join('\n', report.Findings));
        Assert.Equal(("GS-20261123-0001", "工作调动户口迁移"), (report.Dossier!.CaseNumber, report.Dossier.Title));
        Assert.Equal(["001-户口簿.txt", "002-evidence.json"], report.Dossier.Files);
        Assert.Equal([SignedAs.Archive, SignedAs.Timestamp], report.Signatures.Select(signature => signature.As));
    }

    [Theory]
    [InlineData("bag-info.txt", "fileChanged")]
    [InlineData(DossierPackage.Document, "sealBroken")]
    public async Task What_was_changed_in_a_package_is_named(string changed, string kind)
    {
        var report = await VerifyAsync(Changed(changed), packed: true);

        Assert.False(report.Valid);
        var finding = report.Findings.First(one => one.Kind == kind);
        Assert.True(finding.Problem);
        Assert.Contains(changed, finding.Message, StringComparison.Ordinal);
        Assert.Matches(@"^\p{IsCJKUnifiedIdeographs}", finding.Message);
    }

    [Fact]
    public async Task A_package_of_something_else_is_no_dossier()
    {
        var report = await VerifyAsync([.. "PK\u0003\u0004"u8, .. new byte[6]], packed: true);
        Assert.False(report.Valid);
        Assert.Contains("noPackage", report.Findings.Select(finding => finding.Kind));
        Assert.Null(report.Dossier);
    }

    [Fact]
    public async Task Who_drops_a_package_on_the_page_reads_whose_case_it_is()
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(hall.Process.Address, "/verify").ToString());
        await page.GetByTestId("verify-file").SetInputFilesAsync(hall.Keep(Package.Value, "zip"));
        await Assertions.Expect(page.GetByTestId("verify-report")).ToHaveAttributeAsync("data-valid", "true", new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByTestId("verify-dossier")).ToContainTextAsync("GS-20261123-0001");
        await page.GetByTestId("verify-another").ClickAsync();
        await page.GetByTestId("verify-file").SetInputFilesAsync(hall.Keep(Changed("bag-info.txt"), "zip"));
        await Assertions.Expect(page.GetByTestId("verify-report")).ToHaveAttributeAsync("data-valid", "false", new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByTestId("verify-report")).ToContainTextAsync("文件被改动");
    }

    private async Task<VerificationView> VerifyAsync(byte[] file, bool packed)
    {
        using var client = hall.Process.CreateClient();
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(packed ? "application/zip" : "application/pdf");
        using var answer = await client.PostAsync(RunningHost.Path("/api/verify"), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<VerificationView>(Wire))!;
    }

    /// <summary>A package whose description tells of another title, or whose sealed document has one byte that it had not.</summary>
    private static byte[] Changed(string path)
    {
        if (path != DossierPackage.Document) return DossierPackage.Pack(Book.Value, Sample("另一个题名").Manifest());
        var package = Package.Value.ToArray();
        package[package.AsSpan().IndexOf("%PDF-"u8) + Book.Value.Length / 2] ^= 1;
        return package;
    }

    private static byte[] Seal(byte[] book)
    {
        var place = DossierBook.SealOnCover;
        var sealed_ = PdfSigner.Sign(book, new SignatureRequest("ArchiveSeal1", "固始县档案馆", Hall.Now)
        {
            Picture = Hall.RedSeal, Placements = [WidgetPlacement.Around(Hall.RedSeal, place.Page, place.X, place.Y)], Timestamps = Hall.Timestamps,
        }, Hall.Archive);
        return PdfSigner.AddTimestamp(Hall.AddValidationData(sealed_), "ArchiveTimestamp1", Hall.Timestamps);
    }

    private static Dossier Sample(string title = "工作调动户口迁移")
    {
        var at = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));
        return new(
            new("GS-20261123-0001", new string('1', 43), title, "固始县公安局", "苏州市政务服务中心", "张三", "李敏 GS01", new(2026, 11, 23), new(2026, 11, 23), "准予办理", "30-years", new(2056, 12, 31), at),
            [
                new("户口簿.txt", DossierRole.Material, "text/plain", Encoding.UTF8.GetBytes("户口簿第一页"), "户口簿", at),
                new("evidence.json", DossierRole.Evidence, "application/json", "{}"u8.ToArray(), "证据", at),
            ],
            [], [new(at, "收件", "李敏 GS01", null)], [("姓名", "张三")]);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Wire = new(System.Text.Json.JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase) },
    };
}
