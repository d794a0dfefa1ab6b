using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>Headers, caching, origin and operations endpoints of every answer.</summary>
public sealed class HttpSurfaceTests(RunningHost host)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/applicant")]
    [InlineData("/desk")]
    [InlineData("/api/catalogue")]
    [InlineData("/api/nothing-here")]
    [InlineData("/healthz/live")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var client = host.CreateClient();
        using var answer = await client.GetAsync(Path(path));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("camera=(self)", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/api/staff/me")]
    [InlineData("/api/nothing-here")]
    [InlineData("/api/catalogue/items/GA-01")]
    public async Task Answers_of_the_api_rest_in_no_cache(string path)
    {
        using var client = host.CreateClient();
        using var answer = await client.GetAsync(Path(path));

        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Another_sites_page_cannot_act_with_our_cookies(string origin)
    {
        using var client = await host.SignedInAsync("clerk004");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path("/api/staff/sign-out"));
        request.Headers.Add("Origin", origin);

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(RefusalCodes.NotAllowed, (await RefusalOf(answer)).Code);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Path("/api/staff/me"))).StatusCode);
    }

    [Fact]
    public async Task Our_own_page_can()
    {
        using var client = await host.SignedInAsync("clerk005");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path("/api/staff/sign-out"));
        request.Headers.Add("Origin", host.Process.Address.GetLeftPart(UriPartial.Authority));

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task It_says_that_it_lives_and_is_ready(string path)
    {
        using var client = host.CreateClient();

        Assert.Equal("Healthy", await client.GetStringAsync(Path(path)));
    }

    [Fact]
    public async Task Metrics_are_there_for_prometheus()
    {
        using var client = host.CreateClient();
        using var page = await client.GetAsync(Path("/api/catalogue"));

        var metrics = await client.GetStringAsync(Path("/metrics"));

        Assert.Contains("http_requests_received_total", metrics, StringComparison.Ordinal);
        Assert.Matches("endpoint=\"/api/catalogue/?\"", metrics);
    }

    [Fact]
    public async Task Metrics_tell_what_media_does_who_waits_and_how_far_the_follow_up_is_behind()
    {
        await using var applicant = await ApplicantClient.ConnectAsync(host.Process.Address);
        Assert.Null((await applicant.TakeTicket(new("GA-01", "411525", null, null, null, "zh-CN", PriorityNeed.None, false))).Refusal);
        using var client = host.CreateClient();
        var before = await client.GetStringAsync(Path("/metrics"));
        var port = int.Parse(Regex.Match(before, "virtualwindow_media_packets_received\\{port=\"(\\d+)\"").Groups[1].Value);
        using (var stranger = new UdpClient()) await stranger.SendAsync(new byte[] { 0xFF, 1, 2 }, "127.0.0.1", port);

        await Eventually.HoldsAsync(async () => Figure(await client.GetStringAsync(Path("/metrics")), "virtualwindow_media_packets_received") > 0, TestContext.Current.CancellationToken);
        var metrics = await client.GetStringAsync(Path("/metrics"));
        Assert.True(Figure(metrics, "hall_tickets_waiting\\{site=\"gushi\"\\}") >= 1);
        Assert.True(Figure(metrics, "hall_longest_wait_seconds") > 0);
        Assert.Equal(0, Figure(metrics, "hall_outbox_lag_seconds"));
        Assert.Equal(0, Figure(metrics, "hall_outbox_dead"));
        Assert.Equal(0, Figure(metrics, "hall_metrics_stale"));
        Assert.DoesNotMatch(@"(?m)^virtualwindow_[a-z_]*?([a-z]{3,})_\1_", metrics); // the exporter puts the meter's name in front; ours need not repeat it
        Assert.Null((await applicant.LeaveQueue()).Refusal);
    }

    private static double Figure(string metrics, string name) =>
        double.Parse(Regex.Match(metrics, $"^{name}(?:\\{{[^}}]*\\}})? ([0-9.e+-]+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_openapi_document_names_the_endpoints()
    {
        using var client = host.CreateClient();
        using var document = JsonDocument.Parse(await client.GetStringAsync(Path("/openapi/v1.json")));

        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();

        Assert.Contains("/api/staff/sign-in", paths);
        Assert.Contains("/api/catalogue", paths);
        Assert.Contains("/api/catalogue/items/{code}", paths);
    }

    [Fact]
    public async Task What_is_asked_for_in_a_query_is_not_logged()
    {
        using var client = host.CreateClient();
        using var answer = await client.GetAsync(Path("/applicant?ticket=do-not-log-me"));
        using var marker = await client.GetAsync(Path("/api/catalogue/items/LOG-MARKER"));

        Assert.Contains(host.Process.Output, line => line.Contains("/api/catalogue/items/LOG-MARKER", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Process.Output, line => line.Contains("do-not-log-me", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/", "index")]
    [InlineData("/applicant", "applicant")]
    [InlineData("/desk", "desk")]
    [InlineData("/wall", "wall")]
    [InlineData("/admin", "admin")]
    public async Task Pages_are_asked_for_anew_and_their_assets_never_again(string path, string entry)
    {
        using var client = host.CreateClient();
        using var page = await client.GetAsync(Path(path));
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.True(page.Headers.CacheControl!.NoCache);
        var script = Regex.Match(html, $"src=\"(/assets/{entry}-[^\"]+\\.js)\"");
        Assert.True(script.Success, html);
        using var asset = await client.GetAsync(Path(script.Groups[1].Value));
        Assert.Contains("immutable", asset.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
    }

    [Fact]
    public async Task A_page_that_did_not_change_is_not_sent_twice()
    {
        using var client = host.CreateClient();
        using var first = await client.GetAsync(Path("/applicant"));
        using var again = new HttpRequestMessage(HttpMethod.Get, Path("/applicant"));
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));

        using var second = await client.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }
}
