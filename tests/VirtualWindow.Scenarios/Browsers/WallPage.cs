using Microsoft.Playwright;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>What a supervisor does at the wall, by the stable test ids.</summary>
public sealed class WallPage(IPage page)
{
    public IPage Page => page;
    public CallProbe Call { get; } = new(page);

    public ILocator By(string testId) => page.GetByTestId(testId);

    public ILocator Sessions => page.Locator("[data-testid^='session-']");

    public async Task SignInAsync(string userName, string password)
    {
        await page.GotoAsync("/wall");
        await StaffSignIn.RunAsync(page, userName, password);
        await By("floor").WaitForAsync();
    }

    public async Task WatchFirstSessionAsync()
    {
        await Sessions.First.GetByTestId("watch").ClickAsync();
        await By("remote-video").First.WaitForAsync();
    }
}
