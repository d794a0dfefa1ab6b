using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// The camera leaves the page in three sizes (simulcast), and each page gets the one that it shows: a large desk the largest, a small one the
/// middle, the wall the smallest. Who speaks is marked on both sides.
/// </summary>
public sealed class PictureSizesTests(ChromiumBrowser chromium)
{
    private const string Gushi = "411525", Item = "SB-02";
    private const int Largest = 720, Middle = 360, Smallest = 180;

    /// <summary>Frames after which a processor that has to compress three sizes sends evenly; before, every picture stands for a while.</summary>
    private const int Steady = 90;

    [Fact]
    public async Task Each_page_gets_the_size_that_it_shows()
    {
        await using var host = await HostProcess.StartAsync();
        await using var wideCamera = await CameraBrowser.LaunchWideAsync(chromium);
        await using var clerkCamera = await CameraBrowser.LaunchAsync(chromium, FakeMedia.Clerk);
        var applicant = new ApplicantPage(await wideCamera.OpenAsync(host.Address, 1080, 1920, touch: true));
        var desk = new DeskPage(await clerkCamera.OpenAsync(host.Address, 2560, 1440));
        var wall = new WallPage(await clerkCamera.OpenAsync(host.Address, 1920, 1080));
        await BeginAsync(host, desk, applicant);
        foreach (var page in new[] { applicant.Page, desk.Page }) await Expect(page.Locator("[data-speaking]").First).ToBeVisibleAsync(new() { Timeout = 40_000 });

        var seen = await ShowsAsync(desk, Largest);
        await desk.Page.SetViewportSizeAsync(1280, 720);
        seen = await SwitchedAsync(desk, seen, Middle);
        await desk.Page.SetViewportSizeAsync(2560, 1440);
        await SwitchedAsync(desk, seen, Largest);

        await wall.SignInAsync("lead01", host.StaffPassword!);
        await wall.WatchFirstSessionAsync();
        await Patience.UntilAsync("the wall gets the smallest of both", wall.Call.PicturesAsync,
            pictures => pictures.Length == 2 && pictures.All(picture => picture is { Height: > 0 and <= Smallest }), seconds: 60);
        await ShowsAsync(desk, Largest);

    }

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

    private static async Task<CallProbe.Picture> ShowsAsync(DeskPage desk, int height) => (await Patience.UntilAsync(
        $"the desk gets {height} lines", desk.Call.PicturesAsync, pictures => pictures is [{ Height: var lines, FramesDecoded: >= Steady }] && lines == height, seconds: 60))[0];

    /// <summary>A change of layer begins with a key frame of the new one, and until it is there the old one goes on.</summary>
    private static async Task<CallProbe.Picture> SwitchedAsync(DeskPage desk, CallProbe.Picture before, int height)
    {
        var after = await ShowsAsync(desk, height);
        Assert.True(after.KeyFramesDecoded > before.KeyFramesDecoded, $"{before} {after}");
        Assert.True(after.SecondsFrozen - before.SecondsFrozen < 0.5, $"{before} {after}");
        return after;
    }
}
