using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>What applicant and clerk do from an empty form to a signature.</summary>
internal static class SigningSteps
{
    private static readonly (string Field, string Text)[] Typed =
        [("applicantName", "张小明"), ("idNumber", "11010519491231002X"), ("mobile", "13812345678"), ("address", "固始县城关镇 1 号")];

    /// <summary>The form of GA-01 from its first page to its submission.</summary>
    public static async Task FillFormAsync(ApplicantPage applicant)
    {
        await applicant.By("work-form").ClickAsync();
        foreach (var (field, text) in Typed) await Input(applicant.Page, field).FillAsync(text);
        await applicant.By("next-page").ClickAsync();
        await CheckAsync(applicant.Page, "cardReason", "lost");
        await applicant.By("next-page").ClickAsync();
        await CheckAsync(applicant.Page, "acting", "self");
        await applicant.By("next-page").ClickAsync();
        await CheckAsync(applicant.Page, "delivery", "electronic");
        await applicant.By("next-page").ClickAsync();
        await Input(applicant.Page, "declared").CheckAsync();
        await applicant.By("submit-form").ClickAsync();
    }

    /// <summary>The clerk has seen the submission, confirms who is there and asks for the signature; the applicant agrees to sign by hand.</summary>
    public static async Task AskForSignatureAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("tab-form").ClickAsync();
        await Expect(desk.Page.Locator(".bar .submitted")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await desk.By("tab-signing").ClickAsync();
        await applicant.By("work-signing").ClickAsync();
        await desk.By("confirm-identity").ClickAsync();
        await Expect(desk.By("stamp")).ToBeDisabledAsync();
        await desk.By("request-sign").ClickAsync();
        await Expect(desk.By("stamp")).ToBeDisabledAsync(); // nothing is signed yet
        await applicant.By("sign-agree").ClickAsync();
    }

    /// <summary>Opens a paper and reads it to the last line.</summary>
    /// <param name="paper">Its row in the list.</param>
    public static async Task ReadAsync(ApplicantPage applicant, int paper = 0)
    {
        await applicant.By("sign-read").Nth(paper).ClickAsync(new() { Timeout = 60_000 });
        await applicant.Page.Locator("[data-testid=sign-reader] canvas").Last.ScrollIntoViewIfNeededAsync(new() { Timeout = 60_000 });
        await applicant.Page.Locator("[data-testid=sign-reader] .end").Last.ScrollIntoViewIfNeededAsync();
        await applicant.By("sign-open").WaitForAsync(new() { Timeout = 60_000 });
    }

    /// <summary>A wave on the board, from its left to its right.</summary>
    public static async Task DrawAsync(IPage page)
    {
        var box = (await page.GetByTestId("sign-pad").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width * 0.2f, box.Y + box.Height * 0.6f);
        await page.Mouse.DownAsync();
        for (var i = 1; i <= 24; i++)
            await page.Mouse.MoveAsync(box.X + box.Width * (0.2f + 0.025f * i), box.Y + box.Height * (0.5f + 0.3f * MathF.Sin(i / 2f)));
        await page.Mouse.UpAsync();
    }

    private static Task CheckAsync(IPage page, string field, string choice) => Input(page, field).And(page.Locator($"[value={choice}]")).CheckAsync();

    private static ILocator Input(IPage page, string field) => page.Locator($"[data-field={field}]").Locator("input, textarea");
}
