using System.Text;
using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Sctp;
using VirtualWindow.Rtc.Tests.Sctp;

namespace VirtualWindow.Rtc.Tests.DataChannels;

/// <summary>DCEP, limits and closing over a real association; the client's side is written out.</summary>
public class DataChannelTests : IChannelOwner
{
    private readonly PeerCounters _counters = new();
    private readonly SctpRecorder _client = new();
    private readonly SctpClient _association;
    private readonly DataChannelTable _table;
    private readonly Queue<byte[]> _toClient = new();
    private readonly List<IDataChannel> _open = [];
    private readonly List<(string Label, string Text, bool IsText)> _messages = [];
    private readonly List<string> _closed = [];
    private readonly byte[] _buffer = new byte[2048];
    private MediaTime _now = new(1_000_000);
    private bool _holds;

    public DataChannelTests()
    {
        _association = new(new(), _client);
        _client.Association = _association.Association;
        _table = new(new(), new("0", SctpClient.Port, 100_000), _counters, this);
        Run(TimeSpan.FromSeconds(1));
        Assert.Equal(SctpState.Established, _association.Association.State);
    }

    [Fact]
    public void A_channel_is_acknowledged_used_and_echoed()
    {
        Open(0, "files");
        var channel = Assert.Single(_open);
        Assert.Equal(("files", "p", true), (channel.Label, channel.Protocol, channel.IsOpen));
        Assert.Equal([(ushort)0, 50u, 2], _client.Messages.SelectMany(message => new object[] { message.Stream, message.Protocol, (int)message.Bytes[0] }));

        Send(0, PayloadProtocol.String, "hello");
        Send(0, PayloadProtocol.BinaryEmpty, "\0");
        Assert.Equal([("files", "hello", true), ("files", "", false)], _messages);

        _client.Messages.Clear();
        Assert.True(TrySend(channel, "back", isText: true) && TrySend(channel, "", isText: true));
        Run(TimeSpan.FromMilliseconds(100));
        Assert.Equal([PayloadProtocol.String, PayloadProtocol.StringEmpty], _client.Messages.Select(message => message.Protocol));
        Assert.Equal("back", Encoding.UTF8.GetString(_client.Messages[0].Bytes));
        Assert.Single(_client.Messages[1].Bytes);
    }

    [Fact]
    public void A_client_closes_its_channel_and_uses_the_stream_again()
    {
        for (var round = 1; round <= 3; round++)
        {
            Open(2, "files");
            _association.Association.Reset(2, dropUnsent: false);
            Run(TimeSpan.FromSeconds(1));
            Assert.Equal(round, _closed.Count);
            Assert.Equal(round, _client.IncomingResets.Count);
        }
        Assert.Equal((3, 3), (_counters.Channels.Opened, _counters.Channels.Closed));
    }

    [Fact]
    public void We_close_a_channel_and_the_client_hears_of_it()
    {
        Open(4, "files");
        _open[0].Close(_now);
        Run(TimeSpan.FromSeconds(1));
        Assert.Equal([(ushort)4], _client.IncomingResets);
        Assert.Equal(["files"], _closed);
        Assert.False(TrySend(_open[0], "late", isText: true));
        Assert.Equal(1, _counters.Channels.SendsRefused);
    }

    [Fact]
    public void More_channels_than_a_peer_may_have_are_closed_at_once()
    {
        for (var i = 0; i < 34; i++) Open((ushort)(i * 2), "c" + i);
        Assert.Equal(32, _open.Count);
        Assert.Equal(2, _counters.Channels.OpensRefused);
        Assert.Equal([64, 66], _client.IncomingResets.Select(stream => (int)stream).Order());
    }

    [Fact]
    public void A_malformed_OPEN_is_refused_and_messages_without_a_channel_are_counted()
    {
        Send(6, PayloadProtocol.Dcep, "\u0003nonsense");
        Assert.Equal(1, _counters.Channels.OpensRefused);
        Send(8, PayloadProtocol.Binary, "nobody");
        Open(10, "files");
        Send(10, 99, "unknown protocol");
        Assert.Equal(2, _counters.Channels.MessagesStray);
        Assert.Empty(_messages);
        Assert.Equal(new SctpOptions().ReceiveWindowBytes, _table.Association.Receiver!.Window);
    }

    [Fact]
    public void Nothing_longer_than_the_client_takes_is_sent()
    {
        Open(0, "files");
        Assert.False(TrySend(_open[0], new string('x', 100_001), isText: true));
        Assert.True(TrySend(_open[0], new string('x', 100_000), isText: true));
    }

    [Fact]
    public void A_taker_that_does_not_release_closes_the_clients_window()
    {
        _holds = true;
        Open(0, "files");
        Send(0, PayloadProtocol.Binary, new string('x', 60_000));
        Run(TimeSpan.FromMilliseconds(200));
        Assert.Equal(new SctpOptions().ReceiveWindowBytes - 60_000, _table.Association.Receiver!.Window);
        _open[0].Release(60_000, _now);
        Assert.Equal(new SctpOptions().ReceiveWindowBytes, _table.Association.Receiver.Window);
    }

    [Fact]
    public void The_end_of_the_connection_closes_every_channel_once()
    {
        Open(0, "files");
        Open(2, "live");
        _table.Close(_now);
        _table.Close(_now);
        Assert.Equal(["files", "live"], _closed);
    }

    void IChannelOwner.SendSctp(ReadOnlySpan<byte> packet) => _toClient.Enqueue(packet.ToArray());

    void IChannelOwner.OnChannelOpen(IDataChannel channel, MediaTime now) => _open.Add(channel);

    void IChannelOwner.OnChannelMessage(IDataChannel channel, ref ChannelMessage message, MediaTime now)
    {
        _messages.Add((channel.Label, Encoding.UTF8.GetString(message.Bytes), message.IsText));
        if (!_holds) channel.Release(message.Bytes.Length, now);
    }

    void IChannelOwner.OnChannelDrained(IDataChannel channel, MediaTime now) { }

    void IChannelOwner.OnChannelClosed(IDataChannel channel, MediaTime now) => _closed.Add(channel.Label);

    private void Open(ushort stream, string label) => Send(stream, PayloadProtocol.Dcep, new DcepOpen(default, 0, label, "p").ToBytes());

    private void Send(ushort stream, uint protocol, string text) => Send(stream, protocol, Encoding.UTF8.GetBytes(text));

    private void Send(ushort stream, uint protocol, byte[] bytes)
    {
        Assert.True(_association.Association.TrySend(stream, protocol, SharedBuffer.Copy(bytes), unordered: false, default, _now));
        Run(TimeSpan.FromMilliseconds(500));
    }

    private bool TrySend(IDataChannel channel, string text, bool isText)
    {
        var message = new ChannelMessage(Encoding.UTF8.GetBytes(text), isText);
        var sent = channel.TrySend(ref message, _now);
        message.Dispose();
        return sent;
    }

    private void Run(TimeSpan time)
    {
        for (var end = _now + time; _now < end; _now += TimeSpan.FromMilliseconds(50))
        {
            _association.Tick(_now);
            _table.Tick(_now);
            for (var busy = true; busy;)
            {
                busy = false;
                for (var length = _association.Poll(_buffer, _now); length > 0; length = _association.Poll(_buffer, _now))
                {
                    _table.Receive(_buffer.AsSpan(0, length), _now);
                    busy = true;
                }
                for (; _toClient.TryDequeue(out var packet); busy = true) _association.Receive(packet, _now);
            }
        }
    }
}
