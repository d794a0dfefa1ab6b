using System.Text;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.DataChannels;

namespace VirtualWindow.Sfu.Tests;

/// <summary>Who gets a data channel message, and who waits for whom.</summary>
public class ChannelRelayTests
{
    private static readonly ChannelReliability Pointer = new(IsUnordered: true, MaxRetransmits: 0);

    private readonly Hall _hall = new();

    [Fact]
    public void A_message_reaches_every_other_participant_with_the_label()
    {
        var clerk = Open("clerk", "files");
        var applicant = Open("applicant", "files");
        var supervisor = Open("supervisor", "files");
        var other = Open("applicant", "live");

        Send(clerk, "你好", isText: true);
        Assert.Equal(["你好"], applicant.Texts);
        Assert.Equal(["你好"], supervisor.Texts);
        Assert.Empty(clerk.Texts);
        Assert.Empty(other.Texts);
        Assert.Equal(Encoding.UTF8.GetByteCount("你好"), clerk.Released);
        Assert.Equal(2, _hall.Forwarder.Counters.ChannelMessagesRelayed);
    }

    [Fact]
    public void A_receive_only_watcher_takes_part_too()
    {
        var clerk = Open("clerk", "live", Pointer);
        var watching = new FakeChannel(_hall.Watch("supervisor", "clerk"), "live", Pointer);
        watching.OpenAt(_hall.Now);
        Send(clerk, "x");
        Assert.Equal(["x"], watching.Texts);
    }

    [Fact]
    public void Alone_a_sender_is_released_at_once()
    {
        var clerk = Open("clerk", "files");
        Send(clerk, "nobody there");
        Assert.Equal(12, clerk.Released);
    }

    [Fact]
    public void A_reliable_receiver_that_is_behind_makes_its_sender_wait_until_it_has_caught_up()
    {
        var clerk = Open("clerk", "files");
        var (fast, slow) = (Open("applicant", "files"), Open("supervisor", "files"));
        slow.Buffered = 300_000;
        Send(clerk, "12345");
        Send(clerk, "678");
        Assert.Equal(["12345", "678"], fast.Texts);
        Assert.Equal(["12345", "678"], slow.Texts);
        Assert.Equal(0, clerk.Released);

        slow.Buffered = 100_000;
        slow.Drain(_hall.Now);
        Assert.Equal(8, clerk.Released);
    }

    [Fact]
    public void An_unreliable_receiver_that_is_behind_misses_messages_and_nobody_waits()
    {
        var clerk = Open("clerk", "live", Pointer);
        var (fast, slow) = (Open("applicant", "live", Pointer), Open("supervisor", "live", Pointer));
        slow.Buffered = 300_000;
        Send(clerk, "p1");
        slow.Buffered = 0;
        Send(clerk, "p2");
        Assert.Equal(["p1", "p2"], fast.Texts);
        Assert.Equal(["p2"], slow.Texts);
        Assert.Equal(4, clerk.Released);
        Assert.Equal(1, _hall.Forwarder.Counters.ChannelMessagesDropped);
    }

    [Fact]
    public void A_receiver_that_stands_still_loses_its_channel_and_the_others_go_on()
    {
        var clerk = Open("clerk", "files");
        var (fast, dead) = (Open("applicant", "files"), Open("supervisor", "files"));
        dead.Buffered = 400_000;
        Send(clerk, "abc");
        _hall.Advance(TimeSpan.FromSeconds(9));
        Assert.True(dead.IsOpen);
        _hall.Advance(TimeSpan.FromSeconds(2));
        Assert.False(dead.IsOpen);
        Assert.Equal(3, clerk.Released);
        Assert.Equal(1, _hall.Forwarder.Counters.ChannelsStalled);
        Send(clerk, "def");
        Assert.Equal(["abc", "def"], fast.Texts);
        Assert.True(fast.IsOpen);
    }

    [Fact]
    public void A_receiver_that_moves_however_slowly_keeps_its_channel()
    {
        Open("clerk", "files");
        var slow = Open("applicant", "files");
        slow.Buffered = 400_000;
        for (var i = 0; i < 60; i++)
        {
            slow.Buffered -= 1000;
            _hall.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.True(slow.IsOpen);
    }

    [Fact]
    public void A_reliable_channel_that_takes_no_more_is_closed_rather_than_left_with_a_hole()
    {
        var clerk = Open("clerk", "files");
        var full = Open("applicant", "files");
        full.IsFull = true;
        Send(clerk, "abc");
        Assert.False(full.IsOpen);
        Assert.Equal(3, clerk.Released);
    }

    [Fact]
    public void A_receiver_that_leaves_frees_those_who_waited_for_it()
    {
        var clerk = Open("clerk", "files");
        var slow = Open("applicant", "files");
        slow.Buffered = 300_000;
        Send(clerk, "abc");
        Assert.Equal(0, clerk.Released);
        slow.Close(_hall.Now);
        Assert.Equal(3, clerk.Released);
    }

    [Fact]
    public void After_a_reconnect_only_the_new_channel_counts()
    {
        var clerk = Open("clerk", "files");
        var before = Open("applicant", "files");
        before.Close(_hall.Now);
        var after = Open("applicant", "files");
        Send(clerk, "abc");
        Assert.Empty(before.Texts);
        Assert.Equal(["abc"], after.Texts);
    }

    private FakeChannel Open(string who, string label, ChannelReliability reliability = default)
    {
        var channel = new FakeChannel(_hall.Publish(who), label, reliability);
        channel.OpenAt(_hall.Now);
        return channel;
    }

    private void Send(FakeChannel from, string text, bool isText = false)
    {
        var message = new ChannelMessage(Encoding.UTF8.GetBytes(text), isText);
        from.Peer.Handler.OnChannelMessage(from.Peer, from, ref message, _hall.Now);
        message.Dispose();
    }

    /// <summary>A channel of a fake peer: what it was sent, and a queue as long as the test says.</summary>
    private sealed class FakeChannel(FakePeer peer, string label, ChannelReliability reliability) : IDataChannel
    {
        public FakePeer Peer { get; } = peer;

        public List<string> Texts { get; } = [];

        public int Buffered { get; set; }

        public bool IsFull { get; set; }

        public int Released { get; private set; }

        public string Label { get; } = label;

        public string Protocol => "";

        public ChannelReliability Reliability { get; } = reliability;

        public bool IsOpen { get; private set; }

        public int BufferedBytes => Buffered;

        public void OpenAt(MediaTime now)
        {
            IsOpen = true;
            Peer.Handler.OnChannelOpen(Peer, this, now);
        }

        public void Drain(MediaTime now) => Peer.Handler.OnChannelDrained(Peer, this, now);

        public bool TrySend(ref ChannelMessage message, MediaTime now)
        {
            if (!IsOpen || IsFull) return false;
            Texts.Add(Encoding.UTF8.GetString(message.Bytes));
            return true;
        }

        public void Release(int bytes, MediaTime now) => Released += bytes;

        public void Close(MediaTime now)
        {
            if (!IsOpen) return;
            IsOpen = false;
            Peer.Handler.OnChannelClosed(Peer, this, now);
        }
    }
}
