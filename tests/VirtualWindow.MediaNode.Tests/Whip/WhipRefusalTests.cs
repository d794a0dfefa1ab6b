using System.Net;
using System.Text.Json;
using VirtualWindow.MediaNode.Tests.Calls;

namespace VirtualWindow.MediaNode.Tests.Whip;

public sealed class WhipRefusalTests : IAsyncLifetime
{
    private const string BenchToken = "bench-token-of-16-or-more";

    private WhipHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await WhipHost.StartAsync(settings: ("Media:BenchToken", BenchToken));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/whip/r1/p1")]
    [InlineData("/whep/r1/p1")]
    public async Task Without_a_token_nothing_opens(string path)
    {
        using var answer = await _host.SendAsync(HttpMethod.Post, path, token: null, new TestOffer(true, 1, 2).Sdp);
        await AssertRefusedAsync(answer, HttpStatusCode.Unauthorized, "sign-in-required");
        Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("!!!!")]
    [InlineData("")]
    public async Task A_forged_token_opens_nothing(string token)
    {
        using var answer = await _host.SendAsync(HttpMethod.Post, "/whip/r1/p1", token, new TestOffer(true, 1, 2).Sdp);
        await AssertRefusedAsync(answer, HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Theory]
    [InlineData("/whip/r2/p1", true, true)] // another room
    [InlineData("/whep/r2/p1", true, true)]
    [InlineData("/whip/r1/p2", true, true)] // as somebody else
    [InlineData("/whip/r1/p1", false, true)] // may only watch
    [InlineData("/whep/r1/p1", true, false)] // may only publish
    public async Task A_token_opens_only_what_it_grants(string path, bool publish, bool watch)
    {
        using var answer = await _host.SendAsync(HttpMethod.Post, path, _host.Token("r1", "p1", publish, watch), new TestOffer(true, 1, 2).Sdp);
        await AssertRefusedAsync(answer, HttpStatusCode.Forbidden, "not-yours");
    }

    [Fact]
    public async Task Only_sdp_is_taken()
    {
        using var answer = await _host.SendAsync(HttpMethod.Post, "/whip/r1/p1", _host.Token("r1", "p1"), "{}", "application/json");
        await AssertRefusedAsync(answer, HttpStatusCode.UnsupportedMediaType, "bad-input");
        Assert.Equal("application/sdp", answer.Headers.GetValues("Accept-Post").Single());
    }

    [Theory]
    [InlineData("/whip/r1/p1")]
    [InlineData("/whep/r1/p1")]
    public async Task An_offer_beyond_64_KiB_is_too_large(string path)
    {
        using var answer = await _host.SendAsync(HttpMethod.Post, path, _host.Token("r1", "p1"), new string('v', (64 << 10) + 1));
        await AssertRefusedAsync(answer, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_chunked_offer_beyond_64_KiB_is_too_large()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/r1/p1") { Content = new StreamContent(new MemoryStream(new byte[200_000])) };
        request.Headers.Authorization = new("Bearer", _host.Token("r1", "p1"));
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentType = new("application/sdp");
        using var answer = await _host.Http.SendAsync(request);
        await AssertRefusedAsync(answer, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n")]
    public async Task An_empty_offer_is_refused(string body)
    {
        using var answer = await _host.SendAsync(HttpMethod.Post, "/whip/r1/p1", _host.Token("r1", "p1"), body);
        await AssertRefusedAsync(answer, HttpStatusCode.BadRequest, "bad-input");
    }

    [Theory]
    [InlineData("this is no SDP")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n")]
    public async Task An_offer_that_cannot_be_served_is_refused(string body)
    {
        foreach (var path in new[] { "/whip/r1/p1", "/whep/r1/p1" })
        {
            using var answer = await _host.SendAsync(HttpMethod.Post, path, _host.Token("r1", "p1"), body);
            await AssertRefusedAsync(answer, HttpStatusCode.BadRequest, "media-refused");
        }
        Assert.Equal(0, _host.Node.Metrics.PeerCount);
    }

    [Theory]
    [InlineData("/whip/%20/p1")]
    [InlineData("/whip/r1/a%2Fb")]
    [InlineData("/whip/r1/%E5%BC%A0")]
    public async Task A_name_with_foreign_characters_is_refused(string path)
    {
        using var answer = await _host.SendAsync(HttpMethod.Post, path, BenchToken, new TestOffer(true, 1, 2).Sdp);
        await AssertRefusedAsync(answer, HttpStatusCode.BadRequest, "bad-input");
    }

    [Fact]
    public async Task Deleting_what_is_not_there_says_so()
    {
        using var answer = await _host.SendAsync(HttpMethod.Delete, "/whip/r1/p1/0123456789abcdef", _host.Token("r1", "p1"));
        await AssertRefusedAsync(answer, HttpStatusCode.NotFound, "not-found");
        using var foreign = await _host.SendAsync(HttpMethod.Delete, "/whip/r1/p1/0123456789abcdef", _host.Token("r2", "p1"));
        await AssertRefusedAsync(foreign, HttpStatusCode.Forbidden, "not-yours");
    }

    [Fact]
    public async Task A_patch_of_what_is_not_there_or_of_the_wrong_kind_is_refused()
    {
        const string path = "/whip/r1/p1/0123456789abcdef";
        var token = _host.Token("r1", "p1");
        using var unconditional = await _host.PatchAsync(path, token, "a=end-of-candidates", null);
        await AssertRefusedAsync(unconditional, HttpStatusCode.PreconditionRequired, "bad-input");
        using var nobody = await _host.PatchAsync(path, token, "a=end-of-candidates", "*");
        await AssertRefusedAsync(nobody, HttpStatusCode.NotFound, "not-found");
        using var nonsense = await _host.PatchAsync(path, token, "what?", "*");
        await AssertRefusedAsync(nonsense, HttpStatusCode.BadRequest, "bad-input");
        using var halfCredentials = await _host.PatchAsync(path, token, "a=ice-ufrag:abcd", "*");
        await AssertRefusedAsync(halfCredentials, HttpStatusCode.BadRequest, "bad-input");
        using var sdp = await _host.PatchAsync(path, token, "v=0", "*", "application/sdp");
        await AssertRefusedAsync(sdp, HttpStatusCode.UnsupportedMediaType, "bad-input");
        Assert.Equal(["application/trickle-ice-sdpfrag"], sdp.Headers.GetValues("Accept-Patch"));
        using var foreign = await _host.PatchAsync(path, _host.Token("r2", "p1"), "a=end-of-candidates", "*");
        await AssertRefusedAsync(foreign, HttpStatusCode.Forbidden, "not-yours");
    }

    [Fact]
    public async Task Too_many_negotiations_of_one_participant_are_slowed_down()
    {
        var token = _host.Token("r1", "p1");
        HttpStatusCode last;
        var count = 0;
        do
        {
            using var answer = await _host.SendAsync(HttpMethod.Post, "/whip/r1/p1", token, "no SDP");
            last = answer.StatusCode;
            if (last == HttpStatusCode.TooManyRequests)
                await AssertRefusedAsync(answer, HttpStatusCode.TooManyRequests, "too-often");
        }
        while (last == HttpStatusCode.BadRequest && ++count < 200);
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var other = await _host.SendAsync(HttpMethod.Post, "/whip/r1/p2", _host.Token("r1", "p2"), "no SDP");
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    [Fact]
    public async Task A_draining_node_refuses_and_says_when_to_come_back()
    {
        _ = _host.Node.DrainAsync(TimeSpan.FromMinutes(1));
        using var answer = await _host.SendAsync(HttpMethod.Post, "/whip/r1/p1", _host.Token("r1", "p1"), new TestOffer(true, 1, 2).Sdp);
        await AssertRefusedAsync(answer, HttpStatusCode.ServiceUnavailable, "draining");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("/whip/r1/p1")]
    [InlineData("/whep/r1/p1/some-connection")]
    public async Task A_browser_of_another_origin_may_ask_first(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", "https://kiosk.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await _host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Authorization", answer.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.Contains("POST", answer.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Equal("application/sdp", answer.Headers.GetValues("Accept-Post").Single());
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {body}");
        using var json = JsonDocument.Parse(body);
        Assert.Equal(code, json.RootElement.GetProperty("code").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("message").GetString()!);
        Assert.NotEmpty(json.RootElement.GetProperty("messageEn").GetString()!);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }
}
