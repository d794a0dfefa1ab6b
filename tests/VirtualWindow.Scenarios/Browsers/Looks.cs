using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>Looks at pages as different people see them and collects what axe, the contrast or the width of the screen has against them.</summary>
internal sealed class Looks
{
    /// <summary>Steps of which the README shows what they look like on a phone, in large type and in English.</summary>
    private static readonly HashSet<string> Pictured = ["guide", "waiting", "call", "call-form", "call-document", "call-sign"];

    private readonly List<string> _faults = [];
    private readonly HashSet<string> _seen = [];

    /// <summary>The applicant's views that were looked at.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>Opens a question, looks, and closes it by Esc.</summary>
    public async Task SeeQuestionAsync(IPage page, ILocator opener, string question)
    {
        await opener.ClickAsync();
        await page.Locator("dialog[open]").WaitForAsync();
        await LookForFaultsAsync(page, question);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    /// <summary>Chinese and English, usual and elderly, phone and kiosk: four looks that have each of these twice.</summary>
    /// <param name="shown">Its name among the pictures, where a view has several.</param>
    public async Task SeeAsync(ApplicantPage applicant, string view, string? shown = null)
    {
        shown ??= view;
        await applicant.Page.Locator($"[data-view={view}] :is(h1, .notice)").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        _seen.Add(view);
        await LookAsync("phone");
        await PressAsync("elderly");
        await LookAsync("kiosk-elderly");
        await SwitchLanguageAsync("en");
        await LookAsync("phone-elderly-english");
        await PressAsync("elderly");
        await LookAsync("kiosk-english");
        await SwitchLanguageAsync("zh-CN");
        await applicant.Page.EvaluateAsync("document.body.classList.remove('is-kiosk')");

        async Task LookAsync(string look)
        {
            var kiosk = look.StartsWith("kiosk", StringComparison.Ordinal);
            await applicant.Page.SetViewportSizeAsync(kiosk ? 1080 : 360, kiosk ? 1920 : 800);
            await applicant.Page.EvaluateAsync("kiosk => document.body.classList.toggle('is-kiosk', kiosk)", kiosk);
            await LookForFaultsAsync(applicant.Page, $"{shown}, {look}", look.Contains("elderly", StringComparison.Ordinal));
            var beyond = await applicant.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth");
            if (beyond > 0) _faults.Add($"{shown}, {look}: {beyond} px wider than the screen");
            if (Pictured.Contains(shown)) await Screenshots.SaveAsync(applicant.Page, $"{look}-{shown}");
        }

        // The call to a person covers the page, so the buttons under it are pressed without a pointer.
        Task PressAsync(string testId) => applicant.By(testId).DispatchEventAsync("click");
        async Task SwitchLanguageAsync(string language)
        {
            await PressAsync("language");
            await Expect(applicant.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        }
    }

    public async Task SeeStaffAsync(IPage page, string where)
    {
        foreach (var language in new[] { "en", "zh-CN" })
        {
            await page.Locator("button.language").ClickAsync();
            await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
            await LookForFaultsAsync(page, $"{where}, {language}");
        }
    }

    public async Task LookForFaultsAsync(IPage page, string where, bool elderly = false) => _faults.AddRange(await Accessibility.FaultsAsync(page, where, elderly));

    public void AssertNoFaults() => Assert.True(_faults.Count == 0, string.Join('\n', _faults.Distinct()));
}
