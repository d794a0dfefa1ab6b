using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>
/// Looks at a page with axe: no violation of WCAG 2.2 level A and AA (https://www.w3.org/TR/WCAG22/), and in elderly mode the contrast of
/// level AAA (7:1). The script is put into a page once and tells the faults only: its full report of a page is megabytes.
/// </summary>
public static class Accessibility
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>target-size is off by default in axe; a kiosk is used with a finger.</summary>
    private const string Look = """
        async elderly => {
          const report = await axe.run({
            resultTypes: ['violations'],
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
            rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: elderly } },
          });
          return {
            rulesHeld: report.passes.length,
            faults: report.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target}: ${node.html.slice(0, 160)}: ${node.any.map(check => check.message).join(' ')}`)),
          };
        }
        """;

    /// <summary>Settable, because the browser driver fills it in.</summary>
    private sealed record Report
    {
        public int RulesHeld { get; set; }
        public string[] Faults { get; set; } = [];
    }

    /// <summary>What is wrong on the page, one line for each element; empty when nothing is.</summary>
    /// <param name="where">Put in front of each line.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string where, bool elderly = false)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Axe);
        var report = await page.EvaluateAsync<Report>(Look, elderly);
        Assert.NotEqual(0, report.RulesHeld); // a page that was not looked at has no faults either
        return [.. report.Faults.Select(fault => $"{where}: {fault}")];
    }
}
