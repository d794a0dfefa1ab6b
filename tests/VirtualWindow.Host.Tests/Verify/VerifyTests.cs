using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Playwright;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Verify;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Tests.Bases;
using VirtualWindow.Documents.Tests.Verifying;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests.Verify;

/// <summary>A program that trusts the authority of these tests.</summary>
public sealed class VerifyingHall : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("vw-verify");

    public HostProcess Process { get; private set; } = null!;

    public string RootFile => System.IO.Path.Combine(_folder.Path, "root.pem");

    public string Keep(byte[] pdf, string kind = "pdf")
    {
        var file = System.IO.Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.{kind}");
        File.WriteAllBytes(file, pdf);
        return file;
    }

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(RootFile, Hall.RootPem);
        Process = await HostProcess.StartAsync(new HostLaunch { StaffPassword = Password, Settings = new Dictionary<string, string> { ["Seals__TrustedRoots__0"] = RootFile } });
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>Whoever asks, on the page or at the command line, hears of every tampering by its name.</summary>
public sealed class VerifyTests(VerifyingHall hall, ChromiumBrowser browser) : IClassFixture<VerifyingHall>
{
    private static readonly Lazy<byte[]> Signed = new(() => Hall.Stamp(Hall.SignAsApplicant(PlainPdf.TwoPages())));

    /// <summary>The tamperings that the mission names.</summary>
    private static readonly Dictionary<string, (Func<byte[]> Make, string Kind)> Tamperings = new()
    {
        ["page content replaced"] = (() => Forgery.ReplaceContentStream(Signed.Value), "pageContentReplaced"),
        ["text added"] = (() => Forgery.AddTextAnnotation(Signed.Value), "textAdded"),
        ["seal moved"] = (() => Forgery.MoveSeal(Signed.Value), "sealMoved"),
        ["seal picture swapped"] = (() => Forgery.SwapPicture(Signed.Value), "sealPictureSwapped"),
        ["signature removed"] = (() => Forgery.RemoveSignatureFromForm(Signed.Value), "signatureRemoved"),
        ["bytes appended"] = (() => Forgery.AppendBytes(Signed.Value), "bytesAppended"),
        ["ByteRange widened"] = (() => Forgery.WidenHole(Signed.Value), "byteRangeWidened"),
        ["wrong certificate hash"] = (() => Hall.Stamp(PlainPdf.TwoPages(), new OtherCertificateKey()), "wrongCertificateHash"),
        ["revoked seal"] = (() => Hall.AddValidationData(Signed.Value, new RevokedCertificate(Hall.Seal.Certificate, Hall.Now.AddDays(-1), X509RevocationReason.KeyCompromise)), "certificateRevoked"),
        ["stamp outside validity"] = (StampTooLate, "stampOutsideValidity"),
    };

    public static TheoryData<string> AllTamperings => [.. Tamperings.Keys];

    [Fact]
    public async Task A_signed_and_sealed_document_is_valid_and_says_who_did_what()
    {
        var report = await VerifyAsync(Hall.SignInFull(PlainPdf.TwoPages()));

        Assert.True(report.Valid, string.Join('\n', report.Findings));
        Assert.Equal([SignedAs.Applicant, SignedAs.Seal, SignedAs.Seal, SignedAs.Timestamp], report.Signatures.Select(signature => signature.As));
        Assert.Equal("张三", report.Signatures[0].Signer);
        Assert.True(report.Signatures is [{ Handwritten: true, TimeProved: true, Pages: [1] }, { Pages: [1] }, { Pages: [1, 2] }, { Level: "LTA" }]);
        Assert.All(report.Signatures, signature => Assert.True(signature.Valid));
        Assert.Null(report.Known);
    }

    [Theory]
    [MemberData(nameof(AllTamperings))]
    public async Task The_page_names_the_tampering(string tampering)
    {
        var (make, kind) = Tamperings[tampering];
        var report = await VerifyAsync(make());

        Assert.False(report.Valid);
        var problems = report.Findings.Concat(report.Signatures.SelectMany(signature => signature.Findings)).Where(finding => finding.Problem).ToArray();
        Assert.Contains(kind, problems.Select(finding => finding.Kind));
        Assert.All(problems, finding => Assert.Matches(@"^\p{IsCJKUnifiedIdeographs}", finding.Message));
    }

    [Theory]
    [MemberData(nameof(AllTamperings))]
    public async Task The_command_names_the_tampering_and_fails(string tampering)
    {
        var (make, kind) = Tamperings[tampering];
        var (exitCode, output) = await CommandAsync(make(), "--trust", hall.RootFile);

        Assert.Equal(1, exitCode);
        Assert.Contains("NOT VALID", output, StringComparison.Ordinal);
        Assert.Contains(Documents.Verifying.FindingSentences.Of(Enum.Parse<Documents.Verifying.FindingKind>(kind, ignoreCase: true)).English, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_drops_a_file_on_the_page_reads_who_signed_and_what_was_changed()
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(hall.Process.Address, "/verify").ToString());
        await page.GetByTestId("verify-file").SetInputFilesAsync(hall.Keep(Hall.SignInFull(PlainPdf.TwoPages())));
        var report = page.GetByTestId("verify-report");
        await Assertions.Expect(report).ToHaveAttributeAsync("data-valid", "true");
        await Assertions.Expect(page.GetByTestId("verify-signature")).ToHaveCountAsync(4);
        await Assertions.Expect(report).ToContainTextAsync("固始县行政审批局");

        await page.GetByTestId("verify-another").ClickAsync();
        await page.GetByTestId("verify-file").SetInputFilesAsync(hall.Keep(Forgery.ReplaceContentStream(Signed.Value)));
        await Assertions.Expect(report).ToHaveAttributeAsync("data-valid", "false");
        await Assertions.Expect(report).ToContainTextAsync("签名之后页面内容被改动。");
    }

