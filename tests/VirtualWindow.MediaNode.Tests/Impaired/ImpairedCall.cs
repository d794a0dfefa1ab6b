using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using VirtualWindow.MediaNode.Tests.Whip;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.MediaNode.Tests.Impaired;

/// <summary>Whose access is bad.</summary>
public enum Side
{
    Publisher,
    Watcher,
}

/// <summary>One Chromium page publishes, another watches, each over a network of its own.</summary>
internal sealed class ImpairedCall : IAsyncDisposable
{
    private const float PatienceMilliseconds = 30_000;

    private readonly WhipHost _host;
    private readonly IBrowserContext _context;

    private ImpairedCall(WhipHost host, IBrowserContext context, int seed)
    {
        (_host, _context) = (host, context);
        var node = new IPEndPoint(IPAddress.Loopback, host.Node.LocalEndPoint.Port);
        Uplink = new UdpImpairment(node, seed);
        Downlink = new UdpImpairment(node, seed + 1);
    }

    /// <summary>Between the publisher and the node.</summary>
    public UdpImpairment Uplink { get; }

    /// <summary>Between the node and the watcher.</summary>
    public UdpImpairment Downlink { get; }

    public UdpImpairment WayOf(Side side) => side == Side.Publisher ? Uplink : Downlink;

    public IPage Publisher { get; private set; } = null!;

    public IPage Watcher { get; private set; } = null!;

    public static async Task<ImpairedCall> StartAsync(ChromiumBrowser browser, int seed)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var host = await WhipHost.StartAsync(map: MapPage);
        var call = new ImpairedCall(host, await browser.NewContextAsync(), seed);
        try
        {
            call.Publisher = await call.OpenAsync(call.Uplink);
            await call.Publisher.EvaluateAsync($"publish('/whip/r/applicant', '{host.Token("r", "applicant")}')");
            call.Watcher = await call.OpenAsync(call.Downlink);
            await call.Watcher.EvaluateAsync($"watch('/whep/r/applicant', '{host.Token("r", "clerk", publish: false)}')");
            Assert.True(await call.Watcher.EvaluateAsync<bool>($"flowing({PatienceMilliseconds})"), await call.Watcher.EvaluateAsync<string>("counters().then(JSON.stringify)"));
            return call;
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the watcher sees and hears during the next seconds, and what the publisher sends meanwhile.</summary>
    public async Task<Seen> MeasureAsync(string what, int seconds)
    {
        var sending = Publisher.EvaluateAsync<string>($"measure({seconds})");
        var watching = await Watcher.EvaluateAsync<string>($"measure({seconds})");
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{what}\n  watcher {watching}\n  publisher {await sending}");
        output.WriteLine($"  uplink: up {Uplink.UpCounters}; down {Uplink.DownCounters}\n  downlink: up {Downlink.UpCounters}; down {Downlink.DownCounters}");
        return JsonSerializer.Deserialize<Seen>(watching, JsonSerializerOptions.Web)! with { Seconds = seconds };
    }

    /// <summary>Time until picture and tone are back.</summary>
    public async Task<(double PictureMilliseconds, double SoundMilliseconds)> RecoverAsync()
    {
        var text = await Watcher.EvaluateAsync<string>($"recovered({PatienceMilliseconds})");
        TestContext.Current.TestOutputHelper!.WriteLine($"recovered after {text}");
        using var times = JsonDocument.Parse(text);
        return (times.RootElement.GetProperty("picture").GetDouble(), times.RootElement.GetProperty("sound").GetDouble());
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Uplink.Dispose();
        Downlink.Dispose();
        await _host.DisposeAsync();
    }

    private async Task<IPage> OpenAsync(UdpImpairment way)
    {
        var page = await _context.NewPageAsync();
        await page.ExposeFunctionAsync<string, string>("redirect", way.Redirect);
        await page.GotoAsync(_host.Url + "/page");
        return page;
    }

    private static void MapPage(WebApplication app) => app.MapGet(
        "/page", static () => Results.File(RepositoryRoot.File("tests", "VirtualWindow.MediaNode.Tests", "Impaired", "impaired_call.html"), "text/html"));
}

/// <summary>Of one receiver during some seconds (getStats, requestVideoFrameCallback, and the loudest frequency twenty times a second).</summary>
/// <param name="LongestGap">Milliseconds without a new picture.</param>
/// <param name="Frozen">Seconds, by Chromium's own definition of a freeze.</param>
internal sealed record Seen(
    int Shown, int Frames, double LongestGap, int Freezes, double Frozen, long VideoBytes, double Samples, double Concealed, int AudioLost, int AudioPackets, int Looks, int Tones, int Width)
{
    public int Seconds { get; init; }

    public double FramesPerSecond => (double)Frames / Seconds;

    public double VideoBitsPerSecond => VideoBytes * 8.0 / Seconds;

    public double ConcealedShare => Concealed / Samples;

    public double ToneShare => (double)Tones / Looks;
}
