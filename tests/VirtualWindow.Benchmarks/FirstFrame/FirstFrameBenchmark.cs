using System.Globalization;
using Microsoft.Playwright;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Benchmarks.FirstFrame;

/// <summary>
/// Milliseconds from the clerk's press on "accept" until each side has decoded the other's first picture, in real Chromium against the
/// real program. The applicant's page presses "join" by itself in the moment it is shown.
/// </summary>
internal static class FirstFrameBenchmark
{
    private const int DefaultCalls = 30;

    /// <summary>Date.now() of the press and of the first decoded frame; both pages live on one machine and share its clock.</summary>
    private const string Stopwatch = """
        (() => {
          window.acceptedAt = window.firstFrameAt = null;
          addEventListener('click', e => { if (e.target.closest('[data-testid=accept]')) { window.acceptedAt = Date.now(); window.firstFrameAt = null; } }, true);
          new MutationObserver(() => document.querySelector('[data-testid=join]:not([disabled])')?.click()).observe(document, { childList: true, subtree: true });
          const Real = window.RTCPeerConnection;
          window.RTCPeerConnection = class extends Real {
            constructor(...a) {
              super(...a);
              this.addEventListener('track', e => { if (e.track.kind === 'video') this.#watch(e.receiver); });
            }
            async #watch(receiver) {
              for (; this.connectionState !== 'closed' && window.firstFrameAt === null; await new Promise(r => setTimeout(r, 5)))
                for (const s of (await receiver.getStats()).values())
                  if (s.type === 'inbound-rtp' && s.framesDecoded > 0) window.firstFrameAt ??= Date.now();
            }
          };
        })();
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var calls = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultCalls;
        await using var host = await HostProcess.StartAsync();
        await using var chromium = new ChromiumBrowser();
        await chromium.InitializeAsync();
        await using var browser = await chromium.LaunchAsync();
        var desk = await OpenAsync(browser, host.Address);
        await SignInAsync(desk, host.StaffPassword!);
        var (atDesk, atApplicant) = (new List<double>(), new List<double>());
        for (var call = 0; call <= calls; call++)
        {
            var (clerk, applicant) = await CallAsync(browser, host.Address, desk);
            if (call == 0) continue; // the first one compiles
            atDesk.Add(clerk);
            atApplicant.Add(applicant);
        }
        Console.WriteLine($"{calls} calls, from accept to the first decoded frame:");
        Print("at the desk", atDesk);
        Print("at the applicant's", atApplicant);
        return 0;
    }

    private static async Task<(double Desk, double Applicant)> CallAsync(IBrowser browser, Uri address, IPage desk)
    {
        var applicant = await OpenAsync(browser, address);
        await TakeTicketAsync(applicant);
        await desk.GetByTestId("accept").ClickAsync();
        var applicantFrame = await FrameAsync(applicant);
        var deskFrame = await FrameAsync(desk);
        var accepted = await desk.EvaluateAsync<double>("() => window.acceptedAt");
        await desk.GetByTestId("end-session").ClickAsync();
        await desk.GetByTestId("outcome-consulted").ClickAsync();
        await desk.GetByTestId("finish-wrap-up").ClickAsync();
        await applicant.Context.CloseAsync();
        return (deskFrame - accepted, applicantFrame - accepted);
    }

    private static async Task<double> FrameAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => window.firstFrameAt !== null");
        return await page.EvaluateAsync<double>("() => window.firstFrameAt");
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, Uri address)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), Locale = "zh-CN", Permissions = ["camera", "microphone"] });
        await context.AddInitScriptAsync(Stopwatch);
        return await context.NewPageAsync();
    }

    private static async Task SignInAsync(IPage desk, string password)
    {
        await desk.GotoAsync("/desk");
        await desk.Locator("input[name=username]").FillAsync("gushi01");
        await desk.Locator("input[name=password]").FillAsync(password);
        await desk.GetByTestId("sign-in").ClickAsync();
        await desk.GetByTestId("presence").ClickAsync();
    }

    private static async Task TakeTicketAsync(IPage page)
    {
        await page.GotoAsync("/applicant?kiosk=1&site=suzhou");
        await page.GetByTestId("region-411525").First.ClickAsync();
        await page.GetByTestId("item-search").FillAsync("SB-02");
        await page.GetByTestId("item-SB-02").First.ClickAsync();
        await page.GetByTestId("start").ClickAsync();
        await page.GetByTestId("device-ok").ClickAsync();
        await page.Locator("input[name=name]").FillAsync("张三");
        await page.GetByTestId("take-ticket").ClickAsync();
    }

    private static void Print(string where, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {where,-20} p50 {At(0.50):0} ms, p95 {At(0.95):0} ms, max {milliseconds[^1]:0} ms"));

        double At(double share) => milliseconds[(int)Math.Ceiling(share * milliseconds.Count) - 1];
    }
}
