using System.Net;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>Calls over IPv6 and over TCP, and clients that change from one way to another.</summary>
public sealed class ReachTests
{
    public static TheoryData<Reach, Reach, SrtpProfile> Ways => new()
    {
        { Reach.UdpIPv6, Reach.UdpIPv6, SrtpProfile.AeadAes128Gcm },
        { Reach.Tcp, Reach.Udp, SrtpProfile.AeadAes128Gcm },
        { Reach.Udp, Reach.Tcp, SrtpProfile.Aes128CmHmacSha1Tag80 },
        { Reach.TcpIPv6, Reach.TcpIPv6, SrtpProfile.AeadAes128Gcm },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_one_publishes_the_other_watches(Reach publisher, Reach watcher, SrtpProfile profile)
    {
        await using var call = await Call.StartAsync(profile, publisherBy: publisher, watcherBy: watcher);
        for (ushort i = 0; i < 100; i++)
        {
            call.SendFrame(i);
            call.AssertFrame(call.Watcher.NextRtp(), i);
        }
    }

    [Theory]
    [InlineData(Reach.Udp, Reach.Udp)]
    [InlineData(Reach.Udp, Reach.UdpIPv6)]
    [InlineData(Reach.Udp, Reach.Tcp)]
    [InlineData(Reach.Tcp, Reach.Tcp)]
    [InlineData(Reach.Tcp, Reach.Udp)]
    public async Task A_watcher_that_nominates_another_way_is_followed(Reach before, Reach after)
    {
        await using var call = await Call.StartAsync(watcherBy: before);
        call.SendFrame(1);
        call.AssertFrame(call.Watcher.NextRtp(), 1);
        call.Watcher.MoveTo(after);
        await call.Watcher.NominateAsync();
        call.SendFrame(2);
        call.AssertFrame(call.Watcher.NextRtp(), 2);
    }

    [Fact]
    public async Task The_answer_offers_every_address_over_UDP_and_then_over_TCP()
    {
        await using var node = TestNode.Start(new MediaOptions { PublicAddress = "192.0.2.7, 2001:db8::7" });
        using var peer = new TestPeer(new TestOffer(Publishes: true, 5, 6));
        var answer = (await node.Node.PublishAsync("r", "p", peer.Offer.Sdp, TestContext.Current.CancellationToken)).Sdp!;
        var port = node.Node.LocalEndPoint.Port;
        var candidates = answer.Split("\r\n").Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToList();
        Assert.Equal(
            [$"udp 192.0.2.7 {port} host", $"udp 2001:db8::7 {port} host", $"tcp 192.0.2.7 {port} host tcptype passive", $"tcp 2001:db8::7 {port} host tcptype passive"],
            candidates.Select(part => string.Join(' ', [part[2], part[4], part[5], .. part[7..]])));
        var priorities = candidates.Select(part => uint.Parse(part[3])).ToList();
        Assert.Equal(priorities.OrderDescending(), priorities);
        Assert.Equal(candidates.Count, candidates.Select(part => part[0]).Distinct().Count());
    }

    [Fact]
    public async Task Turned_off_there_is_neither_listener_nor_candidate()
    {
        await using var node = TestNode.Start(new MediaOptions { Tcp = false, PublicAddress = "127.0.0.1" });
        using var peer = new TestPeer(new TestOffer(Publishes: true, 5, 6));
        var answer = (await node.Node.PublishAsync("r", "p", peer.Offer.Sdp, TestContext.Current.CancellationToken)).Sdp!;
        Assert.DoesNotContain("tcptype", answer);
        Assert.Throws<System.Net.Sockets.SocketException>(() => TestWire.Tcp(IPAddress.Loopback, node.Node.LocalEndPoint.Port));
    }

    [Fact]
    public async Task A_peer_that_ends_frees_its_TCP_connection()
    {
        await using var call = await Call.StartAsync(publisherBy: Reach.Tcp);
        await call.Node.UntilAsync(metrics => metrics.TcpConnections == 1);
        call.Publisher.Dispose();
        await call.Node.UntilAsync(metrics => metrics.TcpConnections == 0);
        Assert.Equal(2, call.Node.Node.Metrics.PeerCount); // it may come back until its consent ends
    }
}
