using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>What an applicant does on the page, step by step, by the stable test ids.</summary>
public sealed class ApplicantPage(IPage page)
{
    public IPage Page => page;
    public CallProbe Call { get; } = new(page);

    public ILocator By(string testId) => page.GetByTestId(testId);

    /// <summary>From the first screen to a ticket; returns its number.</summary>
    /// <param name="shot">Called with the name of each screen before it is left.</param>
    public async Task<string> TakeTicketAsync(string regionCode, string itemCode, string name, string phone, Func<string, Task>? shot = null)
    {
        shot ??= _ => Task.CompletedTask;
        await By($"region-{regionCode}").First.WaitForAsync();
        await shot("regions");
        await By($"region-{regionCode}").First.ClickAsync();
        await By("item-search").WaitForAsync();
        await shot("items");
        await FindItemAsync(itemCode);
        await By("start").WaitForAsync();
        await shot("guide");
        await By("start").ClickAsync();
        await Expect(By("device-ok")).ToBeEnabledAsync(new() { Timeout = 20_000 });
        await page.Locator(".device-good").First.WaitForAsync(new() { Timeout = 20_000 });
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=mirror]').currentTime > 0");
        await shot("devices");
        await By("device-ok").ClickAsync();
        await page.Locator("input[name=name]").FillAsync(name);
        await page.Locator("input[name=phone]").FillAsync(phone);
        await shot("ticket");
        await By("take-ticket").ClickAsync();
        await By("position").WaitForAsync(new() { Timeout = 20_000 });
        return await NumberAsync();
    }

    public async Task<string> NumberAsync() => (await By("ticket-number").InnerTextAsync()).Trim();

    /// <summary>Finds the item by its code in the search, as a clerk on the telephone would tell a person.</summary>
    private async Task FindItemAsync(string itemCode)
    {
        var item = By($"item-{itemCode}").First;
        await By("item-search").FillAsync(itemCode);
        await item.ClickAsync();
    }

    public async Task JoinAsync()
    {
        await By("join").ClickAsync(new() { Timeout = 30_000 });
        await By("hang-up").WaitForAsync();
    }
}
