using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>What two people work on together holds WCAG 2.2 A and AA by axe on both sides: the documents, the shared one, and signing to the stamp.</summary>
public sealed class WorkAccessibilityScenario(ChromiumBrowser chromium)
{
    private const string FactorSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private readonly Looks _looks = new();

    [Fact]
    public async Task Documents_and_signing_are_accessible_on_both_sides()
    {
        await using var host = await HostProcess.StartAsync(new() { Settings = new Dictionary<string, string> { ["Seed__FactorSecret"] = FactorSecret } });
        await using var person = await OpenAsync(host.Address, 360, 800);
        await using var clerk = await OpenAsync(host.Address, 1280, 720);
        var (desk, applicant) = (new DeskPage(await clerk.NewPageAsync()), new ApplicantPage(await person.NewPageAsync()));
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await desk.BecomeReadyAsync();
        await applicant.Page.GotoAsync("/applicant");
        await applicant.TakeTicketAsync("411525", "GA-01", "张小明", "13912345678");
        await desk.AcceptAsync();
        await applicant.JoinAsync();

        await AskAndPhotographAsync(desk, applicant);
        await LookTogetherAsync(desk, applicant);
        await SigningSteps.FillFormAsync(applicant);
        await _looks.SeeAsync(applicant, "call", "call-submitted");
        await SignAsync(desk, applicant, person);
        await StampAsync(desk);
        _looks.AssertNoFaults();
    }

    private async Task AskAndPhotographAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("tab-documents").ClickAsync();
        await desk.By("ask-document").Locator("summary").ClickAsync();
        await desk.By("ask-material").First.ClickAsync();
        await applicant.By("answer-ask").WaitForAsync(new() { Timeout = 60_000 });
        await _looks.SeeAsync(applicant, "call", "call-asked");
        await _looks.SeeStaffAsync(desk.Page, "desk, the documents");
        await applicant.By("answer-ask").ClickAsync();
        await applicant.By("take-photo").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await _looks.SeeAsync(applicant, "call", "call-capture");
        await applicant.By("take-photo").SetInputFilesAsync(new FilePayload { Name = "IMG_0001.JPG", MimeType = "image/jpeg", Buffer = PhonePhoto.OfSheet() });
        await applicant.By("corner-0").WaitForAsync(new() { Timeout = 60_000 });
        await _looks.SeeAsync(applicant, "call", "call-corners");
        await applicant.By("straighten").ClickAsync();
        await applicant.By("straight").WaitForAsync(new() { Timeout = 60_000 });
        await applicant.By("use-picture").ClickAsync();
        await Expect(desk.By("document").First).ToHaveAttributeAsync("data-stage", "shown", new() { Timeout = 60_000 });
    }

    private async Task LookTogetherAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("show-document").First.ClickAsync();
        foreach (var page in new[] { desk.Page, applicant.Page })
            await Expect(page.Locator("[data-testid=document-view] .sheet")).ToHaveAttributeAsync("data-drawn", "true", new() { Timeout = 60_000 });
        await Expect(applicant.By("document-hash")).ToHaveAttributeAsync("data-both", "true", new() { Timeout = 60_000 });
        await _looks.SeeAsync(applicant, "call", "call-document");
        await _looks.SeeStaffAsync(desk.Page, "desk, a document");
        await desk.By("put-away").ClickAsync();
    }

    private async Task SignAsync(DeskPage desk, ApplicantPage applicant, IBrowserContext person)
    {
        await desk.By("tab-signing").ClickAsync();
        await desk.By("confirm-identity").WaitForAsync();
        await _looks.SeeStaffAsync(desk.Page, "desk, before the identity");
        await desk.By("confirm-identity").ClickAsync();
        await desk.By("request-sign").ClickAsync();
        await applicant.By("work-signing").ClickAsync();
        await applicant.By("sign-agree").WaitForAsync(new() { Timeout = 60_000 });
        await applicant.By("sign-read").WaitForAsync(new() { Timeout = 60_000 });
        await _looks.SeeAsync(applicant, "call", "call-consent");
        await applicant.By("sign-agree").ClickAsync();
        await SigningSteps.ReadAsync(applicant);
        await _looks.SeeAsync(applicant, "call", "call-read");
        await applicant.By("sign-phone").ClickAsync();
        await Expect(applicant.By("phone-pad")).ToHaveAttributeAsync("data-stage", "open", new() { Timeout = 60_000 });
        await _looks.SeeAsync(applicant, "call", "call-phone");
        await SeeThePhoneAsync(person, $"/pad#{await applicant.By("phone-code").GetAttributeAsync("data-token")}");
        await applicant.Page.Keyboard.PressAsync("Escape");
        await _looks.SeeStaffAsync(desk.Page, "desk, waiting for the signature");
        await applicant.By("sign-open").ClickAsync();
        await _looks.SeeAsync(applicant, "call", "call-sign");
        await SigningSteps.DrawAsync(applicant.Page);
        await applicant.By("sign-done").ClickAsync();
        await Expect(desk.By("stamp")).ToBeEnabledAsync(new() { Timeout = 60_000 });
    }

    /// <summary>The pad as a phone shows it, upright and lying, and what it says when its picture is of no use.</summary>
    private async Task SeeThePhoneAsync(IBrowserContext person, string address)
    {
        var phone = await person.NewPageAsync();
        await phone.SetViewportSizeAsync(360, 800);
        await phone.GotoAsync(address);
        await phone.GetByTestId("pad-clear").WaitForAsync(new() { Timeout = 60_000 });
        await _looks.SeeStaffAsync(phone, "phone, the pad");
        await phone.SetViewportSizeAsync(800, 360);
        await _looks.SeeStaffAsync(phone, "phone, the pad on its side");
        await phone.EvaluateAsync("location.hash = 'A'.repeat(43)");
        await phone.GetByTestId("pad-refusal").WaitForAsync(new() { Timeout = 60_000 });
        await _looks.SeeStaffAsync(phone, "phone, refused");
        await phone.CloseAsync();
    }

    private async Task StampAsync(DeskPage desk)
    {
        await _looks.SeeStaffAsync(desk.Page, "desk, signed");
        await desk.By("stamp").ClickAsync();
        await desk.By("seal-preview").WaitForAsync(new() { Timeout = 60_000 });
        await _looks.LookForFaultsAsync(desk.Page, "desk, stamping");
        await desk.Page.Keyboard.PressAsync("Escape");
    }

    private Task<IBrowserContext> OpenAsync(Uri address, int width, int height) => chromium.NewContextAsync(new()
    {
        BaseURL = address.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce,
    });
}
