using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// A kiosk's visitor signs on a phone, in three real Chromium contexts: the kiosk shows a picture, the phone shows the same fingerprint and room to
/// write, and the handwriting appears on the kiosk at once. The picture is good for one signature.
/// </summary>
public sealed class PadScenario(ChromiumBrowser chromium)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 60_000 };
    private static readonly LocatorAssertionsToHaveAttributeOptions PatientStage = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_kiosks_visitor_signs_on_a_phone()
    {
        await using var host = await HostProcess.StartAsync();
        await using var clerkSide = await OpenAsync(host.Address, 1440, 900);
        await using var kioskSide = await OpenAsync(host.Address, 1080, 1920);
        await using var phoneSide = await OpenAsync(host.Address, 360, 800, touch: true);
        var (desk, kiosk, phone) = (new DeskPage(await clerkSide.NewPageAsync()), new ApplicantPage(await kioskSide.NewPageAsync()), await phoneSide.NewPageAsync());
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await desk.BecomeReadyAsync();
        await kiosk.Page.GotoAsync("/applicant?kiosk=1");
        await kiosk.TakeTicketAsync("411525", "GA-01", "张小明", "13912345678");
        await desk.AcceptAsync();
        await kiosk.JoinAsync();
        await SigningSteps.FillFormAsync(kiosk);
        await SigningSteps.AskForSignatureAsync(desk, kiosk);
        await SigningSteps.ReadAsync(kiosk);

        var address = await ShowPictureAsync(kiosk);
        await SignAsync(phone, address, await kiosk.By("sign-hash").GetAttributeAsync("data-sha256"));
        await SeeItOnTheKioskAsync(desk, kiosk);
        await TryAgainAsync(phone, address);
        LogScan.AssertNothingPersonal(host, "11010519491231002X", "13812345678", address.Split('#')[1]);
    }

    private static async Task<string> ShowPictureAsync(ApplicantPage kiosk)
    {
        await kiosk.By("sign-phone").ClickAsync();
        await Expect(kiosk.By("phone-pad")).ToHaveAttributeAsync("data-stage", "open", PatientStage);
        await Screenshots.SaveAsync(kiosk.Page, "kiosk-sign-by-phone");
        return $"/pad#{await kiosk.By("phone-code").GetAttributeAsync("data-token")}";
    }

    private static async Task SignAsync(IPage phone, string address, string? fingerprint)
    {
        await phone.GotoAsync(address);
        await Expect(phone.GetByTestId("pad")).ToHaveAttributeAsync("data-stage", "ready", PatientStage);
        await Expect(phone.GetByTestId("pad-hash")).ToHaveAttributeAsync("data-sha256", fingerprint!);
        await Expect(phone.GetByTestId("pad-done")).ToBeDisabledAsync();
        var upright = (await phone.GetByTestId("sign-pad").BoundingBoxAsync())!;
        Assert.True(upright.Height > 300, $"The board has {upright.Height} px of 800.");
        await phone.SetViewportSizeAsync(800, 360); // the phone is turned
        await Patience.UntilAsync("the board lies on its side", async () => (await phone.GetByTestId("sign-pad").BoundingBoxAsync())!.Width, width => width > 700);
        await SigningSteps.DrawAsync(phone);
        await Screenshots.SaveAsync(phone, "phone-pad-landscape");
        await phone.SetViewportSizeAsync(360, 800);
        await Expect(phone.GetByTestId("pad-done")).ToBeDisabledAsync(); // another board: what was written did not fit
        await SigningSteps.DrawAsync(phone);
        await phone.GetByTestId("pad-clear").ClickAsync();
        await Expect(phone.GetByTestId("pad-done")).ToBeDisabledAsync();
        await SigningSteps.DrawAsync(phone);
        await Screenshots.SaveAsync(phone, "phone-pad");
        await phone.GetByTestId("pad-done").ClickAsync();
        await Expect(phone.GetByTestId("pad")).ToHaveAttributeAsync("data-stage", "signed", PatientStage);
        await Screenshots.SaveAsync(phone, "phone-pad-signed");
    }

    private static async Task SeeItOnTheKioskAsync(DeskPage desk, ApplicantPage kiosk)
    {
        await Expect(kiosk.By("signed-here")).ToBeVisibleAsync(Patient);
        await Expect(kiosk.By("phone-pad")).ToHaveCountAsync(0);
        await Expect(desk.Page.Locator("[data-testid=sign-paper][data-state=signedByHand]")).ToBeVisibleAsync(Patient);
        await Patience.UntilAsync("the handwriting on the kiosk", () => DarkDotsAsync(kiosk.Page), dots => dots > 40);
        await Screenshots.SaveAsync(kiosk.Page, "kiosk-signed-by-phone");
    }

    private static async Task TryAgainAsync(IPage phone, string address)
    {
        await phone.GotoAsync("about:blank");
        await phone.GotoAsync(address);
        await Expect(phone.GetByTestId("pad-refusal")).ToContainTextAsync("已经用过", new() { Timeout = 60_000 });
    }

    /// <summary>Dark dots where the signature stands: the box for it is empty paper on the form as it was made.</summary>
    private static Task<int> DarkDotsAsync(IPage page) => page.EvaluateAsync<int>("""
        () => {
          const canvas = [...document.querySelectorAll('[data-testid=sign-reader] canvas')].at(-1);
          if (!canvas?.width) return 0;
          const [x, y] = [Number(canvas.closest('[data-signature-x]').dataset.signatureX), Number(canvas.closest('[data-signature-x]').dataset.signatureY)];
          const scale = canvas.width / 595.276;
          const { data } = canvas.getContext('2d').getImageData((x - 60) * scale, canvas.height - (y + 25) * scale, 120 * scale, 50 * scale);
          let dark = 0;
          for (let at = 0; at < data.length; at += 4) if (data[at] < 110) dark++;
          return dark;
        }
        """);

    private Task<IBrowserContext> OpenAsync(Uri address, int width, int height, bool touch = false) => chromium.NewContextAsync(new()
    {
        BaseURL = address.ToString(), ViewportSize = new() { Width = width, Height = height }, Locale = "zh-CN", HasTouch = touch,
    });
}
