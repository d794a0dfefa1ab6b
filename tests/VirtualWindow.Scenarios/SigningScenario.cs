using System.Diagnostics;
using Microsoft.Playwright;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// Fill → read → sign, and the same for a PDF that was brought → stamp both → verify in three real Chromium contexts: the clerk cannot stamp before its turn, both see one fingerprint, and what comes
/// out is valid for the public page and for pdfsig. A revoked seal is offered to nobody any more.
/// </summary>
public sealed class SigningScenario(ChromiumBrowser chromium)
{
    private const string FactorSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Fact]
    public async Task A_form_is_read_signed_stamped_and_verified()
    {
        await using var host = await HostProcess.StartAsync(new HostLaunch { Settings = new Dictionary<string, string> { ["Seed__FactorSecret"] = FactorSecret } });
        await using var clerkSide = await OpenAsync(host.Address, 1440, 900);
        await using var personSide = await OpenAsync(host.Address, 1024, 900);
        var (desk, applicant) = (new DeskPage(await clerkSide.NewPageAsync()), new ApplicantPage(await personSide.NewPageAsync()));
        await SitAsync(host, desk, applicant);
        await SigningSteps.FillFormAsync(applicant);
        await SigningSteps.AskForSignatureAsync(desk, applicant);
        await SignAsync(desk, applicant);
        await SignAnotherPaperAsync(desk, applicant);
        await StampAsync(desk);
        await Expect(applicant.Page.Locator("[data-testid=sign-paper][data-state=stamped]")).ToHaveCountAsync(2, new() { Timeout = 60_000 });

        using var folder = new TemporaryFolder("vw-signing");
        var file = await SaveAsync(desk, folder);
        await VerifyAsync(host, file);
        await AskPdfsigAsync(folder, file, await RootAsync(host));
        await RevokeAsync(host, desk);
        LogScan.AssertNothingPersonal(host, "11010519491231002X", "13812345678");
    }

    private static async Task SitAsync(HostProcess host, DeskPage desk, ApplicantPage applicant)
    {
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await desk.BecomeReadyAsync();
        await applicant.Page.GotoAsync("/applicant");
        await applicant.TakeTicketAsync("411525", "GA-01", "张小明", "13912345678");
        await desk.AcceptAsync();
        await applicant.JoinAsync();
    }

    private static async Task SignAsync(DeskPage desk, ApplicantPage applicant)
    {
        await SigningSteps.ReadAsync(applicant);
        var shown = await applicant.By("sign-hash").GetAttributeAsync("data-sha256");
        await Expect(desk.Page.Locator("[data-testid=sign-paper] [data-sha256]")).ToHaveAttributeAsync("data-sha256", shown!);
        await applicant.By("sign-open").ClickAsync();
        await SigningSteps.DrawAsync(applicant.Page);
        await Screenshots.SaveAsync(applicant.Page, "applicant-signing");
        await applicant.By("sign-done").ClickAsync();
        await Expect(desk.Page.Locator("[data-testid=sign-paper][data-state=signedByHand]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    /// <summary>What was brought is signed as well, where the clerk put the box by the arrow keys.</summary>
    private static async Task SignAnotherPaperAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("tab-documents").ClickAsync();
        await desk.By("add-document").ClickAsync();
        await desk.By("choose-file").SetInputFilesAsync(new FilePayload { Name = "委托书.pdf", MimeType = "application/pdf", Buffer = PaperFile.TwoPages() });
        await Expect(desk.By("document").Filter(new() { HasText = "委托书.pdf" })).ToHaveAttributeAsync("data-stage", "shown", new() { Timeout = 60_000 });
        await desk.By("tab-signing").ClickAsync();
        await desk.By("request-other").ClickAsync();
        await desk.By("sign-choice").Filter(new() { HasText = "委托书.pdf" }).ClickAsync();
        await desk.By("page-spot").FocusAsync(new() { Timeout = 60_000 });
        await Expect(desk.By("spot-at")).ToHaveTextAsync("距左边 53 毫米，距下边 39 毫米");
        for (var i = 0; i < 3; i++) await desk.Page.Keyboard.PressAsync("ArrowRight");
        await desk.Page.Keyboard.PressAsync("Shift+ArrowUp");
        await Expect(desk.By("spot-at")).ToHaveTextAsync("距左边 56 毫米，距下边 49 毫米");
        await Screenshots.SaveAsync(desk.Page, "desk-signature-place");
        await desk.By("request-this").ClickAsync();
        await applicant.By("sign-read").Nth(1).WaitForAsync(new() { Timeout = 60_000 });
        await SigningSteps.ReadAsync(applicant, 1);
        await applicant.By("sign-open").ClickAsync();
        await SigningSteps.DrawAsync(applicant.Page);
        await applicant.By("sign-done").ClickAsync();
        await Expect(desk.Page.Locator("[data-testid=sign-paper][data-state=signedByHand]")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
    }

    private static async Task StampAsync(DeskPage desk)
    {
        await desk.By("stamp").ClickAsync();
        await Expect(desk.By("seal-preview")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var before = await desk.By("spot-at").TextContentAsync();
        await desk.By("page-spot").FocusAsync();
        await desk.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(desk.By("spot-at")).Not.ToHaveTextAsync(before!);
        await desk.By("stamp-code").FillAsync("000000");
        await desk.By("stamp-confirm").ClickAsync();
        await Expect(desk.Page.GetByText("动态口令不正确").First).ToBeVisibleAsync();
        await Screenshots.SaveAsync(desk.Page, "desk-stamping");
        await desk.By("stamp-code").FillAsync(TimeCode.At(TimeCode.FromBase32(FactorSecret), TimeCode.StepAt(DateTimeOffset.UtcNow)));
        await desk.By("stamp-confirm").ClickAsync();
        await Expect(desk.By("ledger-number")).ToHaveTextAsync(["gushi-approval-000002", "gushi-approval-000004"], new() { Timeout = 60_000 });
    }

    private static async Task<string> SaveAsync(DeskPage desk, TemporaryFolder folder)
    {
        var download = await desk.Page.RunAndWaitForDownloadAsync(() => desk.By("paper-file").First.ClickAsync());
        var file = Path.Combine(folder.Path, "stamped.pdf");
        await download.SaveAsAsync(file);
        return file;
    }

    private async Task VerifyAsync(HostProcess host, string file)
    {
        await using var citizen = await OpenAsync(host.Address, 1024, 900);
        var page = await citizen.NewPageAsync();
        await page.GotoAsync("/verify");
        await page.GetByTestId("verify-file").SetInputFilesAsync(file);
        await Expect(page.GetByTestId("verify-report")).ToHaveAttributeAsync("data-valid", "true");
        await Expect(page.GetByTestId("verify-known")).ToContainTextAsync("gushi-approval-000002");
        await Expect(page.GetByTestId("verify-report")).ToContainTextAsync("张小明");
        await Screenshots.SaveAsync(page, "verify-valid");
    }

    private static async Task<string> RootAsync(HostProcess host)
    {
        using var client = host.CreateClient();
        return await client.GetStringAsync(new Uri("/api/verify/root.pem", UriKind.Relative));
    }

    /// <summary>An independent reader, which trusts the hall's root alone.</summary>
    private static async Task AskPdfsigAsync(TemporaryFolder folder, string file, string root)
    {
        var (trust, store) = (Path.Combine(folder.Path, "root.pem"), Path.Combine(folder.Path, "nss"));
        await File.WriteAllTextAsync(trust, root);
        Directory.CreateDirectory(store);
        await RunAsync("certutil", "-N", "-d", $"sql:{store}", "--empty-password");
        await RunAsync("certutil", "-A", "-d", $"sql:{store}", "-n", "hall", "-t", "CT,C,C", "-i", trust);
        var said = await RunAsync("pdfsig", "-nssdir", $"sql:{store}", file);
        // The applicant's, the seal's, and the cross-page seal's, which poppler counts once a page.
        Assert.Equal(4, said.Split("Signature Type: ETSI.CAdES.detached").Length - 1);
        Assert.DoesNotContain("Signature is Invalid", said, StringComparison.Ordinal);
        Assert.Contains("Signature is Valid.", said, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    private async Task RevokeAsync(HostProcess host, DeskPage desk)
    {
        await using var office = await OpenAsync(host.Address, 1440, 900);
        var admin = await office.NewPageAsync();
        var signedIn = await office.APIRequest.PostAsync("/api/staff/sign-in", new() { DataObject = new { userName = "admin", password = host.StaffPassword } });
        Assert.True(signedIn.Ok, await signedIn.TextAsync());
        await admin.GotoAsync("/admin");
        var seal = admin.Locator("[data-testid=seal][data-seal=gushi-approval]");
        await seal.GetByTestId("seal-ledger").ClickAsync();
        await Expect(admin.Locator("[data-testid=ledger-line][data-act=used]")).ToHaveCountAsync(2);
        await admin.Keyboard.PressAsync("Escape");
        await seal.GetByTestId("seal-revoke").ClickAsync();
        await admin.GetByTestId("seal-reason").FillAsync("机构撤并");
        await admin.GetByTestId("seal-act").ClickAsync();
        await Expect(seal).ToHaveAttributeAsync("data-stage", "revoked");
        await Screenshots.SaveAsync(admin, "admin-seals");
        await Expect(desk.By("ledger-number").First).ToBeVisibleAsync();
    }

    private Task<IBrowserContext> OpenAsync(Uri address, int width, int height) => chromium.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = address.ToString(), ViewportSize = new() { Width = width, Height = height }, Locale = "zh-CN",
    });
}
