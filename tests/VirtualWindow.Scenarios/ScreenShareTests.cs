using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// The clerk shares what is really on the desk's tab, by the button of the page and <c>getDisplayMedia</c>; the applicant decodes it.
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
        await BeginAsync(host, desk, applicant);
        await Expect(applicant.By("remote-screen")).ToHaveCountAsync(0);

        await desk.By("share-screen").ClickAsync();
        await Expect(desk.By("share-screen")).ToHaveAttributeAsync("aria-pressed", "true");
        await applicant.By("remote-screen").WaitForAsync(new() { Timeout = 30_000 });
        // What the desk shows now is what the applicant sees: something that no camera has.
        await PaintAsync(desk, "#c800c8");
        await Patience.UntilAsync("the colour of the desk's page", () => applicant.Call.RemoteColoursAsync("remote-screen"),
            seen => seen.Top.DistanceTo(new Rgb(200, 0, 200)) < 90 && seen.Bottom.DistanceTo(new Rgb(200, 0, 200)) < 90);
        await PaintAsync(desk, null);
        await Patience.UntilAsync("the desk's page again", () => applicant.Call.RemoteColoursAsync("remote-screen"),
            seen => seen.Bottom.DistanceTo(new Rgb(255, 255, 255)) < 120);
        await Screenshots.SaveAsync(applicant.Page, "kiosk-shared-screen");

        await desk.By("share-screen").ClickAsync();
        await Expect(desk.By("share-screen")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(applicant.By("remote-screen")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    /// <summary>Lays one colour over the whole page; null takes it away.</summary>
    private static async Task PaintAsync(DeskPage desk, string? colour) => await desk.Page.EvaluateAsync("""
        colour => {
          document.getElementById('painted')?.remove();
          if (colour === null) return;
          const sheet = document.createElement('div');
          sheet.id = 'painted';
          sheet.style.cssText = `position: fixed; inset: 0; z-index: 9999; background: ${colour}; pointer-events: none`;
          document.body.append(sheet);
        }
        """, colour);

    private static async Task BeginAsync(HostProcess host, DeskPage desk, ApplicantPage applicant)
    {
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await applicant.Page.GotoAsync("/applicant?kiosk=1&site=suzhou");
        await applicant.TakeTicketAsync(Gushi, Item, "欧阳若兰", "13912345678");
        await desk.BecomeReadyAsync();
        await desk.By("offer").WaitForAsync(new() { Timeout = 20_000 });
        await desk.AcceptAsync();
        await applicant.JoinAsync();
    }
}