    [Fact]
    public async Task The_command_accepts_what_holds_and_nobody_unknown()
    {
        var (accepted, said) = await CommandAsync(Hall.SignInFull(PlainPdf.TwoPages()), "--trust", hall.RootFile);
        Assert.True(accepted == 0, said);

        using var stranger = DevelopmentAuthority.Create("另一个根证书", Hall.Now.AddDays(-1));
        var other = hall.RootFile + ".other";
        await File.WriteAllTextAsync(other, stranger.Root.ExportCertificatePem());
        var (refused, why) = await CommandAsync(Signed.Value, "--trust", other);
        Assert.Equal(1, refused);
        Assert.Contains("not trusted", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify-pdf", "name the file")]
    [InlineData("verify-pdf /nowhere/at/all.pdf --trust /nowhere/root.pem", "cannot be read")]
    public async Task The_command_says_what_it_lacks(string arguments, string sentence)
    {
        var (exitCode, output) = await HostProcess.RunToExitAsync(new HostLaunch { Arguments = arguments.Split(' ') });

        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_and_the_list_of_the_revoked_are_there_for_everybody()
    {
        using var client = hall.Process.CreateClient();
        using var root = X509Certificate2.CreateFromPem(await client.GetStringAsync(RunningHost.Path("/api/verify/root.pem")));

        Assert.Contains("VirtualWindow hall root", root.Subject, StringComparison.Ordinal);
        Assert.NotEmpty(await client.GetByteArrayAsync(RunningHost.Path("/api/verify/revoked.crl")));
    }

    [Fact]
    public async Task What_is_no_pdf_or_too_large_is_refused_in_words()
    {
        using var client = hall.Process.CreateClient();
        using var picture = await PostAsync(client, [0xFF, 0xD8, 0xFF, 1, 2, 3]);
        Assert.Equal((HttpStatusCode.BadRequest, RefusalCodes.BadInput), (picture.StatusCode, (await RefusalOf(picture)).Code));
        using var large = await PostAsync(client, new byte[33 * 1024 * 1024]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        var damaged = await VerifyAsync("%PDF-1.7 and then nothing"u8.ToArray());
        Assert.Equal("unreadable", Assert.Single(damaged.Findings).Kind);
    }

    private async Task<VerificationView> VerifyAsync(byte[] pdf)
    {
        using var client = hall.Process.CreateClient();
        using var answer = await PostAsync(client, pdf);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<VerificationView>(Wire))!;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        // Asked first, so that a refusal is heard before the body is sent.
        using var request = new HttpRequestMessage(HttpMethod.Post, RunningHost.Path("/api/verify")) { Content = content, Headers = { ExpectContinue = true } };
        return await client.SendAsync(request);
    }

    private Task<(int ExitCode, string Output)> CommandAsync(byte[] pdf, params string[] options) =>
        HostProcess.RunToExitAsync(new HostLaunch { Arguments = ["verify-pdf", hall.Keep(pdf), .. options] });

    private static byte[] StampTooLate()
    {
        using var seal = Hall.Authority.IssueSeal("固始县行政审批局", Hall.Now.AddDays(-10), TimeSpan.FromDays(5));
        return Hall.Stamp(PlainPdf.TwoPages(), seal);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Wire = new(System.Text.Json.JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Signs the hash of one certificate and shows another of the same name, number and key.</summary>
    private sealed class OtherCertificateKey : ISealKey
    {
        private bool _hasSigned;

        public X509Certificate2 Certificate => _hasSigned ? Other() : Hall.Seal.Certificate;

        public IReadOnlyList<X509Certificate2> Issuers => Hall.Seal.Issuers;

        public SignatureScheme Scheme => SignatureScheme.Ecdsa;

        public byte[] SignHash(ReadOnlySpan<byte> sha256)
        {
            _hasSigned = true;
            return Hall.Seal.SignHash(sha256);
        }

        private static X509Certificate2 Other()
        {
            var seal = Hall.Seal.Certificate;
            var request = new CertificateRequest(new X500DistinguishedName("CN=Another office"), seal.GetECDsaPrivateKey()!, HashAlgorithmName.SHA256);
            return request.Create(Hall.Authority.Root.SubjectName, X509SignatureGenerator.CreateForECDsa(Hall.Authority.Root.GetECDsaPrivateKey()!), Hall.Now.AddDays(-1), Hall.Now.AddDays(1), seal.SerialNumberBytes.Span);
        }
    }
}
