using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using VirtualWindow.MediaNode.Loop;
using VirtualWindow.MediaNode.Tcp;
using VirtualWindow.MediaNode.Tests.Calls;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Tests.Tcp;

/// <summary>The TCP side of a loop with real sockets, and a peer that sends back what it gets.</summary>
public sealed class StreamPortTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Packets_come_back_in_order()
    {
        using var echo = new Echo();
        using var wire = echo.Connect();
        var buffer = new byte[UdpPort.MaxDatagram];
        for (var batch = 0; batch < 500; batch += 20)
        {
            for (var i = batch; i < batch + 20; i++) wire.Send(Packet(i, 1 + (i * 37 % 1_200)));
            for (var i = batch; i < batch + 20; i++) Assert.Equal(Packet(i, 1 + (i * 37 % 1_200)), buffer[..wire.Receive(buffer)]);
        }
        await echo.UntilAsync(port => port.Counters.SentPackets == 500);
    }

    [Fact]
    public void A_packet_that_comes_byte_by_byte_is_one_packet()
    {
        using var echo = new Echo();
        using var wire = echo.Connect();
        var packet = Packet(7, 300);
        foreach (var single in TcpWire.Frame(packet)) wire.SendBytes([single]);
        var buffer = new byte[UdpPort.MaxDatagram];
        Assert.Equal(packet, buffer[..wire.Receive(buffer)]);
    }

    [Fact]
    public async Task A_frame_that_is_too_long_ends_its_connection_only()
    {
        using var echo = new Echo();
        using var bad = echo.Connect();
        using var good = echo.Connect();
        bad.SendBytes([0xFF, 0xFF, 1, 2, 3]);
        bad.AwaitEnd(Patience);
        await echo.UntilAsync(port => port.Counters is { TooLong: 1, Open: 1 });
        var buffer = new byte[UdpPort.MaxDatagram];
        good.Send(Packet(1, 10));
        Assert.Equal(10, good.Receive(buffer));
        Assert.Single(echo.Work.Gone);
    }

    [Fact]
    public async Task Who_never_becomes_a_peer_is_closed()
    {
        using var echo = new Echo(new StreamLimits(10) { UnknownPatience = TimeSpan.FromMilliseconds(200) }, knows: false);
        using var silent = echo.Connect();
        using var talkative = echo.Connect();
        talkative.Send(Packet(1, 10));
        silent.AwaitEnd(Patience);
        talkative.AwaitEnd(Patience);
        await echo.UntilAsync(port => port.Counters is { ClosedUnknown: 2, Open: 0 });
    }

    [Fact]
    public async Task More_connections_than_allowed_are_refused_and_the_first_ones_live()
    {
        using var echo = new Echo(new StreamLimits(100, MaxUnknownPerAddress: 3), knows: false);
        var wires = Enumerable.Range(0, 8).Select(_ => echo.Connect()).ToList();
        await echo.UntilAsync(port => port.Counters is { Accepted: 3, Refused: 5 });
        var buffer = new byte[UdpPort.MaxDatagram];
        wires[0].Send(Packet(1, 10));
        Assert.Equal(10, wires[0].Receive(buffer));
        wires.ForEach(wire => wire.Dispose());
        await echo.UntilAsync(port => port.Counters.Open == 0);
    }

    [Fact]
    public async Task A_reader_that_stands_still_costs_packets_but_not_the_connection()
    {
        using var echo = new Echo();
        using var wire = echo.Connect();
        wire.Send(Packet(1, 100));
        await echo.UntilAsync(_ => echo.Work.Last.IsStream);
        var sent = await echo.FillAsync(echo.Work.Last);
        Assert.True(echo.Port.Counters.SendStalls > 0, "the kernel was never full");
        Assert.Equal(1, echo.Port.Counters.Open);

        // It reads again: whole packets in order, up to the first that had no room.
        var buffer = new byte[UdpPort.MaxDatagram];
        Assert.Equal(100, wire.Receive(buffer));
        for (var i = 0; i < sent; i++)
        {
            Assert.Equal(1_000, wire.Receive(buffer));
            Assert.Equal(Packet(i, 1_000), buffer[..1_000]);
        }
        await echo.UntilAsync(port => !port.IsCongested(echo.Work.Last));
        wire.Send(Packet(9, 200));
        Assert.Equal(200, wire.Receive(buffer));
    }

    [Fact]
    public async Task A_storm_of_reconnects_leaves_nothing_behind()
    {
        using var echo = new Echo();
        var buffer = new byte[UdpPort.MaxDatagram];
        for (var i = 0; i < 300; i++)
        {
            using var wire = echo.Connect();
            wire.Send(Packet(i, 50));
            if (i % 3 == 0) Assert.Equal(50, wire.Receive(buffer));
        }
        await echo.UntilAsync(port => port.Counters.Accepted == 300 && port.Counters.Open == 0);
        Assert.Equal(300, echo.Work.Gone.Count);
        Assert.Equal(0, echo.Port.Loop.Faults);
    }

    [Fact]
    public async Task A_packet_to_a_connection_that_is_gone_goes_nowhere()
    {
        using var echo = new Echo();
        var wire = echo.Connect();
        wire.Send(Packet(1, 100));
        await echo.UntilAsync(_ => echo.Work.Last.IsStream);
        wire.Dispose();
        await echo.UntilAsync(port => port.Counters.Open == 0);
        var before = echo.Port.Counters.SentPackets;
        await echo.OnLoopAsync(_ => echo.SendTo(echo.Work.Last, 1));
        Assert.Equal(before, echo.Port.Counters.SentPackets);
    }

    [Fact]
    public async Task No_packet_allocates_on_the_loop()
    {
        using var echo = new Echo();
        using var wire = echo.Connect();
        var buffer = new byte[UdpPort.MaxDatagram];
        var packet = Packet(1, 1_000);
        long allocated = 0;
        for (var round = 0; round < 2; round++)
        {
            await echo.OnLoopAsync(_ => allocated = GC.GetAllocatedBytesForCurrentThread());
            for (var i = 0; i < 2_000; i++)
            {
                wire.Send(packet);
                wire.Receive(buffer);
            }
            await echo.OnLoopAsync(_ => allocated = GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
        // The second round: the first one warms up. What is left is the queue of posted closures, a few bytes per thousand.
        Assert.InRange(allocated, 0, 8_192);
    }

    private static byte[] Packet(int number, int length)
    {
        var packet = new byte[length];
        new Random(number).NextBytes(packet);
        return packet;
    }

    private sealed class Echo : IDisposable
    {
        private readonly MediaLoop _loop;
        private readonly byte[] _packet = new byte[1_000];

        public Echo(StreamLimits? limits = null, bool knows = true)
        {
            var sockets = MediaPorts.Open(new MediaOptions { Port = 0, Loops = 1, BindAddress = "127.0.0.1" }, UdpPort.Open)[0];
            _loop = new MediaLoop(sockets.Datagrams, new MediaLoopOptions(TimeSpan.Zero), NullLogger.Instance);
            Port = new StreamPort(sockets.Listener!, _loop, limits ?? new StreamLimits(1_000, MaxUnknownPerAddress: 1_000), NullLogger.Instance);
            Work = new EchoWork(Port, knows);
            Port.Start(Work);
            _loop.Start(Work);
        }

        public StreamPort Port { get; }

        public EchoWork Work { get; }

        public TcpWire Connect() => TestWire.Tcp(IPAddress.Loopback, _loop.Port.LocalEndPoint.Port);

        public async Task OnLoopAsync(Action<MediaTime> action)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _loop.Post(now =>
            {
                action(now);
                done.SetResult();
            });
            await done.Task.WaitAsync(Patience);
        }

        public async Task UntilAsync(Func<StreamPort, bool> there)
        {
            var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
            for (var so = false; !so;)
            {
                Assert.True(Environment.TickCount64 < deadline, "the port never got there");
                await OnLoopAsync(_ => so = there(Port));
            }
        }

        /// <returns>How many packets of 1,000 bytes were taken until one was not.</returns>
        public async Task<int> FillAsync(PeerAddress to)
        {
            var sent = 0;
            var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
            while (Port.Counters.SendOverflows == 0)
            {
                Assert.True(Environment.TickCount64 < deadline, "nothing ever filled up");
                await OnLoopAsync(_ =>
                {
                    for (var i = 0; i < 20 && Port.Counters.SendOverflows == 0; i++)
                    {
                        SendTo(to, sent);
                        if (Port.Counters.SendOverflows == 0) sent++;
                    }
                });
            }
            return sent;
        }

        public void SendTo(in PeerAddress to, int number)
        {
            new Random(number).NextBytes(_packet);
            _packet.CopyTo(Port.Reserve(to, _packet.Length));
            Port.Commit(_packet.Length);
        }

        public void Dispose()
        {
            OnLoopAsync(Port.CloseAll).GetAwaiter().GetResult();
            _loop.Dispose();
            Port.Dispose();
        }
    }

    private sealed class EchoWork(StreamPort port, bool knows) : IStreamWork
    {
        public PeerAddress Last { get; private set; }

        public List<PeerAddress> Gone { get; } = [];

        public void Receive(Span<byte> datagram, in PeerAddress from, MediaTime now)
        {
            Last = from;
            datagram.CopyTo(port.Reserve(from, datagram.Length));
            port.Commit(datagram.Length);
        }

        public void AfterBatch(MediaTime now) { }

        public void Tick(MediaTime now) => port.Tick(now);

        public void Abandon(MediaTime now) { }

        public bool IsKnown(in PeerAddress address) => knows;

        public void OnStreamClosed(in PeerAddress address, MediaTime now) => Gone.Add(address);
    }
}
