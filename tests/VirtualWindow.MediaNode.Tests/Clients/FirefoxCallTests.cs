using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using VirtualWindow.MediaNode.Tests.Whip;
using VirtualWindow.Testing;

namespace VirtualWindow.MediaNode.Tests.Clients;

/// <summary>
/// The installed Firefox, from a network of its own. No driver fits Debian's build, so its page says by itself what it decodes.
/// </summary>
public sealed class FirefoxCallTests(NetworkNamespace network)
{
    private const string Firefox = "/usr/bin/firefox-esr";

    /// <summary>
    /// Firefox begins with 300 kbit/s, for which it halves the picture to 320×240, and goes up by 480×360 to 640×480 as its quantizer allows:
    /// measured after 2 and 13 s on a full machine, at 240 kbit/s and a quantizer of 2 of 127. It has more bits than it wants: not our feedback holds it.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Fake devices without a question, on plain HTTP, and nothing that calls home.</summary>
    private static readonly (string Name, string Value)[] Preferences =
    [
        ("media.navigator.streams.fake", "true"), ("media.navigator.permission.disabled", "true"), ("media.devices.insecure.enabled", "true"),
        ("media.getusermedia.insecure.enabled", "true"), ("media.autoplay.default", "0"), ("media.autoplay.blocking_policy", "0"),
        ("media.gmp-manager.updateEnabled", "false"), ("app.update.enabled", "false"), ("datareporting.policy.dataSubmissionEnabled", "false"),
        ("toolkit.telemetry.enabled", "false"), ("browser.shell.checkDefaultBrowser", "false"), ("network.captive-portal-service.enabled", "false"),
        ("network.connectivity-service.enabled", "false"), ("browser.startup.homepage_override.mstone", "\"ignore\""), ("termsofuse.bypassNotification", "true"),
        ("services.settings.server", "\"data:,\""), ("browser.aboutwelcome.enabled", "false"), ("privacy.resistFingerprinting", "false"),
    ];

    private readonly BlockingCollection<JsonElement> _reports = [];

    [Fact]
    public async Task Firefox_publishes_and_decodes_picture_and_tone()
    {
        await using var host = await StartAsync();
        using var profile = MakeProfile();
        using var firefox = Open(host, profile, publish: "camera", watch: "camera");

        var seen = Wait(r => r.TryGetProperty("frames", out var frames) && frames.GetInt32() >= 60 && r.GetProperty("samples").GetDouble() >= 96_000
            && r.GetProperty("energy").GetDouble() > 0.001 && r.GetProperty("width").GetInt32() == 640, firefox);

        Assert.Equal(0, seen.GetProperty("lost").GetInt32());
        Assert.True(seen.GetProperty("concealed").GetDouble() < seen.GetProperty("samples").GetDouble() / 4, seen.ToString());
        var colour = seen.GetProperty("colour").EnumerateArray().Select(c => c.GetInt32()).ToArray();
        Assert.True(colour.Max() - colour.Min() > 30, $"the fake camera shows a colour, this was {string.Join(',', colour)}");
    }

    private Task<WhipHost> StartAsync()
    {
        NetworkNamespace.Require(File.Exists(Firefox), "Firefox is not installed (Debian package firefox-esr).");
        network.RequireAvailable();
        return ClientHost.StartAsync(network, app =>
        {
            app.MapGet("/page", static () => Results.File(RepositoryRoot.File("tests", "VirtualWindow.MediaNode.Tests", "Clients", "firefox_call.html"), "text/html"));
            app.MapPost("/report", async (HttpRequest request) =>
            {
                using var report = await JsonDocument.ParseAsync(request.Body);
                _reports.Add(report.RootElement.Clone());
                return Results.NoContent();
            });
        });
    }

    private static TemporaryFolder MakeProfile()
    {
        var profile = new TemporaryFolder("vw-firefox");
        File.WriteAllLines(profile.File("user.js"), Preferences.Select(p => $"user_pref(\"{p.Name}\", {p.Value});"));
        return profile;
    }

    private ClientProcess Open(WhipHost host, TemporaryFolder profile, string publish, string watch)
    {
        var page = $"{host.Url}/page?publish=/whip/r/{publish}&watch=/whep/r/{watch}&token={Uri.EscapeDataString(host.Token("r", publish))}";
        return network.Start("/usr/bin/env", "HOME=" + profile.Path, "MOZ_CRASHREPORTER_DISABLE=1", Firefox, "--headless", "--no-remote", "--profile", profile.Path, page);
    }

    private JsonElement Wait(Func<JsonElement, bool> satisfies, ClientProcess firefox)
    {
        var last = default(JsonElement);
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            foreach (var report in _reports.GetConsumingEnumerable(limit.Token))
            {
                last = report;
                Assert.False(report.TryGetProperty("error", out var error), error.ToString());
                if (satisfies(report)) return report;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Firefox never got there; last report: {last}\n{firefox.Output}");
        }

        throw new InvalidOperationException("The collection never completes.");
    }
}
