using System.Net;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Sdp;
using VirtualWindow.Rtc.Tests.Ice;

namespace VirtualWindow.Rtc.Tests.Transport;

/// <summary>Two ICE sessions of one connection side by side (RFC 8445 §9), in virtual time.</summary>
public sealed class RestartTests
{
    private static readonly PeerAddress Elsewhere = PeerAddress.From(IPEndPoint.Parse("203.0.113.5:4000"));

    private readonly TestLoop _loop = new();
    private readonly TestClient _client;
    private readonly PeerAddress _before;
    private readonly IceCredentials _renewed = IceCredentials.Create();

    public RestartTests()
    {
        _client = new(_loop);
        _client.Connect();
        _before = _client.Address;
    }

    [Fact]
    public void The_old_pair_serves_until_the_new_session_nominates()
    {
        var restarted = Restart();
        Check(restarted with { Nominates = false }, Elsewhere);
        Assert.Equal(_before, _client.Peer.RemoteAddress);
        Check(restarted, Elsewhere);
        Assert.Equal(Elsewhere, _client.Peer.RemoteAddress);
        Assert.Null(_loop.Peers.Find(_before));
        Assert.Equal(1, _loop.HandshakesStarted);
    }

    [Fact]
    public void The_same_address_may_go_on_under_the_new_session()
    {
        var restarted = Restart();
        Check(restarted, _before);
        Assert.Equal(_before, _client.Peer.RemoteAddress);
        Assert.Same(_client.Peer, _loop.Peers.Find(_before));
    }

    [Fact]
    public void Once_restarted_the_old_credentials_are_nobodys()
    {
        Check(Restart(), Elsewhere);
        Check(_client.Check, _before);
        Assert.Equal(1, _loop.Counters[DropReason.StunUnknownUser]);
        Assert.Equal(Elsewhere, _client.Peer.RemoteAddress);
    }

    [Fact]
    public void A_client_that_lost_its_old_network_is_followed_before_it_nominates()
    {
        var restarted = Restart() with { Nominates = false };
        _loop.Now += TimeSpan.FromSeconds(5);
        Check(restarted, Elsewhere);
        Assert.Equal(Elsewhere, _client.Peer.RemoteAddress);
    }

    [Fact]
    public void Asking_for_a_restart_is_no_consent()
    {
        _loop.Now += TimeSpan.FromSeconds(20);
        Restart();
        _loop.Now += TimeSpan.FromSeconds(10);
        _loop.Peers.Tick(_loop.Now);
        Assert.Equal([PeerCloseReason.ConsentExpired], _client.Closed);
        Assert.Equal(0, _loop.Peers.Count);
    }

    [Fact]
    public void Checks_of_either_session_are_consent()
    {
        var restarted = Restart() with { Nominates = false };
        _loop.Now += TimeSpan.FromSeconds(3);
        Check(restarted, Elsewhere);
        _loop.Now += TimeSpan.FromSeconds(29);
        _loop.Peers.Tick(_loop.Now);
        Assert.Empty(_client.Closed);
    }

    [Fact]
    public void A_fragment_is_answered_by_a_fragment_with_all_candidates()
    {
        var answer = _client.Peer.TryRestartIce($"a=ice-ufrag:{_renewed.Ufrag}\r\na=ice-pwd:{_renewed.Password}\r\n", out _)!;
        Assert.True(SdpFragment.TryParse(answer, out var ours));
        Assert.NotEqual(_client.Answer.Media[0].Transport.Ufrag, ours.Ufrag);
        Assert.Contains("a=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host\r\n", answer);
        Assert.EndsWith("a=end-of-candidates\r\n", answer);
    }

    private Check Restart()
    {
        var answer = _client.Peer.TryRestartIce(Offers.Make(_renewed, _client.Wishes.Identity.Fingerprint), out var reason);
        Assert.True(answer is not null, reason);
        Assert.True(SdpFragment.TryParse(answer, out var ours));
        return new Check { Username = $"{ours.Ufrag}:{_renewed.Ufrag}", Password = ours.Password!, Nominates = true };
    }

    private void Check(Check check, PeerAddress from)
    {
        _loop.Deliver(check.ToBytes(), from);
        _loop.RunPosted();
    }
}
