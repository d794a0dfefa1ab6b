using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>What a clerk does at the desk, by the stable test ids.</summary>
public sealed class DeskPage(IPage page)
{
    public IPage Page => page;
    public CallProbe Call { get; } = new(page);

    public ILocator By(string testId) => page.GetByTestId(testId);

    public async Task SignInAsync(string userName, string password)
    {
        await page.GotoAsync("/desk");
        await StaffSignIn.RunAsync(page, userName, password);
        await By("presence").WaitForAsync();
    }

    public async Task BecomeReadyAsync()
    {
        await By("presence").ClickAsync();
        // With somebody waiting, the first offer may already be there.
        await Expect(By("presence")).ToHaveAttributeAsync("data-presence", new System.Text.RegularExpressions.Regex("^(ready|offered)$"));
    }

    public async Task AcceptAsync()
    {
        await By("accept").ClickAsync(new() { Timeout = 30_000 });
        await By("end-session").WaitForAsync();
    }

    /// <summary>Whoever is free in Suzhou: asked to advise, to join or to take over.</summary>
    /// <param name="shot">Called before the question is sent.</param>
    public async Task AskColleagueAsync(string purpose, Func<Task>? shot = null)
    {
        await By("hand-over").ClickAsync();
        await By($"way-{purpose}").CheckAsync(new() { Force = true });
        await By("hand-over-site").SelectOptionAsync("suzhou");
        if (shot is not null) await shot();
        await By("hand-over-send").ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    /// <summary>From the time after a session to the next one.</summary>
    public async Task RestAsync()
    {
        await By("finish-wrap-up").First.ClickAsync();
        await Expect(By("presence")).ToHaveAttributeAsync("data-presence", "ready");
    }

    public async Task EndAsync(string outcome)
    {
        await By("end-session").ClickAsync();
        await By($"outcome-{outcome}").ClickAsync();
    }
}

/// <summary>The sign-in form that desk, wall and admin share.</summary>
public static class StaffSignIn
{
    public static async Task RunAsync(IPage page, string userName, string password)
    {
        await page.Locator("input[name=username]").FillAsync(userName);
        await page.Locator("input[name=password]").FillAsync(password);
        await page.GetByTestId("sign-in").ClickAsync();
    }
}
