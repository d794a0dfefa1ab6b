using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// Every page that there is and every question that it asks, in both languages, at the usual size and in elderly mode, holds WCAG 2.2 A and AA
/// by axe. What "every" means is read from the sources: a face or a step that nobody looks at fails the test.
/// </summary>
public sealed partial class AccessibilityScenario(ChromiumBrowser chromium)
{
    private const string Item = "SB-02";

    private readonly Looks _looks = new();

    [Fact]
    public async Task Every_step_of_the_applicant_and_of_the_desk_is_accessible()
    {
        // Nobody hurries: an offer and a call stay while they are looked at.
        await using var host = await HostProcess.StartAsync(new() { Settings = new Dictionary<string, string> { ["Signaling__OfferTimeout"] = "00:05:00", ["Signaling__JoinTimeout"] = "00:05:00" } });
        await using var person = await PhoneAsync(host.Address);
        await using var clerk = await DeskBrowserAsync(host.Address);
        await using var supervisor = await DeskBrowserAsync(host.Address);
        await using var colleague = await DeskBrowserAsync(host.Address);
        var expert = new DeskPage(await colleague.NewPageAsync());
        var (desk, wall) = (new DeskPage(await clerk.NewPageAsync()), new WallPage(await supervisor.NewPageAsync()));
        var applicant = new ApplicantPage(await person.NewPageAsync());

        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await _looks.SeeStaffAsync(desk.Page, "desk, offline");
        await wall.SignInAsync("lead01", host.StaffPassword!);
        await applicant.Page.GotoAsync("/applicant");
        await ChooseAsync(applicant);
        await WaitAsync(applicant, person);
        await MissTheCallAsync(desk, applicant);
        await TalkAsync(desk, applicant);
        await expert.SignInAsync("suzhou01", host.StaffPassword!);
        await AskAColleagueAsync(desk, expert, applicant);
        await CheckMaterialsAsync(desk, applicant);
        await WatchAsync(wall);
        await EndAsync(desk);
        await ReadTheReceiptAsync(applicant);
        await SeeFirstRowAsync(host, "department", "review01", "procedures", "procedure-details");
        await SeeFirstRowAsync(host, "pipeline", "admin", "runs", "run-details");

        Assert.Equal(StepsInSource(), _looks.Seen.Order());
        _looks.AssertNoFaults();
    }

    [Fact]
    public async Task Every_face_is_accessible_before_and_after_signing_in()
    {
        await using var host = await HostProcess.StartAsync();
        var insides = new Dictionary<string, (string User, string Mark)>
        {
            ["desk"] = ("suzhou01", "presence"), ["wall"] = ("lead01", "floor"), ["admin"] = ("admin", "sample-note"), ["department"] = ("review01", "procedures"),
            ["pipeline"] = ("admin", "runs"), ["reviews"] = ("lead01", "reviews"),
            ["archive"] = ("admin", "archive"), ["orders"] = ("gushi01", "orders"), ["outside"] = ("admin", "outside"),
        };
        foreach (var face in FacesInSource().Where(face => face != "applicant")) // that one by step, above
        {
            await using var browser = await DeskBrowserAsync(host.Address);
            var page = await browser.NewPageAsync();
            await page.GotoAsync(face == "index" ? "/" : $"/{face}");
            await page.Locator("h1").First.WaitForAsync();
            await _looks.SeeStaffAsync(page, face);
            // Nobody signs in there.
            if (face is "index" or "verify" or "pad") continue;
            await StaffSignIn.RunAsync(page, insides[face].User, host.StaffPassword!);
            await page.GetByTestId(insides[face].Mark).First.WaitForAsync();
            await _looks.SeeStaffAsync(page, $"{face}, signed in");
            if (face == "admin") await ManageStaffAsync(page);
        }
        _looks.AssertNoFaults();
    }

    private async Task ChooseAsync(ApplicantPage applicant)
    {
        await _looks.SeeAsync(applicant, "regions");
        await _looks.SeeQuestionAsync(applicant.Page, applicant.By("help"), "help");
        await applicant.By("progress").First.ClickAsync();
        await _looks.SeeAsync(applicant, "progress");
        await applicant.Page.GoBackAsync();
        await applicant.By("unfinished").ClickAsync();
        await _looks.SeeAsync(applicant, "unfinished");
        await applicant.Page.GoBackAsync();
        await applicant.By("region-411525").First.ClickAsync();
        await _looks.SeeAsync(applicant, "items");
        await applicant.By("item-search").FillAsync(Item);
        await applicant.By($"item-{Item}").First.ClickAsync();
        await _looks.SeeAsync(applicant, "guide");
        await applicant.By("start").ClickAsync();
        await applicant.By("mirror").WaitForAsync();
        await _looks.SeeAsync(applicant, "devices");
        await applicant.By("device-ok").ClickAsync();
        await _looks.SeeAsync(applicant, "ticket");
        await applicant.By("take-ticket").ClickAsync();
    }

