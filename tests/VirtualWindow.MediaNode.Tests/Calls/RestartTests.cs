using VirtualWindow.Contracts;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>ICE restarts (RFC 8445 §9) of running connections: DTLS, SRTP and the watchers' streams go on.</summary>
public sealed class RestartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Reach.Udp)]
    [InlineData(Reach.UdpIPv6)]
    [InlineData(Reach.Tcp)]
    public async Task A_publisher_on_a_new_network_goes_on_with_the_same_connection(Reach after)
    {
        await using var node = TestNode.Start();
        using var watcher = await node.WatchAsync("r", "clerk", "applicant");
        var (publisher, id) = await PublishAsync(node);
        using var _ = publisher;
        var call = new Call(node, publisher, watcher);
        call.SendFrame(1);
        call.AssertFrame(watcher.NextRtp(), 1);

        var renewed = publisher.Offer.Restarted();
        var answer = await node.Node.RestartIceAsync("r", "applicant", id, renewed.Sdp, Ct);
        Assert.Equal(id, answer.ConnectionId);
        call.SendFrame(2); // the old way serves until the new one is chosen
        call.AssertFrame(watcher.NextRtp(), 2);

        publisher.Restart(renewed, answer.Sdp!);
        publisher.MoveTo(after);
        await publisher.NominateAsync();
        call.SendFrame(3);
        call.AssertFrame(watcher.NextRtp(), 3);
        Assert.Equal(2, node.Node.Metrics.PeerCount);
        Assert.Equal(2, node.Node.Metrics.Peers.HandshakesCompleted);
    }

    [Fact]
    public async Task Nothing_but_a_restart_of_this_very_connection_is_taken()
    {
        await using var node = TestNode.Start();
        var (publisher, id) = await PublishAsync(node);
        using var _ = publisher;
        var offer = publisher.Offer;

        Assert.Equal(RefusalCodes.MediaRefused, await RefusalAsync("applicant", id, offer.Sdp)); // no new credentials
        Assert.Equal(RefusalCodes.MediaRefused, await RefusalAsync("applicant", id, "v=0\r\n"));
        var otherCertificate = offer.Restarted().Sdp.Replace(TestDtlsClient.Fingerprint, string.Join(':', Enumerable.Repeat("AB", 32)));
        Assert.Equal(RefusalCodes.MediaRefused, await RefusalAsync("applicant", id, otherCertificate));
        var otherLines = offer.Restarted().Sdp.Replace("a=mid:1", "a=mid:x").Replace("BUNDLE 0 1", "BUNDLE 0 x");
        Assert.Equal(RefusalCodes.MediaRefused, await RefusalAsync("applicant", id, otherLines));
        Assert.Equal(RefusalCodes.NotFound, await RefusalAsync("somebody else", id, offer.Restarted().Sdp));
        Assert.Equal(RefusalCodes.NotFound, await RefusalAsync("applicant", "unknown", offer.Restarted().Sdp));
        Assert.Null(await RefusalAsync("applicant", id, offer.Restarted().Sdp));
        Assert.Null(await RefusalAsync("applicant", id, offer.Restarted().Sdp)); // a restart of a restart that never came about

        async Task<string?> RefusalAsync(string participant, string connection, string sdp) =>
            (await node.Node.RestartIceAsync("r", participant, connection, sdp, Ct)).RefusalCode;
    }

    private static async Task<(TestPeer Peer, string Id)> PublishAsync(TestNode node)
    {
        var peer = new TestPeer(new TestOffer(Publishes: true, 71, 72));
        var answer = await node.Node.PublishAsync("r", "applicant", peer.Offer.Sdp, Ct);
        await node.ConnectAsync(peer, answer.Sdp!);
        return (peer, answer.ConnectionId!);
    }
}
