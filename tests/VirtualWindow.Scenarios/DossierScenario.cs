using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Playwright;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Outside;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// From a call to a dossier, by hand on every page: a recorded sitting with a signed and sealed form; somebody else than the clerk reviews and decides;
/// copies are ordered and reach the citizen; an outside system is told; the archive hands the dossier out, and whoever has it finds out whether a byte
/// of it was changed.
/// </summary>
public sealed class DossierScenario(ChromiumBrowser chromium)
{
    private const string FactorSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private const string Name = "张小明", Phone = "13912345678", Waybill = "EA123456785CN";
    private static readonly byte[] LocalHeader = [0x50, 0x4B, 3, 4];
    private readonly List<string> _faults = [];
    private HostProcess _host = null!;
    private Receiver _outside = null!;

    [Fact]
    public async Task A_call_becomes_a_dossier_that_an_outsider_verifies()
    {
        await using var outside = _outside = await Receiver.StartAsync();
        await using var host = _host = await HostProcess.StartAsync(new() { Settings = new Dictionary<string, string> { ["Seed__FactorSecret"] = FactorSecret } });
        await using var admin = await SignedInAsync("admin");
        var office = await admin.NewPageAsync();
        await SubscribeAsync(office);

        var (number, password) = await SitAsync();
        await using var citizen = await OpenAsync(360, 800);
        var progress = await citizen.NewPageAsync();
        await OrderCopiesAsync(number, password, progress);
        await DecideAsync(number);
        await FilmOfTheSitting.UntilMadeAsync(host.DataRoot, TestContext.Current.CancellationToken);
        await ArchivedAsync(office, number);
        await LookAtDeliveriesAsync(office);

        using var folder = new TemporaryFolder("vw-dossier");
        var file = await FetchAsync(office, number, folder);
        await VerifyAsync(number, file, folder);
        Assert.True(_faults.Count == 0, string.Join('\n', _faults.Distinct()));
        LogScan.AssertNothingPersonal(host, Name, Phone, "11010519491231002X", Waybill, password);
    }

    /// <summary>An outside system gives its address, and gets a secret once.</summary>
    private async Task SubscribeAsync(IPage office)
    {
        await office.GotoAsync("/outside");
        await office.GetByTestId("filter-webhooks").ClickAsync();
        await office.GetByTestId("webhook-name").FillAsync("县数据共享平台");
        await office.GetByTestId("webhook-url").FillAsync($"{_outside.Address}/events");
        await office.GetByTestId("webhook-add").ClickAsync();
        await Expect(office.GetByTestId("outside-secret")).ToContainTextAsync("whsec_");
        await Expect(office.GetByTestId("webhook")).ToContainTextAsync("县数据共享平台");
        await SeeAsync(office, "outside-webhooks");
    }

