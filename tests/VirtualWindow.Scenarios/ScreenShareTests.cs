using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// Clerk or applicant share what is really on their own tab, by the button of the page and <c>getDisplayMedia</c>; the others decode it.
/// </summary>
public sealed class ScreenShareTests(ChromiumBrowser chromium)
{
    private const string Gushi = "411525", Item = "SB-02";

    /// <summary>Without a display there is no screen or window to choose, only the asking tab itself.</summary>
    private const string ShareThisTab = """
        const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getDisplayMedia = wish => ask({ ...wish, preferCurrentTab: true });
        """;

    [Fact]
    public async Task The_applicant_sees_the_screen_that_the_clerk_shares()
    {
        await using var host = await HostProcess.StartAsync();
        await using var applicantCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Applicant);
        await using var clerkCamera = await CameraBrowser.LaunchSharingAsync(chromium, FakeMedia.Clerk);
        var applicant = new ApplicantPage(await applicantCamera.OpenAsync(host.Address, 1080, 1920, touch: true));
        var desk = new DeskPage(await clerkCamera.OpenAsync(host.Address, 1440, 900));
        await desk.Page.AddInitScriptAsync(ShareThisTab);
        await BeginAsync(host, desk, applicant, "/applicant?kiosk=1&site=suzhou");
        await Expect(applicant.By("remote-screen")).ToHaveCountAsync(0);

        await desk.By("share-screen").ClickAsync();
        await Expect(desk.By("share-screen")).ToHaveAttributeAsync("aria-pressed", "true");
        await applicant.By("remote-screen").WaitForAsync(new() { Timeout = 30_000 });
        // What the desk shows now is what the applicant sees: something that no camera has.
        await PaintAsync(desk.Page, "#c800c8");
        await Patience.UntilAsync("the colour of the desk's page", () => applicant.Call.RemoteColoursAsync("remote-screen"),
            seen => seen.Top.DistanceTo(new Rgb(200, 0, 200)) < 90 && seen.Bottom.DistanceTo(new Rgb(200, 0, 200)) < 90);
        await PaintAsync(desk.Page, null);
        await Patience.UntilAsync("the desk's page again", () => applicant.Call.RemoteColoursAsync("remote-screen"),
            seen => seen.Bottom.DistanceTo(new Rgb(255, 255, 255)) < 120);
        await Screenshots.SaveAsync(applicant.Page, "kiosk-shared-screen");

        await desk.By("share-screen").ClickAsync();
        await Expect(desk.By("share-screen")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(applicant.By("remote-screen")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task Clerk_and_supervisor_see_the_screen_that_the_applicant_shares_until_it_is_paused()
    {
        await using var host = await HostProcess.StartAsync();
        await using var applicantCamera = await CameraBrowser.LaunchSharingAsync(chromium, FakeMedia.Applicant);
        await using var clerkCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Clerk);
        var applicant = new ApplicantPage(await applicantCamera.OpenAsync(host.Address, 1280, 800));
        var desk = new DeskPage(await clerkCamera.OpenAsync(host.Address, 1440, 900));
        var wall = new WallPage(await clerkCamera.OpenAsync(host.Address, 1920, 1080));
        await applicant.Page.AddInitScriptAsync(ShareThisTab);
        await BeginAsync(host, desk, applicant, "/applicant");
        await wall.SignInAsync("lead01", host.StaffPassword!);
        await wall.WatchFirstSessionAsync();

        await applicant.By("share-screen").ClickAsync();
        await applicant.By("own-screen").WaitForAsync();
        await PaintAsync(applicant.Page, "#c800c8");
        foreach (var (by, call) in new[] { (desk.By("remote-screen"), desk.Call), (wall.By("remote-screen"), wall.Call) })
        {
            await by.WaitForAsync(new() { Timeout = 30_000 });
            await Patience.UntilAsync("the colour of the applicant's page", () => call.RemoteColoursAsync("remote-screen"),
                seen => seen.Top.DistanceTo(new Rgb(200, 0, 200)) < 90 && seen.Bottom.DistanceTo(new Rgb(200, 0, 200)) < 90);
        }
        await PaintAsync(applicant.Page, null);
        await Screenshots.SaveAsync(applicant.Page, "applicant-sharing");
        await Screenshots.SaveAsync(desk.Page, "desk-shared-screen");
        await Screenshots.SaveAsync(wall.Page, "wall-shared-screen");

        await applicant.By("pause-screen").ClickAsync();
        await Expect(applicant.By("own-screen")).ToHaveAttributeAsync("data-paused", "true");
        foreach (var screen in new[] { desk.By("remote-screen"), wall.By("remote-screen") }) await Expect(screen).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await applicant.By("pause-screen").ClickAsync();
        foreach (var screen in new[] { desk.By("remote-screen"), wall.By("remote-screen") }) await screen.WaitForAsync(new() { Timeout = 30_000 });
        await applicant.By("stop-screen").ClickAsync();
        foreach (var screen in new[] { desk.By("remote-screen"), wall.By("remote-screen") }) await Expect(screen).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect(applicant.By("own-screen")).ToHaveCountAsync(0);
    }

    /// <summary>Lays one colour over the whole page; null takes it away.</summary>
    private static async Task PaintAsync(IPage page, string? colour) => await page.EvaluateAsync("""
        colour => {
          document.getElementById('painted')?.remove();
          if (colour === null) return;
          const sheet = document.createElement('div');
          sheet.id = 'painted';
          sheet.style.cssText = `position: fixed; inset: 0; z-index: 9999; background: ${colour}; pointer-events: none`;
          document.body.append(sheet);
        }
        """, colour);

    private static async Task BeginAsync(HostProcess host, DeskPage desk, ApplicantPage applicant, string address)
    {
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await applicant.Page.GotoAsync(address);
        await applicant.TakeTicketAsync(Gushi, Item, "欧阳若兰", "13912345678");
        await desk.BecomeReadyAsync();
        await desk.By("offer").WaitForAsync(new() { Timeout = 20_000 });
        await desk.AcceptAsync();
        await applicant.JoinAsync();
    }
}
