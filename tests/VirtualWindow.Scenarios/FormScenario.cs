using System.Collections.Concurrent;
using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// Two people fill in one form (同屏填表) in two real Chromium contexts: what the applicant hides never reaches the clerk's machine, the clerk
/// suggests, points, writes while allowed and not a moment longer, and only the applicant submits.
/// </summary>
public sealed class FormScenario(ChromiumBrowser chromium)
{
    private const string IdNumber = "11010519491231002X", Mask = "1101**********002X";

    [Fact]
    public async Task Two_people_fill_in_one_form()
    {
        await using var host = await HostProcess.StartAsync();
        await using var clerkSide = await OpenAsync(host.Address, 1440, 900);
        await using var personSide = await OpenAsync(host.Address, 360, 800);
        var (desk, applicant) = (new DeskPage(await clerkSide.NewPageAsync()), new ApplicantPage(await personSide.NewPageAsync()));
        var heardByClerk = Frames(desk.Page);
        await SitAsync(host, desk, applicant);

        await HideAndShowAsync(applicant, desk, heardByClerk);
        await SuggestAndPointAsync(applicant, desk);
        await LendThePenAsync(applicant, desk);
        await PauseAsync(applicant, desk);
        await ReloadAsync(applicant, desk);
        await SubmitAsync(applicant, desk);

        await desk.EndAsync("accepted");
        await applicant.By("case-number").WaitForAsync(new() { Timeout = 30_000 });
        await host.StopAsync();
        AssertKept(host.DataRoot);
        LogScan.AssertNothingPersonal(host, IdNumber, "欧阳若兰", "13812345678");
    }

    private static async Task SitAsync(HostProcess host, DeskPage desk, ApplicantPage applicant)
    {
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await desk.BecomeReadyAsync();
        await applicant.Page.GotoAsync("/applicant");
        await applicant.TakeTicketAsync("411525", "GA-01", "张小明", "13912345678");
        await desk.AcceptAsync();
        await applicant.JoinAsync();
        await applicant.By("work-form").ClickAsync();
        await desk.By("tab-form").ClickAsync();
    }

