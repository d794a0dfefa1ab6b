using VirtualWindow.Domain.Sessions;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// 会商、三方、转接 and 一次性告知 in three real browsers: an applicant at the kiosk in Suzhou, the clerk in Gushi, and an expert in Suzhou who first
/// advises, then joins, then takes over and ends with one complete notice. The applicant reads at every moment who is there.
/// </summary>
public sealed class HandOverScenario(ChromiumBrowser chromium)
{
    private const string Gushi = "411525", Item = "GA-01";
    private const string Missing = "请补居住证或社保参保证明原件；照片须能看清有效期。";

    [Fact]
    public async Task A_clerk_consults_confers_and_hands_over_and_the_next_one_tells_all_that_is_missing_at_once()
    {
        await using var host = await HostProcess.StartAsync();
        await using var applicantCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Applicant);
        await using var clerkCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Clerk);
        await using var expertCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Expert);
        var applicant = new ApplicantPage(await applicantCamera.OpenAsync(host.Address, 1080, 1920, touch: true));
        var clerk = new DeskPage(await clerkCamera.OpenAsync(host.Address, 1440, 900));
        var expert = new DeskPage(await expertCamera.OpenAsync(host.Address, 1440, 900));

        await BeginAsync(host, clerk, applicant);
        await expert.SignInAsync("suzhou01", host.StaffPassword!);
        await expert.BecomeReadyAsync();
        await ConsultAsync(clerk, expert, applicant);
        await ConferAsync(clerk, expert, applicant);
        await HandOverAsync(clerk, expert, applicant);
        await CheckMaterialsAsync(expert, applicant);
        await EndWithANoticeAsync(expert, applicant);
        await LookUpAsync(applicant, new ApplicantPage(await applicantCamera.OpenAsync(host.Address, 360, 800, touch: true)));
        await host.StopAsync();
        using var records = new HallRecords(host.DataRoot);
        Assert.Equal("SZ01", records.Text("SELECT ClerkNumber FROM Sessions"));
        Assert.Equal(1, records.Count("SELECT COUNT(*) FROM Cases"));
        Assert.Equal(2, records.Count($"SELECT COUNT(*) FROM Invitations WHERE State = {(int)InvitationState.Left}"));
        Assert.Equal(1, records.Count($"SELECT COUNT(*) FROM Invitations WHERE State = {(int)InvitationState.TookOver}"));
    }

    private static async Task BeginAsync(HostProcess host, DeskPage clerk, ApplicantPage applicant)
    {
        await clerk.SignInAsync("gushi01", host.StaffPassword!);
        await applicant.Page.GotoAsync("/applicant?kiosk=1&site=suzhou");
        await applicant.TakeTicketAsync(Gushi, Item, "欧阳若兰", "13912345678");
        await clerk.BecomeReadyAsync();
        await clerk.AcceptAsync();
        await applicant.JoinAsync();
        await clerk.Call.AssertShowsAsync(FakeMedia.Applicant);
        await Expect(applicant.By("colleague")).ToHaveCountAsync(0);
    }

    /// <summary>会商: the clerks see each other, the applicant waits and reads why.</summary>
    private static async Task ConsultAsync(DeskPage clerk, DeskPage expert, ApplicantPage applicant)
    {
        await clerk.AskColleagueAsync("consult", () => Screenshots.SaveAsync(clerk.Page, "desk-hand-over"));
        await Expect(applicant.By("colleague")).ToContainTextAsync("正在联系");
        await expert.By("asked").WaitForAsync(new() { Timeout = 30_000 });
        await Screenshots.SaveAsync(expert.Page, "desk-asked");
        await expert.By("come").ClickAsync();
        await Expect(applicant.By("colleague")).ToContainTextAsync("听不到也看不到");
        await expert.Call.AssertShowsAnyAsync(FakeMedia.Clerk);
        await clerk.Call.AssertShowsAnyAsync(FakeMedia.Expert);
        // Whoever advises is not responsible: no end, no hold, no hand-over.
        await Expect(expert.By("end-session")).ToHaveCountAsync(0);
        await Expect(expert.By("notes")).Not.ToBeEditableAsync();
        await Screenshots.SaveAsync(applicant.Page, "kiosk-consult");
        await Screenshots.SaveAsync(expert.Page, "desk-advising");
        await expert.By("leave-session").ClickAsync();
        await expert.RestAsync();
        await clerk.By("hold").ClickAsync();
        await Expect(applicant.By("colleague")).ToHaveCountAsync(0);
    }

    /// <summary>三方: all three see each other.</summary>
    private static async Task ConferAsync(DeskPage clerk, DeskPage expert, ApplicantPage applicant)
    {
        await clerk.AskColleagueAsync("conference");
        await expert.By("come").ClickAsync(new() { Timeout = 30_000 });
        await Expect(applicant.By("colleague")).ToContainTextAsync("三方");
        await applicant.Call.AssertShowsAnyAsync(FakeMedia.Expert);
        await applicant.Call.AssertShowsAnyAsync(FakeMedia.Clerk);
        await expert.Call.AssertShowsAnyAsync(FakeMedia.Applicant);
        var (expertAt, ownAt) = ((await applicant.Page.Locator(".call-others").BoundingBoxAsync())!, (await applicant.By("self-video").BoundingBoxAsync())!);
        Assert.True(expertAt.Y + expertAt.Height <= ownAt.Y, "The own picture covers the expert's.");
        await Screenshots.SaveAsync(applicant.Page, "kiosk-conference");
        await Screenshots.SaveAsync(clerk.Page, "desk-conference");
        await clerk.By("end-invitation").ClickAsync();
        await expert.RestAsync();
        await Expect(applicant.By("colleague")).ToHaveCountAsync(0);
    }

    /// <summary>转接: the next one comes first, then takes over; nothing that was written or seen is lost.</summary>
    private static async Task HandOverAsync(DeskPage clerk, DeskPage expert, ApplicantPage applicant)
    {
        await clerk.By("tab-notes").ClickAsync();
        await clerk.By("notes").FillAsync("已核对身份。");
        await clerk.AskColleagueAsync("transfer");
        await expert.By("come").ClickAsync(new() { Timeout = 30_000 });
        await Expect(applicant.By("colleague")).ToContainTextAsync("继续为您办理");
        await clerk.By("hand-over-now").ClickAsync();
        await expert.By("end-session").WaitForAsync();
        await Expect(applicant.By("colleague")).ToContainTextAsync("现在由");
        await Expect(applicant.By("people")).ToContainTextAsync("SZ01");
        await Expect(clerk.By("presence")).ToHaveAttributeAsync("data-presence", "wrapUp");
        await expert.By("tab-notes").ClickAsync();
        await Expect(expert.By("notes")).ToHaveValueAsync("已核对身份。");
        await applicant.Call.AssertShowsAnyAsync(FakeMedia.Expert);
        await Screenshots.SaveAsync(applicant.Page, "kiosk-taken-over");
    }

    private static async Task CheckMaterialsAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("tab-materials").ClickAsync();
        await desk.By("material-1-accepted").ClickAsync();
        await Expect(desk.By("material-1")).ToHaveAttributeAsync("data-verdict", "accepted");
        await desk.By("material-2-rejected").ClickAsync();
        await desk.Page.Keyboard.PressAsync("Alt+1");
        await Expect(desk.By("reason-2")).Not.ToHaveValueAsync("");
        await desk.By("reason-2").FillAsync(Missing);
        await desk.By("reject-2").ClickAsync();
        await Expect(desk.By("material-2")).ToHaveAttributeAsync("data-verdict", "rejected");
        await applicant.By("work-materials").ClickAsync();
        await Expect(applicant.By("findings")).ToContainTextAsync(Missing);
        // A notice is complete or it is none: one is not looked at yet.
        await desk.By("end-session").ClickAsync();
        await Expect(desk.By("outcome-supplementNeeded")).ToBeDisabledAsync();
        await Expect(desk.By("outcome-accepted")).ToBeDisabledAsync();
        await desk.Page.Keyboard.PressAsync("Escape");
        await desk.By("material-3-notNeeded").ClickAsync();
        await Expect(desk.By("material-3")).ToHaveAttributeAsync("data-verdict", "notNeeded");
        await Screenshots.SaveAsync(desk.Page, "desk-board");
    }

    private static async Task EndWithANoticeAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("end-session").ClickAsync();
        await Expect(desk.By("to-be-told")).ToContainTextAsync(Missing);
        await Expect(desk.By("outcome-accepted")).ToBeDisabledAsync();
        await Screenshots.SaveAsync(desk.Page, "desk-outcome");
        await desk.By("outcome-supplementNeeded").ClickAsync();
        await Expect(applicant.By("supplement")).ToContainTextAsync(Missing, new() { Timeout = 30_000 });
        await applicant.By("case-number").WaitForAsync(new() { Timeout = 30_000 });
        await Screenshots.SaveAsync(applicant.Page, "kiosk-supplement");
    }

    /// <summary>At home the same list is found by number and password, and its paper beside it.</summary>
    private static async Task LookUpAsync(ApplicantPage kiosk, ApplicantPage phone)
    {
        await phone.Page.GotoAsync("/applicant");
        await phone.By("progress").First.ClickAsync();
        await phone.By("lookup-number").FillAsync((await kiosk.By("case-number").InnerTextAsync()).Trim());
        await phone.By("lookup-password").FillAsync((await kiosk.By("query-password").InnerTextAsync()).Trim());
        await phone.By("lookup").ClickAsync();
        await Expect(phone.By("supplement")).ToContainTextAsync(Missing);
        await Screenshots.SaveAsync(phone.Page, "phone-supplement");
    }
}
