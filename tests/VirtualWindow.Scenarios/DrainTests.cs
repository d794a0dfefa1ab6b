using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.MediaNode.Drain;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>Emptying the media node under a real sitting: by an administrator, and by SIGTERM with a restart.</summary>
public sealed class DrainTests
{
    private const string Password = "correct-horse-battery";
    private static readonly Uri Drain = new("/api/media/drain", UriKind.Relative);
    private static readonly Uri Ready = new("/healthz/ready", UriKind.Relative);

    [Fact]
    public async Task An_administrator_empties_the_node_and_takes_it_back()
    {
        await using var host = await StartAsync();
        await using var sitting = await Sitting.BeginAsync(host);
        Assert.Null((await sitting.PublishAsync()).Refusal);
        using var stranger = host.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsJsonAsync(Drain, new DrainRequest(60))).StatusCode);

        using var admin = await AdminAsync(host);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsJsonAsync(Drain, new DrainRequest(-1))).StatusCode);
        var begun = await ReadAsync(await admin.PostAsJsonAsync(Drain, new DrainRequest(3600)));
        Assert.True(begun is { Draining: true, Rooms: 1, Until: not null });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stranger.GetAsync(Ready)).StatusCode);
        Assert.Null((await sitting.PublishAsync()).Refusal); // the sitting goes on, and may reconnect

        Assert.False((await ReadAsync(await admin.DeleteAsync(Drain))).Draining);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(Ready)).StatusCode);

        // Again, and now the deadline comes: both are told, and the node refuses them with a sentence until it is taken back.
        await ReadAsync(await admin.PostAsJsonAsync(Drain, new DrainRequest(0)));
        Assert.Equal(sitting.SessionId, (await sitting.Applicant.MediaMovedAsync).SessionId);
        Assert.InRange((await sitting.Desk.MediaMovedAsync).WithinMilliseconds, 1, 10_000);
        Assert.Equal(RefusalCodes.Draining, (await sitting.PublishAsync()).Refusal?.Code);
        await admin.DeleteAsync(Drain);
        Assert.Null((await sitting.PublishAsync()).Refusal);
    }

    [Fact]
    public async Task Asked_to_end_it_tells_the_sitting_to_come_back_and_finds_it_after_the_restart()
    {
        await using var host = await StartAsync();
        await using var sitting = await Sitting.BeginAsync(host);
        Assert.Null((await sitting.PublishAsync()).Refusal);
        var (applicantTold, deskTold) = (sitting.Applicant.MediaMovedAsync, sitting.Desk.MediaMovedAsync);
        Assert.Equal(0, await host.StopAsync());
        Assert.Equal(sitting.SessionId, (await applicantTold).SessionId);
        Assert.Equal(sitting.SessionId, (await deskTold).SessionId);

        await host.StartAgainAsync();
        await using var back = await sitting.ComeBackAsync(host);
        Assert.Equal(ApplicantStage.InCall, (await back.Applicant.Snapshot()).Value!.Stage);
        Assert.Null((await back.PublishAsync()).Refusal);
    }

    [Fact]
    public async Task Without_a_session_it_ends_at_once()
    {
        await using var host = await StartAsync(("Media__DrainSeconds", "600"));
        Assert.Equal(0, await host.StopAsync()); // gives up after 30 s
    }

    private static TakeTicketRequest Request => new("GA-01", "411525", null, "张小明", "13812345678", "zh-CN", PriorityNeed.None, false);

    private static Task<HostProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["Media__DrainSeconds"] = "1" };
        foreach (var (name, value) in settings) all[name] = value;
        return HostProcess.StartAsync(new HostLaunch { StaffPassword = Password, Settings = all });
    }

    private static async Task<HttpClient> AdminAsync(HostProcess host) => new(new HttpClientHandler
    {
        CookieContainer = await StaffCookies.OfAsync(host, "admin", Password),
    })
    {
        BaseAddress = host.Address,
    };

    private static async Task<DrainStatus> ReadAsync(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<DrainStatus>(WindowConnection.Json))!;
    }

    /// <summary>An applicant and a clerk in a session.</summary>
    private sealed record Sitting(ApplicantClient Applicant, DeskClient Desk, CookieContainer Clerk, string SessionId) : IAsyncDisposable
    {
        /// <summary>What a browser offers that sends one voice; enough for a place in the room.</summary>
        private const string Offer =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n"
            + "a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\n"
            + "a=setup:actpass\r\na=mid:0\r\na=rtcp-mux\r\na=sendonly\r\na=rtpmap:111 opus/48000/2\r\na=ssrc:1 cname:test\r\n";

        public static async Task<Sitting> BeginAsync(HostProcess host)
        {
            var clerk = await StaffCookies.OfAsync(host, "gushi01", Password);
            var desk = await DeskClient.ConnectAsync(host.Address, clerk);
            Assert.Null((await desk.ReadyAsync()).Refusal);
            var applicant = await ApplicantClient.ConnectAsync(host.Address);
            var taken = await applicant.TakeTicket(Request);
            (await applicant.JoinAsync(taken.Value!.JoinToken)).EnsureSuccessStatusCode();
            Assert.Null((await desk.AcceptOffer(new AcceptOfferRequest((await desk.OfferAsync()).OfferId))).Refusal);
            var called = await applicant.UntilAsync(ApplicantStage.Called);
            Assert.Null((await applicant.JoinSession(new JoinSessionRequest(called.Call!.SessionId))).Refusal);
            await applicant.UntilAsync(ApplicantStage.InCall);
            return new Sitting(applicant, desk, clerk, called.Call.SessionId);
        }

        public Task<Reply<SdpAnswer>> PublishAsync() => Applicant.Publish(new PublishRequest(SessionId, Offer));

        public async Task<Sitting> ComeBackAsync(HostProcess host)
        {
            var applicant = await ApplicantClient.ConnectAsync(host.Address, Applicant.Cookies);
            return this with { Applicant = applicant, Desk = await DeskClient.ConnectAsync(host.Address, Clerk) };
        }

        public async ValueTask DisposeAsync()
        {
            await Applicant.DisposeAsync();
            await Desk.DisposeAsync();
        }
    }
}
