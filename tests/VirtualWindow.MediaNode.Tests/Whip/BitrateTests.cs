using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using VirtualWindow.Testing.Browser;

namespace VirtualWindow.MediaNode.Tests.Whip;

/// <summary>How fast a real Chromium finds out that it may send a good picture, and which of its layers a watcher gets.</summary>
public sealed class BitrateTests(ChromiumBrowser browser, ITestOutputHelper output)
{
    private const string Layers = """
        [{ rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150000 }, { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500000 }, { rid: 'f', maxBitrate: 1500000 }]
        """;

    /// <summary>
    /// A browser begins with 300 kbit/s and leaves that on our transport-wide feedback: in two seconds on a quiet machine (twelve without
    /// it), later where the browser itself gets no processor to compress with; hence the patience, and the look at who told it.
    /// </summary>
    [Fact]
    public async Task A_publisher_is_told_that_it_may_send_a_megabit()
    {
        await using var host = await StartAsync();
        await using var context = await browser.NewContextAsync();
        await WatchAsync(host, await PageAsync(host, context));
        var publisher = await PageAsync(host, context);
        await publisher.EvaluateAsync($"publish('/whip/r/applicant', '{host.Token("r", "applicant")}', 1280, 720)");

        var milliseconds = await publisher.EvaluateAsync<int>("allowed(1_000_000, 60_000)");
        output.WriteLine($"1 Mbit/s allowed after {milliseconds} ms, feedback {Feedback(host)}");
        Assert.True(await publisher.EvaluateAsync<int>("until(async () => await figure('outbound-rtp', 'framesEncoded') >= 30, 60_000)") >= 0, "nothing was sent");
        Assert.True(milliseconds >= 0, "1 Mbit/s was never allowed");
        Assert.True(Feedback(host) > 0, "the browser was told nothing of what arrived");
    }

    [Fact]
    public async Task The_watched_size_follows_what_the_page_asks_for()
    {
        await using var host = await StartAsync();
        await using var context = await browser.NewContextAsync();
        var publisher = await PageAsync(host, context);
        await publisher.EvaluateAsync($"publish('/whip/r/applicant', '{host.Token("r", "applicant")}', 1280, 720, {Layers})");
        var watcher = await PageAsync(host, context);
        await WatchAsync(host, watcher);

        foreach (var (asked, shown) in new[] { (int.MaxValue, 720), (0, 180), (300, 360), (720, 720) })
        {
            await host.Node.PreferAsync("r", "clerk", "applicant", asked, TestContext.Current.CancellationToken);
            var taken = await watcher.EvaluateAsync<int>($"height({shown}, 30_000)");
            output.WriteLine($"asked for {asked}, {shown} lines after {taken} ms");
            Assert.True(taken >= 0, $"{shown} lines never came; {await watcher.EvaluateAsync<string>("inbound()")}");
        }

        Assert.Equal(0, await watcher.EvaluateAsync<int>("figure('inbound-rtp', 'freezeCount')"));
    }

    private static Task<WhipHost> StartAsync() => WhipHost.StartAsync(map: static app => app.MapGet("/page", () => Results.Content(CallPage.Html, "text/html")));

    private static long Feedback(WhipHost host) => host.Node.Loops.Sum(static loop => loop.Engine.Rooms.TransportFeedbackSent);

    private static async Task<IPage> PageAsync(WhipHost host, IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Url + "/page");
        return page;
    }

    private static async Task WatchAsync(WhipHost host, IPage page) =>
        await page.EvaluateAsync($"watch('/whep/r/applicant', '{host.Token("r", "clerk", publish: false)}')");
}
