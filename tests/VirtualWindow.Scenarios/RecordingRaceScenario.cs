using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Storage.Recordings;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// Consent and its end meet: the applicant takes it back while the recorder starts and while it runs, and agrees or takes back in the very
/// moment in which the clerk ends the session. Two Chromium contexts, the real program and its recorder: no file grows without consent,
/// both sides are told the same, and the books say what happened.
/// </summary>
public sealed partial class RecordingRaceScenario(ChromiumBrowser chromium)
{
    private const string Agree = "recording-agree", Stop = "recording-stop", End = "outcome-accepted";

    [Fact]
    public async Task Consent_that_meets_its_end_records_nothing_without_consent()
    {
        await using var host = await HostProcess.StartAsync();
        await using var clerk = await OpenAsync(host.Address, 1440, 900);
        var desk = new DeskPage(await clerk.NewPageAsync());
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await desk.BecomeReadyAsync();

        await SitAsync(host, desk, applicant => ChangeTheMindAsync(host, applicant, desk));
        await SitAsync(host, desk, applicant => EndAtTheSameMomentAsync(applicant, Agree, desk));
        await SitAsync(host, desk, async applicant =>
        {
            await applicant.By(Agree).ClickAsync();
            await SeeAsync("recording", applicant, desk);
            await EndAtTheSameMomentAsync(applicant, Stop, desk);
        });

        await Patience.UntilAsync("no room is left", () => RoomsAsync(host), rooms => rooms == 0);
        await host.StopAsync();
        AssertBooks(host.DataRoot);
    }

    /// <summary>A sitting in a context of its own, from the ticket to the receipt; the clerk is ready again afterwards.</summary>
    private async Task SitAsync(HostProcess host, DeskPage desk, Func<ApplicantPage, Task> talkAsync)
    {
        await using var person = await OpenAsync(host.Address, 1080, 1920);
        var applicant = new ApplicantPage(await person.NewPageAsync());
        await applicant.Page.GotoAsync("/applicant?kiosk=1&site=suzhou");
        await applicant.TakeTicketAsync("411525", "SB-02", "张小明", "13912345678");
        await desk.AcceptAsync();
        await applicant.JoinAsync();
        await SeeMoreAsync(desk.Call, 10);
        await applicant.By(Agree).WaitForAsync();
        await Expect(desk.By("recording")).ToHaveAttributeAsync("data-stage", "awaitingConsent");

        await talkAsync(applicant);

        await applicant.By("case-number").WaitForAsync(new() { Timeout = 30_000 });
        foreach (var side in new[] { applicant.By("recording"), desk.By("recording") }) await Expect(side).ToHaveCountAsync(0);
        await desk.By("finish-wrap-up").First.ClickAsync();
        await Expect(desk.By("presence")).ToHaveAttributeAsync("data-presence", "ready");
    }

    private static async Task ChangeTheMindAsync(HostProcess host, ApplicantPage applicant, DeskPage desk)
    {
        // While it starts, as fast as a finger is offered the way back; then while it runs.
        foreach (var isRunning in new[] { false, true })
        {
            await applicant.By(Agree).ClickAsync();
            if (isRunning) await SeeAsync("recording", applicant, desk);
            await applicant.By(Stop).ClickAsync();
            await SeeAsync("declined", applicant, desk);
            await AssertNothingGrowsAsync(host.DataRoot, applicant, desk);
        }
        await desk.EndAsync("accepted");
    }

    private static async Task EndAtTheSameMomentAsync(ApplicantPage applicant, string answer, DeskPage desk)
    {
        await desk.By("end-session").ClickAsync();
        await desk.By(End).WaitForAsync();
        var soon = DateTimeOffset.UtcNow.AddMilliseconds(300).ToUnixTimeMilliseconds();
        await Task.WhenAll(PressAtAsync(applicant.Page, answer, soon), PressAtAsync(desk.Page, End, soon));
    }

