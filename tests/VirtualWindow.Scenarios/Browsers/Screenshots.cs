using Microsoft.Playwright;
using VirtualWindow.Testing;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>
/// Pictures of what people see. They go to artifacts/screenshots; with UPDATE_SCREENSHOTS=1 to docs/screenshots, which the README shows.
/// </summary>
public static class Screenshots
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1"
        ? RepositoryRoot.File("docs", "screenshots")
        : RepositoryRoot.File("artifacts", "screenshots");

    public static async Task SaveAsync(IPage page, string name)
    {
        var path = Path.Combine(Folder, $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
        Assert.True(new FileInfo(path).Length > 5_000, $"{name}.png is all but empty");
    }
}