    private static async Task HideAndShowAsync(ApplicantPage applicant, DeskPage desk, ConcurrentQueue<string> heardByClerk)
    {
        await Input(applicant.Page, "applicantName").FillAsync("欧阳若兰");
        await Input(applicant.Page, "idNumber").FillAsync(IdNumber);
        await Expect(Field(desk.Page, "idNumber")).ToContainTextAsync(Mask);
        await Expect(Field(desk.Page, "applicantName")).ToContainTextAsync("欧*");
        Assert.NotEmpty(heardByClerk);
        Assert.DoesNotContain(heardByClerk, frame => frame.Contains(IdNumber, StringComparison.Ordinal) || frame.Contains("若兰", StringComparison.Ordinal));
        await Expect(applicant.Page.GetByText("正在接通")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        await Screenshots.SaveAsync(applicant.Page, "phone-form");

        await Field(desk.Page, "idNumber").GetByTestId("ask-reveal").ClickAsync();
        await Field(applicant.Page, "idNumber").GetByTestId("show-field").ClickAsync();
        await Expect(Field(desk.Page, "idNumber")).ToContainTextAsync(IdNumber);
    }

    private static async Task SuggestAndPointAsync(ApplicantPage applicant, DeskPage desk)
    {
        await Field(desk.Page, "cardReason").GetByTestId("mark").ClickAsync();
        await Expect(Field(applicant.Page, "cardReason")).ToBeInViewportAsync(); // the applicant's page has turned to it
        await Field(desk.Page, "cardReason").GetByTestId("propose").ClickAsync();
        await Field(desk.Page, "cardReason").Locator("input[value=lost]").CheckAsync();
        await Field(desk.Page, "cardReason").GetByTestId("send-proposal").ClickAsync();
        await Expect(Field(applicant.Page, "cardReason")).ToContainTextAsync("工作人员建议：丢失");
        await Expect(Field(desk.Page, "cardReason")).ToContainTextAsync("未填"); // a suggestion is no value
        await Screenshots.SaveAsync(desk.Page, "desk-form");
        await Field(applicant.Page, "cardReason").GetByTestId("take-proposal").ClickAsync();
        await Expect(Field(desk.Page, "cardReason").Locator(".known")).ToHaveTextAsync("丢失");
    }

    private static async Task LendThePenAsync(ApplicantPage applicant, DeskPage desk)
    {
        await Expect(Input(desk.Page, "cardNumber")).ToHaveCountAsync(0);
        await desk.By("ask-control").ClickAsync();
        await applicant.By("allow-control").ClickAsync();
        await Input(desk.Page, "cardNumber").FillAsync("H1234567");
        await Expect(Input(applicant.Page, "cardNumber")).ToHaveValueAsync("H1234567");
        await Expect(Input(desk.Page, "declared")).ToHaveCountAsync(0); // never the clerk's
        await applicant.By("revoke-control").ClickAsync();
        await Expect(Input(desk.Page, "cardNumber")).ToHaveCountAsync(0);
        await desk.By("ask-control").WaitForAsync();
    }

    private static async Task PauseAsync(ApplicantPage applicant, DeskPage desk)
    {
        await applicant.By("pause-form").ClickAsync();
        await Expect(desk.Page.GetByText("申请人已暂停共享")).ToBeVisibleAsync();
        await Input(applicant.Page, "cardNumber").FillAsync("H7654321");
        await applicant.By("pause-form").ClickAsync();
        await Expect(Field(desk.Page, "cardNumber")).Not.ToContainTextAsync("H7654321"); // shared again, and private as before
        await Expect(Field(desk.Page, "cardNumber")).ToContainTextAsync("●●●●");
    }

    private static async Task ReloadAsync(ApplicantPage applicant, DeskPage desk)
    {
        await applicant.Page.ReloadAsync();
        await applicant.By("work-form").ClickAsync();
        await Expect(Input(applicant.Page, "idNumber")).ToHaveValueAsync(IdNumber);
        await Input(applicant.Page, "mobile").FillAsync("13812345678");
        await Expect(Field(desk.Page, "mobile")).ToContainTextAsync("138****5678");
    }

    private static async Task SubmitAsync(ApplicantPage applicant, DeskPage desk)
    {
        while (await applicant.By("next-page").IsVisibleAsync()) await applicant.By("next-page").ClickAsync();
        await applicant.By("submit-form").ClickAsync();
        await Expect(applicant.Page.Locator(".missing")).ToBeVisibleAsync();
        await Input(applicant.Page, "address").FillAsync("固始县城关镇 1 号"); // it went to the first page that lacks something
        await applicant.By("next-page").ClickAsync();
        await applicant.By("next-page").ClickAsync();
        await Input(applicant.Page, "acting").And(applicant.Page.Locator("[value=self]")).CheckAsync();
        await applicant.By("next-page").ClickAsync();
        await Input(applicant.Page, "delivery").And(applicant.Page.Locator("[value=electronic]")).CheckAsync();
        await applicant.By("next-page").ClickAsync();
        await Input(applicant.Page, "declared").CheckAsync();
        await applicant.By("submit-form").ClickAsync();
        await Expect(desk.Page.Locator(".bar .submitted")).ToBeVisibleAsync();
    }

    /// <summary>Every change is one row, and none of them can be read by who only has the file.</summary>
    private static void AssertKept(string dataRoot)
    {
        using var records = new HallRecords(dataRoot);
        Assert.True(records.Count("SELECT COUNT(*) FROM SessionFormEntries") >= 15);
        Assert.Equal(records.Count("SELECT COUNT(*) FROM SessionFormEntries"), records.Count("SELECT MAX(Sequence) FROM SessionFormEntries"));
        Assert.Equal(0, records.Count($"SELECT COUNT(*) FROM SessionFormEntries WHERE Text LIKE '%{IdNumber}%' OR Text LIKE '%kind%'"));
    }

    private static ILocator Field(IPage page, string id) => page.Locator($"[data-field={id}]");

    private static ILocator Input(IPage page, string id) => Field(page, id).Locator("input, textarea");

    /// <summary>All that the page's machine is told over its sockets.</summary>
    private static ConcurrentQueue<string> Frames(IPage page)
    {
        var frames = new ConcurrentQueue<string>();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => frames.Enqueue(frame.Text ?? "");
        return frames;
    }

    private async Task<IBrowserContext> OpenAsync(Uri address, int width, int height) =>
        await chromium.NewContextAsync(new() { BaseURL = address.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = width, Height = height } });
}