    /// <summary>Both pages have the machine's clock.</summary>
    private static async Task PressAtAsync(IPage page, string testId, long unixMilliseconds) => await page.EvaluateAsync(
        "async ([testId, at]) => { await new Promise(now => setTimeout(now, at - Date.now())); document.querySelector(`[data-testid=${testId}]`).click() }",
        new object[] { testId, unixMilliseconds });

    private static async Task SeeAsync(string stage, ApplicantPage applicant, DeskPage desk)
    {
        foreach (var side in new[] { applicant.By("recording"), desk.By("recording") })
            await Expect(side).ToHaveAttributeAsync("data-stage", stage, new() { Timeout = 15_000 });
    }

    /// <summary>The call goes on, and no recording with it.</summary>
    private static async Task AssertNothingGrowsAsync(string dataRoot, ApplicantPage applicant, DeskPage desk)
    {
        var folder = Directory.CreateDirectory(Path.Combine(dataRoot, "recordings")).FullName;
        await Patience.UntilAsync("every recording is closed", () => Task.FromResult(Files(folder, "manifest.json").Count(file => File.ReadAllText(file.FullName).Contains("\"running\"", StringComparison.Ordinal))), open => open == 0);
        var bytes = Files(folder, "*.webm").Sum(file => file.Length);
        foreach (var side in new[] { applicant.Call, desk.Call }) await SeeMoreAsync(side, 30);
        Assert.Equal(bytes, Files(folder, "*.webm").Sum(file => file.Length));
    }

    private static IEnumerable<FileInfo> Files(string folder, string pattern) => new DirectoryInfo(folder).EnumerateFiles(pattern, SearchOption.AllDirectories);

    private static async Task SeeMoreAsync(CallProbe call, int frames)
    {
        var before = (await call.InboundAsync()).FramesDecoded;
        await Patience.UntilAsync($"{frames} more frames", call.InboundAsync, seen => seen.FramesDecoded >= before + frames);
    }

    private static async Task<int> RoomsAsync(HostProcess host)
    {
        using var client = host.CreateClient();
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return RoomsFigure().Matches(metrics).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static void AssertBooks(string dataRoot)
    {
        using var records = new HallRecords(dataRoot);
        Assert.Equal(3, records.Count("SELECT COUNT(*) FROM Cases"));
        Assert.True(records.Count($"SELECT COUNT(*) FROM Recordings WHERE \"End\" = {(int)RecordingEnd.ConsentRevoked}") >= 1);
        Assert.Equal(0, records.Count("SELECT COUNT(*) FROM Recordings WHERE ManifestSha256 IS NULL"));
        Assert.Equal(0, records.Count("SELECT COUNT(*) FROM Recordings AS r WHERE NOT EXISTS (SELECT 1 FROM RecordingAnswers AS a WHERE a.Session = r.Session AND a.Agreed = 1 AND a.At <= r.StartedAt)"));
        Assert.Equal(0, records.Count("SELECT COUNT(*) FROM Recordings AS r JOIN RecordingAnswers AS a ON a.Session = r.Session AND a.Agreed = 0 AND a.At > r.StartedAt AND a.At < r.EndedAt - 1000"));
        Assert.Equal(0, records.Count($"SELECT COUNT(*) FROM Recordings AS r JOIN Sessions AS s ON s.Id = r.Session WHERE (r.\"End\" = {(int)RecordingEnd.ConsentRevoked}) <> (s.RecordingConsent = {(int)RecordingConsent.Revoked})"));
    }

    private async Task<IBrowserContext> OpenAsync(Uri address, int width, int height)
    {
        var context = await chromium.NewContextAsync(new() { BaseURL = address.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = width, Height = height } });
        await context.AddInitScriptAsync(CallProbe.KeepConnections);
        return context;
    }

    [GeneratedRegex(@"^virtualwindow_media_rooms\{[^}]*\} (\d+)", RegexOptions.Multiline)]
    private static partial Regex RoomsFigure();
}
