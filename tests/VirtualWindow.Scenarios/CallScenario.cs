using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// The whole of it, in real Chromium against the real program: an applicant at a Suzhou kiosk, a clerk in Gushi, a supervisor who looks in,
/// and a case that is filed and found again.
/// </summary>
public sealed class CallScenario(ChromiumBrowser chromium)
{
    private const string Gushi = "411525", Item = "SB-02";
    private const string ApplicantName = "欧阳若兰", ApplicantPhone = "13912345678";
    private const string Notes = "材料齐全，已核对户口簿原件。";

    [Fact]
    public async Task An_applicant_in_Suzhou_and_a_clerk_in_Gushi_talk_and_the_case_is_filed()
    {
        await using var host = await HostProcess.StartAsync();
        await using var applicantCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Applicant);
        await using var clerkCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Clerk);
        var desk = new DeskPage(await clerkCamera.OpenAsync(host.Address, 1440, 900));
        var applicant = new ApplicantPage(await applicantCamera.OpenAsync(host.Address, 1080, 1920, touch: true));
        var wall = new WallPage(await clerkCamera.OpenAsync(host.Address, 1920, 1080));

        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await Screenshots.SaveAsync(desk.Page, "desk-offline");
        await TakeTicketAndKeepThePlaceAsync(applicant);
        await AnswerAsync(desk, applicant);
        await SeeAndHearEachOtherAsync(desk, applicant);
        await AgreeToBeRecordedAsync(desk, applicant);
        await wall.SignInAsync("lead01", host.StaffPassword!);
        await WatchAnnouncedAsync(wall, desk, applicant);
        await EndAsync(desk, applicant, wall);
        var receipt = await ReadReceiptAsync(applicant);
        await RateAsync(applicant);
        await FindTheCaseAsync(receipt, desk, await applicantCamera.OpenAsync(host.Address, 360, 800, touch: true));
        await LeaveAConsistentFloorAsync(wall, desk);
        await FilmOfTheSitting.UntilMadeAsync(host.DataRoot, TestContext.Current.CancellationToken);
        await host.StopAsync();
        HallRecords.AssertOneSittingOneCase(host.DataRoot, receipt.CaseNumber);
        await HallRecords.AssertRecordedAsync(host.DataRoot, participants: 2);
        await FilmOfTheSitting.AssertShowsBothAsync(host.DataRoot);
        LogScan.AssertNothingPersonal(host, ApplicantName, ApplicantPhone, Notes, receipt.QueryPassword, host.StaffPassword!);
    }

    private static async Task TakeTicketAndKeepThePlaceAsync(ApplicantPage applicant)
    {
        await applicant.Page.GotoAsync("/applicant?kiosk=1&site=suzhou");
        var number = await applicant.TakeTicketAsync(Gushi, Item, ApplicantName, ApplicantPhone, name => Screenshots.SaveAsync(applicant.Page, $"kiosk-{name}"));
        await Expect(applicant.By("position")).ToBeVisibleAsync();
        await Screenshots.SaveAsync(applicant.Page, "kiosk-waiting");
        await applicant.Page.ReloadAsync();
        await applicant.By("position").WaitForAsync();
        Assert.Equal(number, await applicant.NumberAsync());
    }

    private static async Task AnswerAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.BecomeReadyAsync();
        await desk.By("offer").WaitForAsync(new() { Timeout = 20_000 });
        await Expect(desk.By("offer")).Not.ToContainTextAsync(ApplicantName);
        await Screenshots.SaveAsync(desk.Page, "desk-offer");
        await desk.AcceptAsync();
        await applicant.By("join").WaitForAsync(new() { Timeout = 20_000 });
        await Screenshots.SaveAsync(applicant.Page, "kiosk-called");
        await applicant.JoinAsync();
    }

    private static async Task SeeAndHearEachOtherAsync(DeskPage desk, ApplicantPage applicant)
    {
        foreach (var (side, other) in new[] { (applicant.Call, FakeMedia.Clerk), (desk.Call, FakeMedia.Applicant) })
        {
            await Patience.UntilAsync("60 decoded frames and audio that is not silent", side.InboundAsync,
                seen => seen is { FramesDecoded: >= 60, AudioPackets: >= 50, AudioEnergy: > 0 });
            await side.AssertShowsAsync(other);
            await side.AssertSoundsLikeAsync(other);
        }
        await Screenshots.SaveAsync(applicant.Page, "kiosk-call");
        await desk.By("notes").FillAsync(Notes);
        await Screenshots.SaveAsync(desk.Page, "desk-call");
    }

    private static async Task AgreeToBeRecordedAsync(DeskPage desk, ApplicantPage applicant)
    {
        await Expect(desk.By("recording")).ToHaveAttributeAsync("data-stage", "awaitingConsent");
        await applicant.By("recording-agree").ClickAsync();
        foreach (var side in new[] { applicant.By("recording"), desk.By("recording") })
            await Expect(side).ToHaveAttributeAsync("data-stage", "recording", new() { Timeout = 15_000 });
        await Screenshots.SaveAsync(applicant.Page, "kiosk-recording");
    }

    private static async Task WatchAnnouncedAsync(WallPage wall, DeskPage desk, ApplicantPage applicant)
    {
        await Expect(wall.Sessions).ToHaveCountAsync(1);
        await Screenshots.SaveAsync(wall.Page, "wall-floor");
        await wall.WatchFirstSessionAsync();
        await Patience.UntilAsync("the supervisor sees and hears both", wall.Call.InboundAsync,
            seen => seen is { FramesDecoded: >= 60, AudioPackets: >= 50, AudioEnergy: > 0 });
        await Expect(applicant.By("people")).ToContainTextAsync("主管");
        await Expect(desk.Page.Locator("body")).ToContainTextAsync("主管");
        await Screenshots.SaveAsync(wall.Page, "wall-watching");
        Assert.Equal(0, await wall.Call.SendingTracksAsync());
    }

    private static async Task EndAsync(DeskPage desk, ApplicantPage applicant, WallPage wall)
    {
        await desk.EndAsync("accepted");
        foreach (var side in new[] { applicant.Call, desk.Call, wall.Call })
            await Patience.UntilAsync("no connection left open, no camera left on", side.StillTransmittingAsync, left => left == 0);
    }

    private sealed record Receipt(string CaseNumber, string QueryPassword);

    private static async Task<Receipt> ReadReceiptAsync(ApplicantPage applicant)
    {
        await applicant.By("case-number").WaitForAsync(new() { Timeout = 30_000 });
        await Expect(applicant.By("case-number")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\s*GS-\d{8}-\d{4}\s*$"));
        await Screenshots.SaveAsync(applicant.Page, "kiosk-receipt");
        return new((await applicant.By("case-number").InnerTextAsync()).Trim(), (await applicant.By("query-password").InnerTextAsync()).Trim());
    }

    private static async Task RateAsync(ApplicantPage applicant)
    {
        for (var level = 1; level <= 5; level++)
            await Expect(applicant.By($"rate-{level}")).ToHaveAttributeAsync("aria-pressed", "false");
        var looks = await applicant.Page.Locator("[data-testid^=rate-]").EvaluateAllAsync<string[]>(
            "words => words.map(word => { const s = getComputedStyle(word); return [s.borderColor, s.backgroundColor, s.color, s.outlineStyle].join(); })");
        Assert.Equal(5, looks.Length);
        Assert.Single(looks.Distinct());
        await applicant.By("rate-3").ClickAsync();
        await applicant.By("rate-change").ClickAsync();
        await applicant.By("rate-4").ClickAsync();
        await applicant.By("rated").WaitForAsync();
        await Screenshots.SaveAsync(applicant.Page, "kiosk-rated");
        await applicant.By("finish").ClickAsync();
    }

    private static async Task FindTheCaseAsync(Receipt receipt, DeskPage desk, IPage phone)
    {
        await phone.GotoAsync("/applicant");
        await phone.GetByTestId("progress").First.ClickAsync();
        await LookUpAsync(phone, receipt.CaseNumber, "AAAAAAAA");
        await phone.GetByRole(AriaRole.Alert).First.WaitForAsync();
        await LookUpAsync(phone, receipt.CaseNumber, receipt.QueryPassword);
        await Expect(phone.GetByTestId("case")).ToContainTextAsync(receipt.CaseNumber);
        await Expect(phone.GetByTestId("case")).Not.ToContainTextAsync(Notes);
        await Screenshots.SaveAsync(phone, "phone-progress");
        await Expect(desk.Page.Locator("body")).ToContainTextAsync(receipt.CaseNumber);
        await Screenshots.SaveAsync(desk.Page, "desk-wrap-up");
    }

    private static async Task LookUpAsync(IPage phone, string number, string password)
    {
        await phone.GetByTestId("lookup-number").FillAsync(number);
        await phone.GetByTestId("lookup-password").FillAsync(password);
        await phone.GetByTestId("lookup").ClickAsync();
    }

    private static async Task LeaveAConsistentFloorAsync(WallPage wall, DeskPage desk)
    {
        await desk.By("finish-wrap-up").ClickAsync();
        await Expect(desk.By("presence")).ToHaveAttributeAsync("data-presence", "ready");
        await Expect(wall.Sessions).ToHaveCountAsync(0);
        await Screenshots.SaveAsync(wall.Page, "wall-quiet");
    }
}
