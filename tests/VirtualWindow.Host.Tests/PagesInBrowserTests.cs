using Microsoft.Playwright;
using VirtualWindow.Testing.Browser;

namespace VirtualWindow.Host.Tests;

/// <summary>Pages as a real browser takes them: our own content policy stops nothing that a page needs.</summary>
public sealed class PagesInBrowserTests(RunningHost host, ChromiumBrowser browser)
{
    [Theory]
    [InlineData("/", "虚拟窗口")]
    [InlineData("/applicant", "虚拟窗口")]
    [InlineData("/applicant?kiosk=1", "虚拟窗口")]
    [InlineData("/desk", "虚拟窗口")]
    [InlineData("/wall", "虚拟窗口")]
    [InlineData("/admin", "虚拟窗口")]
    [InlineData("/department", "虚拟窗口")]
    [InlineData("/pipeline", "虚拟窗口")]
    [InlineData("/archive", "虚拟窗口")]
    [InlineData("/reviews", "虚拟窗口")]
    [InlineData("/verify", "虚拟窗口")]
    [InlineData("/orders", "虚拟窗口")]
    [InlineData("/outside", "虚拟窗口")]
    [InlineData("/pad", "虚拟窗口")]
    [InlineData("/hangfire", "Hangfire")]
    public async Task A_page_shows_itself_and_breaks_no_policy(string path, string title)
    {
        await using var context = await browser.NewContextAsync();
        await SignInAsync(context, "admin");
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)) complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(new Uri(host.Process.Address, path).ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        await page.Locator("h1, .navbar-brand").First.WaitForAsync();

        Assert.Contains(title, await page.TitleAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_admin_page_says_in_words_that_the_catalogue_is_a_sample()
    {
        await using var context = await browser.NewContextAsync();
        await SignInAsync(context, "admin");
        var page = await context.NewPageAsync();

        await page.GotoAsync(new Uri(host.Process.Address, "/admin").ToString());

        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("159");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("样");
    }

    private async Task SignInAsync(IBrowserContext context, string userName)
    {
        var answer = await context.APIRequest.PostAsync(new Uri(host.Process.Address, "/api/staff/sign-in").ToString(),
            new APIRequestContextOptions { DataObject = new { userName, password = RunningHost.Password } });
        Assert.True(answer.Ok, await answer.TextAsync());
    }
}
