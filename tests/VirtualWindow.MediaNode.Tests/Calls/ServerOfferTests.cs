using System.Buffers.Binary;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>One connection per watcher, offered by the node: people come and go on it without another handshake.</summary>
public sealed class ServerOfferTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_watched_on_one_connection_whoever_comes_first()
    {
        await using var node = TestNode.Start();
        using var early = await node.PublishAsync("r", "early");
        using var watcher = new Watcher(node);
        await watcher.WatchAsync("early", "late");
        Assert.Equal(["a0", "v0", "s0", "a1", "v1", "s1"], watcher.Mids);
        watcher.AssertSees(early, "early");
        using var late = await node.PublishAsync("r", "late");
        watcher.AssertSees(late, "late");
        watcher.AssertSees(early, "early");
        Assert.Equal(3, node.Node.Metrics.PeerCount);
    }

    [Fact]
    public async Task A_slot_that_became_free_carries_the_next_one_under_another_SSRC()
    {
        await using var node = TestNode.Start();
        using var first = await node.PublishAsync("r", "first");
        using var second = await node.PublishAsync("r", "second");
        using var watcher = new Watcher(node);
        await watcher.WatchAsync("first");
        watcher.AssertSees(first, "first");
        var ssrc = watcher.VideoSsrcOf("first");

        await watcher.WatchAsync("second");
        Assert.Equal(3, watcher.Mids.Count);
        Assert.NotEqual(ssrc, watcher.VideoSsrcOf("second"));
        watcher.AssertSees(second, "second");
        await watcher.WatchAsync("second", "first");
        Assert.Equal(6, watcher.Mids.Count);
        watcher.AssertSees(first, "first");
        watcher.AssertSees(second, "second");
        Assert.Equal(3, node.Node.Metrics.Peers.HandshakesCompleted);
    }

    [Fact]
    public async Task Who_is_left_out_is_not_sent_even_before_the_answer()
    {
        await using var node = TestNode.Start();
        using var shown = await node.PublishAsync("r", "shown");
        using var hidden = await node.PublishAsync("r", "hidden");
        using var watcher = new Watcher(node);
        await watcher.WatchAsync("shown", "hidden");
        watcher.AssertSees(hidden, "hidden");

        await watcher.AskAsync("shown");
        Watcher.Send(hidden);
        watcher.AssertSees(shown, "shown"); // had the hidden one been forwarded, it would have come first
    }

    [Fact]
    public async Task Only_the_newest_offer_may_be_answered_and_its_answer_repeated()
    {
        await using var node = TestNode.Start();
        using var watcher = new Watcher(node);
        var first = await watcher.AskAsync("a");
        var second = await watcher.AskAsync("a", "b");
        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal(first.ConnectionId, second.ConnectionId);
        Assert.Equal(RefusalCodes.Stale, await watcher.AnswerAsync(first));
        Assert.Null(await watcher.AnswerAsync(second));
        Assert.Null(await watcher.AnswerAsync(second));
        Assert.Equal(RefusalCodes.MediaRefused, await node.Node.AcceptAsync("r", "clerk", second.ConnectionId!, 2, "v=0\r\nnonsense", Ct));
        Assert.Equal(RefusalCodes.NotFound, await node.Node.AcceptAsync("r", "somebody else", second.ConnectionId!, 2, "v=0\r\n", Ct));
        Assert.Equal(RefusalCodes.NotFound, (await node.Node.OfferAsync(new WatchWish("r", "somebody else", second.ConnectionId, [], false), Ct)).RefusalCode);
        Assert.Equal(RefusalCodes.TooLarge, (await node.Node.OfferAsync(new WatchWish("r", "clerk", null, [.. Enumerable.Range(0, 17).Select(i => $"{i}")], false), Ct)).RefusalCode);
    }

    [Fact]
    public async Task A_new_connection_replaces_the_old_one_when_it_is_answered()
    {
        await using var node = TestNode.Start();
        using var publisher = await node.PublishAsync("r", "p");
        using var before = new Watcher(node);
        await before.WatchAsync("p");
        using var after = new Watcher(node);
        await after.AskAsync("p");
        before.AssertSees(publisher, "p");
        await after.WatchAsync("p");
        after.AssertSees(publisher, "p");
        await before.Peer.Ended.WaitAsync(TestPeer.Patience, Ct);
        Assert.Equal(2, node.Node.Metrics.PeerCount);
    }

    [Fact]
    public async Task A_restart_of_ICE_keeps_what_is_watched()
    {
        await using var node = TestNode.Start();
        using var publisher = await node.PublishAsync("r", "p");
        using var watcher = new Watcher(node);
        await watcher.WatchAsync("p");
        var ssrc = watcher.VideoSsrcOf("p");
        await watcher.RestartAsync(Reach.Tcp, "p");
        Assert.Equal(ssrc, watcher.VideoSsrcOf("p"));
        watcher.AssertSees(publisher, "p");
        Assert.Equal(2, node.Node.Metrics.Peers.HandshakesCompleted);
    }

    [Fact]
    public async Task A_second_picture_of_the_same_publisher_arrives_on_the_screen_line()
    {
        await using var node = TestNode.Start();
        var offer = new TestOffer(Publishes: true, 81, 82) { ScreenSsrc = 83 };
        using var publisher = new TestPeer(offer);
        await node.ConnectAsync(publisher, (await node.Node.PublishAsync("r", "p", offer.Sdp, Ct)).Sdp!);
        using var watcher = new Watcher(node);
        await watcher.WatchAsync("p");
        watcher.AssertSees(publisher, "p");
        Watcher.Send(publisher, offer.ScreenSsrc);
        Assert.Equal(watcher.SsrcOf("p", "screen"), BinaryPrimitives.ReadUInt32BigEndian(watcher.Peer.NextRtp().AsSpan(8)));
    }

    /// <summary>A page that watches as "clerk" in room "r".</summary>
    private sealed class Watcher(TestNode node) : IDisposable
    {
        /// <summary>Start of a VP8 key frame, see <see cref="Call"/>.</summary>
        private static readonly byte[] KeyFrame = [0x10, 0x10, 0x00, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01, 1, 2, 3];

        private string? _connection;
        private string _offer = "";
        private TestOffer _own = new(Publishes: false);
        /// <summary>Of all watchers together: what one has sent the node takes for a repetition from another.</summary>
        private static ushort _sequence = 1_000;
        private bool _isConnected;

        public TestPeer Peer { get; } = new(new TestOffer(Publishes: false));

        public IReadOnlyList<string> Mids => [.. _offer.Split("\r\n").Where(line => line.StartsWith("a=mid:", StringComparison.Ordinal)).Select(line => line[6..])];

        public async Task<MediaOffer> AskAsync(params string[] publishers) => await AskAsync(false, publishers);

        public async Task<string?> AnswerAsync(MediaOffer offer) => await node.Node.AcceptAsync("r", "clerk", offer.ConnectionId!, offer.Version, _own.AnswerTo(offer.Sdp!), Ct);

        public async Task WatchAsync(params string[] publishers)
        {
            if (!_isConnected) _own = Peer.Offer;
            var offer = await AskAsync(publishers);
            Assert.Null(await AnswerAsync(offer));
            if (!_isConnected) await node.ConnectAsync(Peer, offer.Sdp!);
            _isConnected = true;
        }

        public async Task RestartAsync(Reach reach, params string[] publishers)
        {
            _own = _own.Restarted();
            var offer = await AskAsync(true, publishers);
            Assert.Null(await AnswerAsync(offer));
            Peer.Restart(_own, offer.Sdp!);
            Peer.MoveTo(reach);
            await Peer.NominateAsync();
        }

        public uint VideoSsrcOf(string publisher) => SsrcOf(publisher, "camera");

        public uint SsrcOf(string publisher, string track)
        {
            var section = _offer.Split("\r\nm=").Single(part => part.Contains($"a=msid:{publisher} {track}\r\n"));
            return uint.Parse(TestOffer.Attribute(section, "ssrc").Split(' ')[0]);
        }

        public static void Send(TestPeer publisher, uint? ssrc = null) =>
            publisher.SendRtp(TestOffer.Vp8Type, ssrc ?? publisher.Offer.VideoSsrc, ++_sequence, _sequence * 3_000u, KeyFrame, marker: true);

        public void AssertSees(TestPeer publisher, string name)
        {
            Send(publisher);
            Assert.Equal(VideoSsrcOf(name), BinaryPrimitives.ReadUInt32BigEndian(Peer.NextRtp().AsSpan(8)));
        }

        public void Dispose() => Peer.Dispose();

        private async Task<MediaOffer> AskAsync(bool restart, string[] publishers)
        {
            var offer = await node.Node.OfferAsync(new WatchWish("r", "clerk", _connection, publishers, restart), Ct);
            Assert.Null(offer.RefusalCode);
            (_connection, _offer) = (offer.ConnectionId, offer.Sdp!);
            return offer;
        }
    }
}