    /// <summary>Waiting; and what is seen in a second tab: the first gives way, and one without a line to the hall says so.</summary>
    private async Task WaitAsync(ApplicantPage applicant, IBrowserContext person)
    {
        await _looks.SeeAsync(applicant, "waiting");
        var cutOff = new ApplicantPage(await person.NewPageAsync());
        await cutOff.Page.RouteWebSocketAsync("**/hubs/**", _ => { });
        await cutOff.Page.RouteAsync("**/hubs/**", route => route.AbortAsync());
        await cutOff.Page.GotoAsync("/applicant");
        await _looks.SeeAsync(cutOff, "restoring");
        await cutOff.Page.CloseAsync();
        var second = new ApplicantPage(await person.NewPageAsync());
        await second.Page.GotoAsync("/applicant");
        await _looks.SeeAsync(applicant, "superseded");
        await second.Page.CloseAsync();
        await applicant.By("take-over").ClickAsync();
        await applicant.By("position").WaitForAsync();
    }

    private async Task MissTheCallAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.BecomeReadyAsync();
        await desk.By("offer").WaitForAsync();
        await _looks.SeeStaffAsync(desk.Page, "desk, an offer");
        await desk.AcceptAsync();
        await _looks.SeeAsync(applicant, "called");
        await desk.EndAsync("noShow");
        await applicant.By("requeue").WaitForAsync();
        await _looks.SeeAsync(applicant, "missed");
        await applicant.By("requeue").ClickAsync();
    }

    private async Task TalkAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.AcceptAsync();
        await applicant.JoinAsync();
        await desk.Page.Locator("video[data-testid=remote-video]").WaitForAsync();
        await _looks.SeeAsync(applicant, "call");
        await _looks.SeeQuestionAsync(applicant.Page, applicant.By("hang-up"), "hang up");
        await applicant.By("recording-agree").ClickAsync();
        await Expect(desk.By("recording")).ToHaveAttributeAsync("data-stage", "recording");
        await _looks.SeeAsync(applicant, "call");
        await _looks.SeeStaffAsync(desk.Page, "desk, in a session");
        await FillInTheFormAsync(desk, applicant);
        await _looks.SeeQuestionAsync(desk.Page, desk.By("end-session"), "desk, outcome");
    }

    private async Task FillInTheFormAsync(DeskPage desk, ApplicantPage applicant)
    {
        await applicant.By("work-form").ClickAsync();
        await applicant.By("form").WaitForAsync();
        await _looks.SeeAsync(applicant, "call", "call-form");
        await desk.By("tab-form").ClickAsync();
        await desk.By("desk-form").WaitForAsync();
        await _looks.SeeStaffAsync(desk.Page, "desk, the form");
    }

    private async Task AskAColleagueAsync(DeskPage desk, DeskPage expert, ApplicantPage applicant)
    {
        await expert.BecomeReadyAsync();
        await _looks.SeeQuestionAsync(desk.Page, desk.By("hand-over"), "desk, hand over");
        await desk.AskColleagueAsync("consult");
        await expert.By("come").WaitForAsync();
        await _looks.SeeStaffAsync(expert.Page, "desk, asked");
        await _looks.SeeStaffAsync(desk.Page, "desk, asking");
        await expert.By("come").ClickAsync();
        await expert.By("advising").WaitForAsync();
        await _looks.SeeAsync(applicant, "call", "call-consult");
        await _looks.SeeStaffAsync(expert.Page, "desk, advising");
        await _looks.SeeStaffAsync(desk.Page, "desk, consulting");
        await expert.By("leave-session").ClickAsync();
        await desk.By("hold").ClickAsync();
    }

    private async Task CheckMaterialsAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("tab-materials").ClickAsync();
        await desk.By("material-1-rejected").ClickAsync();
        await _looks.SeeStaffAsync(desk.Page, "desk, why a material is rejected");
        await desk.By("reason-1").FillAsync("请补身份证背面。");
        await desk.By("reject-1").ClickAsync();
        await Expect(desk.By("material-1")).ToHaveAttributeAsync("data-verdict", "rejected");
        await _looks.SeeStaffAsync(desk.Page, "desk, the board");
        await applicant.By("work-materials").ClickAsync();
        await applicant.By("findings").WaitForAsync();
        await _looks.SeeAsync(applicant, "call", "call-findings");
        await _looks.SeeQuestionAsync(desk.Page, desk.By("end-session"), "desk, outcome with a rejected material");
    }

    private async Task WatchAsync(WallPage wall)
    {
        await wall.Sessions.First.WaitForAsync();
        await _looks.SeeStaffAsync(wall.Page, "wall, a session");
        await wall.WatchFirstSessionAsync();
        await _looks.SeeStaffAsync(wall.Page, "wall, watching");
    }

    private async Task EndAsync(DeskPage desk)
    {
        await desk.EndAsync("supplementNeeded");
        await desk.By("finish-wrap-up").First.WaitForAsync();
        await _looks.SeeStaffAsync(desk.Page, "desk, wrapping up");
    }

    private async Task ReadTheReceiptAsync(ApplicantPage applicant)
    {
        await applicant.By("case-number").WaitForAsync(new() { Timeout = 30_000 });
        await _looks.SeeAsync(applicant, "finished");
        await applicant.By("rate-5").ClickAsync();
        await applicant.By("rated").WaitForAsync();
        await _looks.SeeAsync(applicant, "finished");
    }

    /// <summary>A list in which the filed case stands, and what opens beside it.</summary>
    private async Task SeeFirstRowAsync(HostProcess host, string face, string user, string list, string details)
    {
        await using var browser = await DeskBrowserAsync(host.Address);
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"/{face}");
        await StaffSignIn.RunAsync(page, user, host.StaffPassword!);
        // The follow-ups that are done are shown when asked for.
        if (list == "runs") await page.GetByTestId("filter-all").ClickAsync();
        await page.GetByTestId(list).Locator("tbody button").First.ClickAsync();
        await page.GetByTestId(details).WaitForAsync();
        await _looks.SeeStaffAsync(page, $"{face}, one opened");
        await Screenshots.SaveAsync(page, $"{face}-details");
    }

    /// <summary>The questions behind the administrator's buttons, and the page when somebody may no longer sign in.</summary>
    private async Task ManageStaffAsync(IPage page)
    {
        await page.GetByTestId("account-suzhou02").WaitForAsync();
        await _looks.SeeQuestionAsync(page, page.GetByTestId("staff-add"), "admin, add");
        var account = page.GetByTestId("account-suzhou02");
        await _looks.SeeQuestionAsync(page, account.GetByTestId("staff-password"), "admin, new password");
        await account.GetByTestId("staff-disable").ClickAsync();
        await _looks.LookForFaultsAsync(page, "admin, disable");
        await page.GetByTestId("staff-confirm").ClickAsync();
        await account.GetByTestId("staff-enable").WaitForAsync();
        await _looks.SeeStaffAsync(page, "admin, somebody disabled");
        await Screenshots.SaveAsync(page, "admin-staff");
    }

    private Task<IBrowserContext> PhoneAsync(Uri address) =>
        chromium.NewContextAsync(new() { BaseURL = address.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = 360, Height = 800 }, ReducedMotion = ReducedMotion.Reduce });

    private Task<IBrowserContext> DeskBrowserAsync(Uri address) =>
        chromium.NewContextAsync(new() { BaseURL = address.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = 1280, Height = 720 }, ReducedMotion = ReducedMotion.Reduce });

    /// <summary>The pages that the web client builds.</summary>
    private static IEnumerable<string> FacesInSource() => Directory.EnumerateFiles(RepositoryRoot.File("web-client"), "*.html").Select(file => Path.GetFileNameWithoutExtension(file)!).Order();

    /// <summary>All kinds of views named in view.ts: the steps, the pages beside, and those that only the server brings about.</summary>
    private static IEnumerable<string> StepsInSource()
    {
        var source = File.ReadAllText(RepositoryRoot.File("web-client", "src", "faces", "applicant", "view.ts"));
        var steps = new[] { StepList(), SideList(), KindList() }.SelectMany(list => Quoted().Matches(list.Match(source).Groups[1].Value)).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains("regions", steps);
        Assert.Contains("superseded", steps);
        return steps.Order();
    }

    [GeneratedRegex(@"localSteps = \[(.*?)\]")]
    private static partial Regex StepList();

    [GeneratedRegex("type SidePage = (.*)")]
    private static partial Regex SideList();

    [GeneratedRegex("type ViewKind = (.*)")]
    private static partial Regex KindList();

    [GeneratedRegex("'([A-Za-z]+)'")]
    private static partial Regex Quoted();
}
