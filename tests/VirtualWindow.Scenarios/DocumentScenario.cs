using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>
/// A paper on its way to both sides, in two real Chromium contexts: the clerk asks, the applicant photographs, the corners are found and the
/// sheet straightened, both see the same bytes, one draws and the other sees it; a cut line costs a part, a reload nothing.
/// </summary>
public sealed partial class DocumentScenario(ChromiumBrowser chromium)
{
    private static readonly LocatorAssertionsToHaveAttributeOptions Patient = new() { Timeout = 60_000 };
    private static readonly LocatorAssertionsToHaveCountOptions PatientCount = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_photo_is_asked_for_straightened_and_looked_at_together()
    {
        await using var host = await HostProcess.StartAsync();
        await using var clerkSide = await OpenAsync(host.Address, 1440, 900);
        await using var personSide = await OpenAsync(host.Address, 360, 800);
        var (desk, applicant) = (new DeskPage(await clerkSide.NewPageAsync()), new ApplicantPage(await personSide.NewPageAsync()));
        await SitAsync(host, desk, applicant);

        await AskAndPhotographAsync(desk, applicant);
        await LookTogetherAsync(desk, applicant);
        await DrawAndPointAsync(desk, applicant);
        await ReloadAsync(desk, applicant);
        await ReadAPdfAsync(desk, applicant);
        await CutTheLineAsync(desk, applicant);
        await CompareAsync(desk);

        await desk.EndAsync("accepted");
        await applicant.By("case-number").WaitForAsync(new() { Timeout = 60_000 });
        await host.StopAsync();
        AssertKept(host.DataRoot);
        LogScan.AssertNothingPersonal(host, "欧阳若兰", "13912345678", PhonePhoto.Place);
    }

    private static async Task SitAsync(HostProcess host, DeskPage desk, ApplicantPage applicant)
    {
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await desk.BecomeReadyAsync();
        await applicant.Page.GotoAsync("/applicant");
        await applicant.TakeTicketAsync("411525", "GA-01", "欧阳若兰", "13912345678");
        await desk.AcceptAsync();
        await applicant.JoinAsync();
        await desk.By("tab-documents").ClickAsync();
    }

    private static async Task AskAndPhotographAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("ask-document").Locator("summary").ClickAsync();
        await desk.By("ask-material").First.ClickAsync();
        await applicant.By("answer-ask").ClickAsync(new() { Timeout = 60_000 }); // it came into sight by itself
        await applicant.By("take-photo").SetInputFilesAsync(new FilePayload { Name = "IMG_0001.JPG", MimeType = "image/jpeg", Buffer = PhonePhoto.OfSheet() });
        await applicant.By("corner-0").WaitForAsync(new() { Timeout = 60_000 });
        await Screenshots.SaveAsync(applicant.Page, "phone-corners");
        // Found at the sheet's corner, not somewhere inside the picture, and upright: the stored picture lies on its side.
        var (x, y) = await PlaceAsync(applicant.By("corner-0"));
        Assert.InRange(x, 100 * 200 / 1200.0, 100 * 245 / 1200.0);
        Assert.InRange(y, 100 * 220 / 1600.0, 100 * 265 / 1600.0);
        await applicant.By("corner-0").FocusAsync();
        await applicant.Page.Keyboard.PressAsync("ArrowLeft"); // a corner moves without a pointer, too
        Assert.True((await PlaceAsync(applicant.By("corner-0"))).X < x);
        await applicant.Page.Keyboard.PressAsync("ArrowRight");