    /// <summary>The sitting: recorded with consent, its form signed and sealed, accepted.</summary>
    private async Task<(string Number, string Password)> SitAsync()
    {
        await using var applicantCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Applicant);
        await using var clerkCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Clerk);
        var desk = new DeskPage(await clerkCamera.OpenAsync(_host.Address, 1440, 900));
        var applicant = new ApplicantPage(await applicantCamera.OpenAsync(_host.Address, 1024, 900));
        await desk.SignInAsync("gushi01", _host.StaffPassword!);
        await desk.BecomeReadyAsync();
        await applicant.Page.GotoAsync("/applicant");
        await applicant.TakeTicketAsync("411525", "GA-01", Name, Phone);
        await desk.AcceptAsync();
        await applicant.JoinAsync();
        await applicant.By("recording-agree").ClickAsync();
        await Expect(applicant.By("recording")).ToHaveAttributeAsync("data-stage", "recording", new() { Timeout = 30_000 });
        await SignAndSealAsync(desk, applicant);
        await desk.EndAsync("accepted");
        await applicant.By("case-number").WaitForAsync(new() { Timeout = 60_000 });
        return ((await applicant.By("case-number").InnerTextAsync()).Trim(), (await applicant.By("query-password").InnerTextAsync()).Trim());
    }

    private static async Task SignAndSealAsync(DeskPage desk, ApplicantPage applicant)
    {
        await SigningSteps.FillFormAsync(applicant);
        await SigningSteps.AskForSignatureAsync(desk, applicant);
        await SigningSteps.ReadAsync(applicant);
        await applicant.By("sign-open").ClickAsync();
        await SigningSteps.DrawAsync(applicant.Page);
        await applicant.By("sign-done").ClickAsync();
        await Expect(desk.Page.Locator("[data-testid=sign-paper][data-state=signedByHand]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await desk.By("stamp").ClickAsync();
        await Expect(desk.By("seal-preview")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await desk.By("stamp-code").FillAsync(TimeCode.At(TimeCode.FromBase32(FactorSecret), TimeCode.StepAt(DateTimeOffset.UtcNow)));
        await desk.By("stamp-confirm").ClickAsync();
        await Expect(applicant.Page.Locator("[data-testid=sign-paper][data-state=stamped]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    /// <summary>Certified copies for the citizen, who sees with number and password how far they are, until they are there.</summary>
    private async Task OrderCopiesAsync(string number, string password, IPage progress)
    {
        await using var clerk = await SignedInAsync("gushi01");
        var orders = await clerk.NewPageAsync();
        await orders.GotoAsync("/orders");
        await orders.GetByTestId("order-case").FillAsync(number);
        await orders.GetByTestId("order-subject").FillAsync("居民户口簿（全本）");
        await orders.GetByTestId("order-name").FillAsync(Name);
        await orders.GetByTestId("order-phone").FillAsync(Phone);
        await orders.GetByTestId("order-address").FillAsync("苏州市姑苏区人民路 12 号");
        await orders.GetByTestId("order-place").ClickAsync();
        var card = orders.Locator("[data-testid^=order-][data-stage]");
        await Expect(card).ToHaveAttributeAsync("data-stage", "placed");
        await SeeProgressAsync(progress, number, password, "已下单");
        foreach (var (act, stage) in new[] { ("begin", "making"), ("finish", "ready") })
        {
            await card.GetByTestId($"order-{act}").ClickAsync();
            await Expect(card).ToHaveAttributeAsync("data-stage", stage);
        }

        await card.GetByTestId("order-send").ClickAsync();
        await orders.GetByTestId("order-waybill").FillAsync(Waybill);
        await orders.GetByTestId("order-confirm").ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-stage", "sent");
        await SeeAsync(orders, "orders");
        await SeeProgressAsync(progress, number, password, "已寄出");
        await SeeAsync(progress, "phone-order");
        await card.GetByTestId("order-receive").ClickAsync();
        await SeeProgressAsync(progress, number, password, "已签收");
    }

    private static async Task SeeProgressAsync(IPage phone, string number, string password, string stage)
    {
        // Looked up before: the page still shows it, and is asked anew.
        if (await phone.GetByTestId("case").IsVisibleAsync()) await phone.GetByRole(AriaRole.Button, new() { Name = "查另一件" }).ClickAsync();
        else await OpenProgressAsync(phone);
        await phone.GetByTestId("lookup-number").FillAsync(number);
        await phone.GetByTestId("lookup-password").FillAsync(password);
        await phone.GetByTestId("lookup").ClickAsync();
        await Expect(phone.GetByTestId("order-stage")).ToHaveTextAsync(stage, new() { Timeout = 30_000 });
        await Expect(phone.GetByTestId("case-orders")).Not.ToContainTextAsync("人民路 12 号");
        await phone.GetByTestId("case-orders").ScrollIntoViewIfNeededAsync();
    }

    private static async Task OpenProgressAsync(IPage phone)
    {
        await phone.GotoAsync("/applicant");
        await phone.GetByTestId("progress").First.ClickAsync();
    }

    /// <summary>Who accepted may not decide; somebody else reviews, decides, delivers and closes.</summary>
    private async Task DecideAsync(string number)
    {
        await using var clerk = await SignedInAsync("gushi01");
        var acceptor = await clerk.NewPageAsync();
        await OpenCaseAsync(acceptor, number);
        await Expect(acceptor.GetByTestId("act-review")).ToHaveCountAsync(0);

        await using var department = await SignedInAsync("review01");
        var reviewer = await department.NewPageAsync();
        await OpenCaseAsync(reviewer, number);
        await SeeAsync(reviewer, "department");
        await ActAsync(reviewer, "review", "underReview", null);
        await reviewer.GetByTestId("act-decide").ClickAsync();
        await reviewer.GetByTestId("decision-granted").CheckAsync();
        await ConfirmAsync(reviewer, "decided", "符合条件，准予补领居民身份证。");
        await ActAsync(reviewer, "deliver", "delivered", "邮寄送达，本人签收");
        await ActAsync(reviewer, "archive", "archived", null);
        await SeeAsync(reviewer, "department-archived");
    }

    private static async Task OpenCaseAsync(IPage page, string number)
    {
        await page.GotoAsync("/department");
        await page.GetByTestId($"procedure-{number}").GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByTestId("procedure-details").WaitForAsync();
    }

    private static async Task ActAsync(IPage page, string act, string stage, string? text)
    {
        await page.GetByTestId($"act-{act}").ClickAsync();
        await ConfirmAsync(page, stage, text);
    }

    private static async Task ConfirmAsync(IPage page, string stage, string? text)
    {
        if (text is not null) await page.GetByTestId("act-text").FillAsync(text);
        await page.GetByTestId("act-confirm").ClickAsync();
        await Expect(page.GetByTestId("stage")).ToHaveAttributeAsync("data-stage", stage, new() { Timeout = 30_000 });
    }

    /// <summary>The follow-up that archives is done, and the archive knows the case.</summary>
    private async Task ArchivedAsync(IPage office, string number)
    {
        await Eventually.HoldsAsync(() =>
        {
            using var records = new HallRecords(_host.DataRoot);
            return Task.FromResult(records.Count($"SELECT COUNT(*) FROM FollowUps WHERE Kind = '{FollowUpEntry.ArchiveCase}' AND State = {(int)FollowUpState.Done}") == 1);
        }, TestContext.Current.CancellationToken);
        await office.GotoAsync("/pipeline");
        await office.GetByTestId("filter-all").ClickAsync();
        await office.GetByTestId("runs").Locator("tbody tr", new() { HasText = $"{number} 归档" }).GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(office.GetByTestId("step-verify-dossier")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("done"));
        await SeeAsync(office, "pipeline");
    }

    /// <summary>The outside system was told of every step, without anybody's name; a person sends one of the events once more, under the same id.</summary>
    private async Task LookAtDeliveriesAsync(IPage office)
    {
        Assert.Contains(_outside.Requests, one => one.Body.Contains("case.filed", StringComparison.Ordinal));
        Assert.All(_outside.Requests, one => Assert.DoesNotContain(Name, one.Body, StringComparison.Ordinal));
        await office.GotoAsync("/outside");
        await office.GetByTestId("filter-deliveries").ClickAsync();
        var filed = office.GetByTestId("delivery").Filter(new() { HasText = "case.filed" });
        await Expect(filed).ToContainTextAsync("已送达");
        await filed.GetByTestId("again").ClickAsync();
        await Patience.UntilAsync("the event arrives once more", () => Task.FromResult(Filings()), ids => ids.Count == 2);
        Assert.Single(Filings().Distinct());
        await office.ReloadAsync();
        await office.GetByTestId("filter-deliveries").ClickAsync();
        await Expect(filed).ToContainTextAsync("已送达");
        await filed.Locator("summary").ClickAsync();
        await Expect(filed.GetByTestId("attempt")).ToHaveCountAsync(2);
        await SeeAsync(office, "outside-deliveries");

        List<string> Filings() => [.. _outside.Requests.Where(one => one.Body.Contains("case.filed", StringComparison.Ordinal)).Select(one => one.Headers["webhook-id"])];
    }

    private async Task<string> FetchAsync(IPage office, string number, TemporaryFolder folder)
    {
        await office.GotoAsync("/archive");
        await office.GetByTestId("archive-case").Filter(new() { HasText = number }).ClickAsync();
        await Expect(office.GetByTestId("archive-details")).ToContainTextAsync(number);
        await office.GetByTestId("fetch-reason").FillAsync("移交县档案馆");
        await SeeAsync(office, "archive");
        var download = await office.RunAndWaitForDownloadAsync(() => office.GetByTestId("fetch").ClickAsync());
        Assert.Equal($"{number}.zip", download.SuggestedFilename);
        var file = folder.File("case.zip");
        await download.SaveAsAsync(file);
        var shown = await office.GetByTestId("archive-hash").InnerTextAsync();
        Assert.Equal(shown, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file))));
        await Expect(office.GetByTestId("journal")).ToContainTextAsync("移交县档案馆");
        return file;
    }

    /// <summary>Without the hall: the file, its root certificate, and nothing else.</summary>
    private async Task VerifyAsync(string number, string file, TemporaryFolder folder)
    {
        var root = folder.File("root.pem");
        using (var client = _host.CreateClient()) await File.WriteAllTextAsync(root, await client.GetStringAsync(new Uri("/api/verify/root.pem", UriKind.Relative)));
        await _host.StopAsync();
        var (whole, said) = await RunAsync(file, root);
        Assert.True(whole == 0, said);
        foreach (var part in new[] { "档案完整有效 THE DOSSIER HOLDS", number, "准予办理决定书", "录音录像（另存） recording kept elsewhere" })
            Assert.Contains(part, said, StringComparison.Ordinal);

        var package = await File.ReadAllBytesAsync(file);
        foreach (var (name, middle) in MiddlesOf(package))
        {
            package[middle] ^= 1;
            await File.WriteAllBytesAsync(file, package);
            var (changed, complaint) = await RunAsync(file, root);
            Assert.Equal(1, changed);
            Assert.Contains(complaint.Split('\n'), line => line.StartsWith('✗') && line.Contains(name, StringComparison.Ordinal));
            package[middle] ^= 1;
        }
    }

    /// <summary>Of each file in the package, the place of the byte in its middle: files are stored as they are, behind their name and an extra field (APPNOTE 4.3.7).</summary>
    private static List<(string Name, int At)> MiddlesOf(byte[] package)
    {
        using var archive = new ZipArchive(new MemoryStream(package));
        // The report names a file by its place below the case's folder.
        return [.. archive.Entries.Select(entry => (entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..], MiddleOf(package, entry)))];
    }

    private static int MiddleOf(byte[] package, ZipArchiveEntry entry)
    {
        var name = System.Text.Encoding.UTF8.GetBytes(entry.FullName);
        var at = package.AsSpan().IndexOf(LocalHeader);
        while (!package.AsSpan(at + 30, name.Length).SequenceEqual(name)) at += 4 + package.AsSpan(at + 4).IndexOf(LocalHeader);
        return at + 30 + name.Length + BitConverter.ToUInt16(package, at + 28) + ((int)entry.Length / 2);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(string file, string root) => HostProcess.RunToExitAsync(new() { Arguments = ["verify-case", file, "--trust", root] });

    private async Task<IBrowserContext> SignedInAsync(string user)
    {
        var context = await OpenAsync(1440, 900);
        var answer = await context.APIRequest.PostAsync("/api/staff/sign-in", new() { DataObject = new { userName = user, password = _host.StaffPassword } });
        Assert.True(answer.Ok, await answer.TextAsync());
        return context;
    }

    /// <summary>A picture of what people see, and what axe has against it.</summary>
    private async Task SeeAsync(IPage page, string name)
    {
        _faults.AddRange(await Accessibility.FaultsAsync(page, name));
        await Screenshots.SaveAsync(page, name);
    }

    private Task<IBrowserContext> OpenAsync(int width, int height) => chromium.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = _host.Address.ToString(), ViewportSize = new() { Width = width, Height = height }, Locale = "zh-CN", ReducedMotion = ReducedMotion.Reduce,
    });
}
