using Microsoft.Playwright;
using Xunit;

namespace VirtualWindow.Testing.Browser;

/// <summary>
/// One headless Chromium for a test assembly, with fake camera and microphone (a moving picture with a clock, a beep each second); a
/// context per test keeps cookies apart. Use as an assembly fixture.
/// </summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    private static readonly string[] Executables = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Loopback candidates are left out by default; without them two pages on one machine never meet.</summary>
    private static readonly string[] Flags =
    [
        "--allow-loopback-in-peer-connection", "--use-fake-device-for-media-stream", "--no-sandbox",
        "--autoplay-policy=no-user-gesture-required", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-features=WebRtcHideLocalIpsWithMdns", "--disable-dev-shm-usage",
        "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
    ];

    /// <summary>Agrees to every question for a camera, and shows a made-up screen to who asks for a screen.</summary>
    private const string AgreeToEverything = "--use-fake-ui-for-media-stream";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The installed Chromium, or null.</summary>
    public static string? Executable { get; } = Array.Find(Executables, File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync(_playwright, [AgreeToEverything]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A fresh context: its own cookies and storage. Missing browser: the test is skipped with the reason, and fails where CI=true.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        RequireInstalled();
        var context = await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions { Locale = "zh-CN" });
        await context.GrantPermissionsAsync(["camera", "microphone"]);
        return context;
    }

    /// <summary>A browser of its own with further flags, e.g. other fake devices; the caller disposes it.</summary>
    public async Task<IBrowser> LaunchAsync(params string[] furtherFlags)
    {
        RequireInstalled();
        return await LaunchAsync(_playwright!, [AgreeToEverything, .. furtherFlags]);
    }

    /// <summary>
    /// A browser that shares the tab that asks, really: without a display a screen or a window cannot be chosen. The page has to ask for
    /// <c>preferCurrentTab</c>; the caller disposes the browser.
    /// </summary>
    public async Task<IBrowser> LaunchSharingAsync(params string[] furtherFlags)
    {
        RequireInstalled();
        return await LaunchAsync(_playwright!, ["--auto-accept-this-tab-capture", .. furtherFlags]);
    }

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright, string[] furtherFlags) => playwright.Chromium.LaunchAsync(
        new BrowserTypeLaunchOptions { ExecutablePath = Executable, Headless = true, Args = [.. Flags, .. furtherFlags] });

    private static void RequireInstalled()
    {
        if (Executable is not null) return;
        const string reason = "Chromium is not installed (Debian package chromium).";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
