using Microsoft.Playwright;
using VirtualWindow.Contracts;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Host.Tests;

/// <summary>The department's and the follow-up's pages as their people use them.</summary>
public sealed class DepartmentInBrowserTests(RunningHost host, ChromiumBrowser browser)
{
    [Fact]
    public async Task A_reviewer_reviews_and_decides_and_an_admin_sees_how_the_case_was_filed()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "zh-CN" });
        var page = await OpenAsync(context, "review01", "/department");
        await page.GetByTestId($"procedure-{filed.CaseNumber}").ClickAsync();
        await page.GetByTestId("act-review").ClickAsync();
        await page.GetByTestId("act-confirm").ClickAsync();
        await Expect(page.GetByTestId("stage")).ToHaveTextAsync("审查中");
        await page.GetByTestId("act-decide").ClickAsync();
        await page.GetByTestId("decision-granted").CheckAsync();
        await page.GetByTestId("act-text").FillAsync("符合迁移条件，准予办理。");
        await SaveAsync(page, "department-decide");
        await page.GetByTestId("act-confirm").ClickAsync();
        await Expect(page.GetByTestId("stage")).ToHaveTextAsync("已办结");
        await SaveAsync(page, "department-case");

        var pipeline = await OpenAsync(context, "admin", "/pipeline");
        await pipeline.GetByTestId("filter-all").ClickAsync();
        await pipeline.GetByRole(AriaRole.Button, new() { Name = filed.CaseNumber!, Exact = true }).ClickAsync();
        await Expect(pipeline.GetByTestId("step-request-film")).ToContainTextAsync("没有录音录像");
        await SaveAsync(pipeline, "pipeline-run");
    }

    private async Task<IPage> OpenAsync(IBrowserContext context, string userName, string path)
    {
        var answer = await context.APIRequest.PostAsync(new Uri(host.Process.Address, "/api/staff/sign-in").ToString(),
            new() { DataObject = new { userName, password = RunningHost.Password } });
        Assert.True(answer.Ok, await answer.TextAsync());
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(host.Process.Address, path).ToString());
        return page;
    }

    private static async Task SaveAsync(IPage page, string name)
    {
        var path = RepositoryRoot.File("artifacts", "screenshots", $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
        Assert.True(new FileInfo(path).Length > 5_000, $"{name}.png is all but empty");
    }
}
