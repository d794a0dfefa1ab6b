using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using VirtualWindow.Testing.Browser;

[assembly: AssemblyFixture(typeof(ChromiumBrowser))]

namespace VirtualWindow.MediaNode.Tests.Whip;

/// <summary>A real Chromium publishes its fake camera and microphone by WHIP, another page of it watches by WHEP.</summary>
public sealed class BrowserCallTests(ChromiumBrowser browser)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("udp", "127.0.0.1")]
    [InlineData("udp", "::1")]
    [InlineData("tcp", "127.0.0.1")]
    [InlineData("tcp", "::1")]
    public async Task A_page_publishes_and_another_page_decodes_picture_and_tone(string protocol, string address)
    {
        await using var host = await WhipHost.StartAsync(map: static app => app.MapGet("/page", () => Results.Content(CallPage.Html, "text/html")), settings: ("Media:PublicAddress", address));
        await using var context = await browser.NewContextAsync();
        var publisher = await context.NewPageAsync();
        await publisher.GotoAsync($"{host.Url}/page?only={protocol}");
        await publisher.EvaluateAsync($"publish('/whip/r/applicant', '{host.Token("r", "applicant")}')");
        var watcher = await context.NewPageAsync();
        await watcher.GotoAsync($"{host.Url}/page?only={protocol}");
        await watcher.EvaluateAsync($"watch('/whep/r/applicant', '{host.Token("r", "clerk", publish: false)}')");

        // Not WaitForFunction: it takes the promise of an asynchronous condition for its fulfilment.
        var shown = await watcher.EvaluateAsync<bool>($"shown({Patience.TotalMilliseconds})");
        Assert.True(shown, await watcher.EvaluateAsync<string>("inbound()"));

        Assert.Equal($"{protocol} {address}", (await watcher.EvaluateAsync<string>("pair()")).Replace("[", "").Replace("]", ""));

        using var report = JsonDocument.Parse(await watcher.EvaluateAsync<string>("inbound()"));
        var root = report.RootElement;
        Assert.True(root.GetProperty("concealed").GetDouble() < root.GetProperty("audioSamples").GetDouble() / 4, "most of the tone was made up by concealment");
        Assert.Equal(0, root.GetProperty("lost").GetInt32());
        var colour = await watcher.EvaluateAsync<int[]>("middle()");
        Assert.True(colour[1] > colour[0] + 40 && colour[1] > colour[2] + 40, $"the fake camera is green, this was {string.Join(',', colour)}");

        var resource = await publisher.EvaluateAsync<string>("resource");
        using var deleted = await host.SendAsync(HttpMethod.Delete, resource, host.Token("r", "applicant"));
        Assert.Equal(System.Net.HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(1, host.Node.Metrics.PeerCount);
        await publisher.WaitForFunctionAsync("() => pc.connectionState !== 'connected'", null, new() { Timeout = (float)Patience.TotalMilliseconds });
    }
}
