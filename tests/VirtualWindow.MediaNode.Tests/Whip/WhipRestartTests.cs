using System.Net;
using VirtualWindow.MediaNode.Tests.Calls;

namespace VirtualWindow.MediaNode.Tests.Whip;

/// <summary>PATCH of a WHIP session (RFC 9725 §4.3): candidates that come later, and ICE restarts.</summary>
public sealed class WhipRestartTests
{
    [Fact]
    public async Task A_restart_by_fragment_moves_the_same_connection_to_another_network()
    {
        await using var host = await WhipHost.StartAsync();
        using var peer = new TestPeer(new TestOffer(Publishes: true, 5, 6));
        using var created = await host.SendAsync(HttpMethod.Post, "/whip/r/p", host.Token("r", "p"), peer.Offer.Sdp);
        await peer.ConnectAsync(await created.Content.ReadAsStringAsync());
        var (path, first) = (created.Headers.Location!.ToString(), created.Headers.ETag!.Tag);

        var renewed = peer.Offer.Restarted();
        using var restarted = await host.PatchAsync(path, host.Token("r", "p"), Fragment(renewed), "*");
        var answer = await restarted.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, restarted.StatusCode);
        Assert.Equal("application/trickle-ice-sdpfrag", restarted.Content.Headers.ContentType!.MediaType);
        Assert.NotEqual(first, restarted.Headers.ETag!.Tag);
        Assert.Contains($" {host.Node.LocalEndPoint.Port} typ host", answer);
        Assert.Contains("tcptype passive", answer);

        peer.Restart(renewed, answer);
        peer.MoveTo(Reach.Tcp);
        await peer.NominateAsync();
        Assert.Equal(1, host.Node.Metrics.PeerCount);
        Assert.Equal(1, host.Node.Metrics.Peers.HandshakesCompleted);
    }

    [Fact]
    public async Task Later_candidates_are_welcome_only_for_the_ICE_session_of_now()
    {
        await using var host = await WhipHost.StartAsync();
        var offer = new TestOffer(Publishes: true, 5, 6);
        using var created = await host.SendAsync(HttpMethod.Post, "/whip/r/p", host.Token("r", "p"), offer.Sdp);
        var (path, tag, token) = (created.Headers.Location!.ToString(), created.Headers.ETag!.Tag, host.Token("r", "p"));
        const string candidate = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host\r\na=end-of-candidates\r\n";

        using var welcome = await host.PatchAsync(path, token, candidate, tag);
        Assert.Equal(HttpStatusCode.NoContent, welcome.StatusCode);
        using var again = await host.PatchAsync(path, token, Fragment(offer), "*");
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode); // the credentials of before are no restart
        using var restarted = await host.PatchAsync(path, token, Fragment(offer.Restarted()), tag);
        Assert.Equal(HttpStatusCode.OK, restarted.StatusCode);
        using var late = await host.PatchAsync(path, token, candidate, tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
    }

    private static string Fragment(TestOffer offer) => $"a=ice-ufrag:{offer.Ufrag}\r\na=ice-pwd:{offer.Password}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=end-of-candidates\r\n";
}
