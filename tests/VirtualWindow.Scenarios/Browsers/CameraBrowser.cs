using Microsoft.Playwright;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>Real headless Chromium whose camera and microphone play a <see cref="FakeMedia"/>.</summary>
public sealed class CameraBrowser : IAsyncDisposable
{
    private readonly TemporaryFolder _media = new("vw-camera");
    private IBrowser _browser = null!;

    private CameraBrowser()
    {
    }

    public static Task<CameraBrowser> LaunchAsync(ChromiumBrowser chromium, FakeMedia media) => LaunchAsync(chromium.LaunchAsync, media);

    /// <summary>One whose pages may share their own tab.</summary>
    public static Task<CameraBrowser> LaunchSharingAsync(ChromiumBrowser chromium, FakeMedia media) => LaunchAsync(chromium.LaunchSharingAsync, media);

    /// <summary>Chromium's own camera: 1280×720, a moving pattern with a clock, and a beep each second.</summary>
    public static async Task<CameraBrowser> LaunchWideAsync(ChromiumBrowser chromium) => new() { _browser = await chromium.LaunchAsync() };

    private static async Task<CameraBrowser> LaunchAsync(Func<string[], Task<IBrowser>> launch, FakeMedia media)
    {
        var camera = new CameraBrowser();
        var (video, audio) = media.WriteTo(camera._media.Path);
        camera._browser = await launch([$"--use-file-for-fake-video-capture={video}", $"--use-file-for-fake-audio-capture={audio}"]);
        return camera;
    }

    /// <summary>A fresh context of the given size whose pages keep their peer connections for <see cref="CallProbe"/>.</summary>
    public async Task<IPage> OpenAsync(Uri address, int width, int height, bool touch = false, string locale = "zh-CN")
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            Locale = locale,
            // A finger hovers over nothing: what a mouse leaves behind must not be in the picture of a kiosk.
            HasTouch = touch,
            IsMobile = touch,
            Permissions = ["camera", "microphone"],
        });
        await context.AddInitScriptAsync(CallProbe.KeepConnections);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _media.Dispose();
    }
}
