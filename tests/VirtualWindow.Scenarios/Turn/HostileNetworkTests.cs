using Microsoft.Playwright;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios.Turn;

/// <summary>
/// A sitting through networks that let no media through directly: over a TURN relay by UDP and by TLS, with the credentials that signaling
/// mints, and over TCP to the node itself. Real Chromium, the real program, Debian's coturn.
/// </summary>
public sealed class HostileNetworkTests(ChromiumBrowser chromium)
{
    /// <summary>As a network would that only reaches the relay, or only lets TCP through.</summary>
    private const string Restrict = """
        (() => {
          const Real = window.RTCPeerConnection;
          window.RTCPeerConnection = class extends Real {
            constructor(configuration, ...more) { super({ ...configuration, iceTransportPolicy: '%policy%' }, ...more); }
            setRemoteDescription(description) {
              const sdp = '%only%' && description.sdp.replace(/a=candidate:.*\r\n/g, line => line.includes(' %only% ') ? line : '');
              return super.setRemoteDescription(sdp ? { type: description.type, sdp } : description);
            }
          };
        })();
        """;

    [Theory]
    [InlineData("udp")]
    [InlineData("tls")]
    public async Task A_sitting_goes_through_a_relay(string transport)
    {
        await using var turn = await TurnServer.StartAsync();
        var url = transport == "udp" ? turn.UdpUrl : turn.TlsUrl;
        await using var host = await HostProcess.StartAsync(new HostLaunch
        {
            Settings = new Dictionary<string, string> { ["Signaling__TurnUrls__0"] = url, ["Signaling__TurnSecret"] = turn.Secret },
        });
        // Chromium trusts a certificate for turns: as it does for pages; this one by its public key.
        await using var browser = await chromium.LaunchAsync($"--ignore-certificate-errors-spki-list={turn.PublicKeyHash}");
        await SitAsync(host, browser, Restrict.Replace("%policy%", "relay").Replace("%only%", ""), seen => seen == $"relay {transport}");
    }

    [Fact]
    public async Task A_sitting_goes_over_TCP_where_no_UDP_passes()
    {
        await using var host = await HostProcess.StartAsync(new HostLaunch { Settings = new Dictionary<string, string> { ["Media__PublicAddress"] = "127.0.0.1" } });
        await using var browser = await chromium.LaunchAsync();
        await SitAsync(host, browser, Restrict.Replace("%policy%", "all").Replace("%only%", "tcp"), seen => seen.EndsWith(" tcp", StringComparison.Ordinal));
    }

    private static async Task SitAsync(HostProcess host, IBrowser browser, string restriction, Func<string, bool> isWay)
    {
        var desk = new DeskPage(await OpenAsync(browser, host.Address, restriction));
        var applicant = new ApplicantPage(await OpenAsync(browser, host.Address, restriction));
        await desk.SignInAsync("gushi01", host.StaffPassword!);
        await applicant.Page.GotoAsync("/applicant?kiosk=1&site=suzhou");
        await applicant.TakeTicketAsync("411525", "SB-02", "张小明", "13912345678");
        await desk.BecomeReadyAsync();
        await desk.AcceptAsync();
        await applicant.JoinAsync();
        foreach (var side in new[] { applicant.Call, desk.Call })
        {
            await Patience.UntilAsync("30 decoded frames and audio", side.InboundAsync, seen => seen is { FramesDecoded: >= 30, AudioPackets: >= 25 });
            var ways = await side.WaysAsync();
            Assert.Equal(2, ways.Length);
            Assert.All(ways, way => Assert.True(isWay(way), way));
        }
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, Uri address, string restriction)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "zh-CN", Permissions = ["camera", "microphone"] });
        await context.AddInitScriptAsync(CallProbe.KeepConnections);
        await context.AddInitScriptAsync(restriction);
        return await context.NewPageAsync();
    }
}