        await applicant.By("straighten").ClickAsync();
        await applicant.By("straight").WaitForAsync(new() { Timeout = 60_000 });
        await Screenshots.SaveAsync(applicant.Page, "phone-straight");
        var shape = double.Parse((await applicant.By("straight").GetAttributeAsync("data-width"))!) / double.Parse((await applicant.By("straight").GetAttributeAsync("data-height"))!);
        Assert.InRange(shape, 0.65, 0.8); // as the sheet, not as the picture
        await applicant.By("use-picture").ClickAsync();
        await Expect(applicant.By("document-ask")).ToHaveCountAsync(0, PatientCount);
        await Expect(desk.By("document").First).ToHaveAttributeAsync("data-stage", "shown", Patient);
    }

    private static async Task LookTogetherAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("show-document").First.ClickAsync();
        foreach (var page in new[] { desk.Page, applicant.Page })
        {
            await Expect(page.Locator("[data-testid=document-view] .sheet")).ToHaveAttributeAsync("data-drawn", "true", Patient);
            await Expect(page.GetByTestId("document-hash")).ToHaveAttributeAsync("data-both", "true", Patient);
        }

        var hash = await desk.By("document-hash").GetAttributeAsync("data-hash");
        Assert.Equal(hash, await applicant.By("document-hash").GetAttributeAsync("data-hash"));
        var (served, text) = await FetchAsync(desk.Page);
        Assert.Equal(hash, served);
        Assert.DoesNotContain("Exif", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", text, StringComparison.Ordinal);
        // The mark of the sheet's upper left corner is there on both canvases.
        foreach (var page in new[] { desk.Page, applicant.Page })
        {
            var colour = await page.EvaluateAsync<int[]>("""
                () => {
                  const canvas = document.querySelector('[data-testid=document-view] canvas');
                  return [...canvas.getContext('2d').getImageData(canvas.width * 0.1, canvas.height * 0.09, 1, 1).data];
                }
                """);
            Assert.True(colour[1] > colour[0] + 40 && colour[1] > colour[2] + 30, $"no green mark but {string.Join(',', colour)}");
        }

        await Screenshots.SaveAsync(applicant.Page, "phone-document");
        await Screenshots.SaveAsync(desk.Page, "desk-document");
    }

    private static async Task DrawAndPointAsync(DeskPage desk, ApplicantPage applicant)
    {
        await StrokeAsync(applicant.Page);
        await Expect(desk.Page.Locator("polyline.theirs")).ToHaveCountAsync(1, PatientCount);
        await StrokeAsync(desk.Page);
        await Expect(applicant.Page.Locator("polyline.theirs")).ToHaveCountAsync(1, PatientCount);
        await desk.By("pen").ClickAsync();

        await desk.By("zoom-in").ClickAsync();
        await Expect(applicant.By("zoom")).ToHaveTextAsync("125%", new() { Timeout = 60_000 }); // the applicant follows
        var box = (await desk.Page.Locator("[data-testid=document-view] .pane").BoundingBoxAsync())!;
        await Patience.UntilAsync("the clerk's pointer on the applicant's page", async () =>
        {
            await desk.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 40);
            await desk.Page.Mouse.MoveAsync(box.X + (box.Width / 2) + 9, box.Y + 52);
            return await applicant.By("other-pointer").CountAsync();
        }, seen => seen == 1);
        await applicant.By("wipe").ClickAsync();
        await Expect(desk.Page.Locator("polyline.theirs")).ToHaveCountAsync(0, PatientCount);
    }

    /// <summary>Whoever comes back finds the document, the clerk's ink and the clerk's view again.</summary>
    private static async Task ReloadAsync(DeskPage desk, ApplicantPage applicant)
    {
        await applicant.Page.ReloadAsync();
        await Expect(applicant.Page.Locator("polyline.theirs")).ToHaveCountAsync(1, PatientCount);
        await Expect(applicant.By("zoom")).ToHaveTextAsync("125%", new() { Timeout = 60_000 });
        await Expect(applicant.By("document-hash")).ToHaveAttributeAsync("data-both", "true", Patient);
        await desk.By("wipe").ClickAsync();
        await Expect(applicant.Page.Locator("polyline.theirs")).ToHaveCountAsync(0, PatientCount);
    }

    private static async Task ReadAPdfAsync(DeskPage desk, ApplicantPage applicant)
    {
        await desk.By("add-document").ClickAsync();
        await desk.By("choose-file").SetInputFilesAsync(new FilePayload { Name = "告知书.pdf", MimeType = "application/pdf", Buffer = PaperFile.TwoPages() });
        var document = desk.By("document").Filter(new() { HasText = "告知书.pdf" });
        await Expect(document).ToHaveAttributeAsync("data-stage", "shown", Patient);
        await document.GetByTestId("show-document").ClickAsync();
        await Expect(applicant.By("page-number")).ToHaveTextAsync("1 / 2", new() { Timeout = 60_000 });
        await desk.By("page-next").ClickAsync();
        await Expect(applicant.By("page-number")).ToHaveTextAsync("2 / 2", new() { Timeout = 60_000 });
        await Expect(applicant.Page.Locator("[data-testid=document-view] .sheet[data-page='2']")).ToHaveAttributeAsync("data-drawn", "true", Patient);
        // The second page is drawn: its black field lies where the file says.
        await Patience.UntilAsync("the second page's field", () => applicant.Page.EvaluateAsync<int>("""
            () => {
              const canvas = document.querySelector('[data-testid=document-view] canvas');
              return canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0];
            }
            """), red => red < 40);
        await Screenshots.SaveAsync(desk.Page, "desk-pdf");
    }

    /// <summary>Of a file in several parts one is lost on the way: the page asks how far it got and goes on.</summary>
    private static async Task CutTheLineAsync(DeskPage desk, ApplicantPage applicant)
    {
        var parts = new List<string>();
        var cuts = 0;
        await applicant.Page.RouteAsync(PartOfUpload(), async route =>
        {
            var method = route.Request.Method;
            lock (parts) parts.Add(method);
            if (method == "PATCH" && parts.Count(one => one == "PATCH") == 2 && cuts++ == 0) await route.AbortAsync("connectionreset");
            else await route.ContinueAsync();
        });
        await applicant.By("add-document").ClickAsync();
        var photo = PhonePhoto.OfSheet();
        byte[] large = [.. photo, .. new byte[900_000]]; // what stands behind a picture is left out of its copy
        await applicant.By("choose-file").SetInputFilesAsync(new FilePayload { Name = "原图.jpg", MimeType = "image/jpeg", Buffer = large });
        await Expect(desk.By("document").Filter(new() { HasText = "原图.jpg" })).ToHaveAttributeAsync("data-stage", "shown", Patient);
        Assert.Equal(1, parts.Count(one => one == "GET"));
        Assert.Equal((large.Length + 262_143) / 262_144 + 1, parts.Count(one => one == "PATCH")); // one part twice, none of the others
        await desk.By("document").Filter(new() { HasText = "原图.jpg" }).GetByTestId("show-document").ClickAsync();
        await Expect(applicant.Page.Locator("[data-testid=document-view] .sheet")).ToHaveAttributeAsync("data-drawn", "true", Patient);
        var (_, text) = await FetchAsync(applicant.Page);
        Assert.DoesNotContain("GPS", text, StringComparison.Ordinal); // sent as it was; the server took the place out
    }

    private static async Task CompareAsync(DeskPage desk)
    {
        await desk.By("compare").Nth(0).ClickAsync();
        await desk.By("compare").Nth(2).ClickAsync();
        await Expect(desk.By("compare-view").Locator(".sheet[data-drawn=true]")).ToHaveCountAsync(2, PatientCount);
        await Screenshots.SaveAsync(desk.Page, "desk-compare");
    }

    private static void AssertKept(string dataRoot)
    {
        using var records = new HallRecords(dataRoot);
        Assert.Equal(3, records.Count("SELECT COUNT(*) FROM Documents WHERE State = 3"));
        Assert.Equal(1, records.Count("SELECT COUNT(*) FROM DocumentRequests WHERE \"End\" = 1"));
        Assert.True(records.Count("SELECT COUNT(*) FROM DocumentShowings WHERE ApplicantSawAt IS NOT NULL AND ClerkSawAt IS NOT NULL") >= 2);
        var files = Directory.GetFiles(Path.Combine(dataRoot, "documents"), "*", SearchOption.AllDirectories);
        Assert.Equal(6, files.Length); // an original and a safe copy each
        Assert.All(files, file => Assert.DoesNotContain(PhonePhoto.Place, Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    private static async Task StrokeAsync(IPage page)
    {
        await page.GetByTestId("pen").ClickAsync();
        var sheet = page.Locator("[data-testid=document-view] .sheet");
        await sheet.ScrollIntoViewIfNeededAsync();
        var box = (await page.Locator("[data-testid=document-view] .pane").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 60, box.Y + 60);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 120, box.Y + 80, new() { Steps = 4 });
        await page.Mouse.MoveAsync(box.X + 160, box.Y + 70, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Expect(page.Locator("polyline.mine")).ToHaveCountAsync(1);
    }

    /// <summary>Where a corner stands, in percent of the picture.</summary>
    private static async Task<(double X, double Y)> PlaceAsync(ILocator corner) => (
        await corner.EvaluateAsync<double>("corner => parseFloat(corner.style.left)"), await corner.EvaluateAsync<double>("corner => parseFloat(corner.style.top)"));

    /// <summary>The open document as its address gives it: its hash by the browser's own means, and its bytes as text.</summary>
    private static async Task<(string Hash, string Text)> FetchAsync(IPage page)
    {
        var found = await page.EvaluateAsync<string[]>("""
            async () => {
              const id = document.querySelector('[data-testid=document].open').dataset.document;
              const bytes = await (await fetch(`/api/documents/${id}`)).arrayBuffer();
              const hash = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map(one => one.toString(16).padStart(2, '0')).join('');
              return [hash, new TextDecoder('latin1').decode(bytes)];
            }
            """);
        return (found[0], found[1]);
    }

    [GeneratedRegex("/api/documents/[0-9a-f]{32}/upload$")]
    private static partial Regex PartOfUpload();

    private async Task<IBrowserContext> OpenAsync(Uri address, int width, int height) =>
        await chromium.NewContextAsync(new() { BaseURL = address.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = width, Height = height } });
}
