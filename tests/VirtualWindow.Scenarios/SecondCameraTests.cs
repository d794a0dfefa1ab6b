using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// An applicant with two cameras lays a paper under the second one: the clerk sees it live beside the face, and no longer than it is shown; what is
/// shot with it becomes a document.
/// </summary>
public sealed class SecondCameraTests(ChromiumBrowser chromium)
{
    /// <summary>Chromium's second made-up camera measures depth (Y16), which is nothing to look at; the third one shows a picture as the first does.</summary>
    private const string ThreeCameras = "--use-fake-device-for-media-stream=device-count=3";

    [Fact]
    public async Task The_clerk_sees_the_second_camera_beside_the_first()
    {
        await using var host = await HostProcess.StartAsync();
        await using var cameras = await chromium.LaunchAsync(ThreeCameras);
        await using var personSide = await OpenAsync(cameras, host.Address, 1080, 1920);
        await using var clerkSide = await chromium.NewContextAsync(new() { BaseURL = host.Address.ToString(), ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "zh-CN" });
        var (desk, applicant) = (new DeskPage(await clerkSide.NewPageAsync()), new ApplicantPage(await personSide.NewPageAsync()));
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await desk.BecomeReadyAsync();
        await applicant.Page.GotoAsync("/applicant?kiosk=1");
        await applicant.TakeTicketAsync("411525", "GA-01", "欧阳若兰", "13912345678");
        await desk.AcceptAsync();
        await applicant.JoinAsync();
        await Expect(desk.By("remote-screen")).ToHaveCountAsync(0);

        await applicant.By("work-documents").ClickAsync();
        await applicant.By("add-document").ClickAsync();
        await applicant.By("use-camera").ClickAsync();
        await Expect(applicant.By("camera-choice").Locator("option")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        await ChooseTheOtherCameraAsync(applicant);
        await applicant.By("show-live").ClickAsync();
        await Expect(applicant.By("show-live")).ToHaveAttributeAsync("aria-pressed", "true");
        await desk.By("remote-screen").WaitForAsync(new() { Timeout = 60_000 });
        await SeeItMoveAsync(desk);
        await Expect(desk.Page.Locator("video[data-testid=remote-video]")).ToBeVisibleAsync(); // the face stays in sight
        await Screenshots.SaveAsync(desk.Page, "desk-second-camera");

        await applicant.By("show-live").ClickAsync();
        await Expect(desk.By("remote-screen")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await applicant.By("shutter").ClickAsync();
        await applicant.By("straighten").ClickAsync(new() { Timeout = 60_000 });
        await applicant.By("use-picture").ClickAsync(new() { Timeout = 60_000 });
        await desk.By("tab-documents").ClickAsync();
        await Expect(desk.By("document").First).ToHaveAttributeAsync("data-stage", "shown", new() { Timeout = 60_000 });
    }

    /// <summary>Not the one that the face is seen by.</summary>
    private static async Task ChooseTheOtherCameraAsync(ApplicantPage applicant)
    {
        await applicant.By("camera-choice").SelectOptionAsync(new SelectOptionValue { Index = 2 });
        await Expect(applicant.By("show-live")).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await Patience.UntilAsync("the second camera's own picture", () => FramesAsync(applicant.Page, "camera-preview"), frames => frames > 0, seconds: 60);
    }

    private static async Task SeeItMoveAsync(DeskPage desk)
    {
        var seen = await FramesAsync(desk.Page, "remote-screen");
        await Patience.UntilAsync("frames of the second camera on the desk", () => FramesAsync(desk.Page, "remote-screen"), now => now > seen + 5, seconds: 60);
    }

    private static Task<int> FramesAsync(IPage page, string video) =>
        page.GetByTestId(video).EvaluateAsync<int>("video => video.videoWidth > 0 ? video.getVideoPlaybackQuality().totalVideoFrames : 0");

    private static Task<IBrowserContext> OpenAsync(IBrowser browser, Uri address, int width, int height) => browser.NewContextAsync(new()
    {
        BaseURL = address.ToString(), ViewportSize = new() { Width = width, Height = height }, Locale = "zh-CN", Permissions = ["camera", "microphone"],
    });
}
