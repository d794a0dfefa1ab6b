using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Tests.Udp;

public sealed class UdpPortTests
{
    public static TheoryData<UdpSending> EveryPath => [UdpSending.Fastest, UdpSending.Batched, UdpSending.PlainSocket];

    [Theory]
    [MemberData(nameof(EveryPath))]
    public void Every_path_delivers_the_same_bytes_in_order(UdpSending sending)
    {
        using var port = Open(sending);
        using var first = new Receiver();
        using var second = new Receiver(IPAddress.IPv6Loopback);
        int[] sizes = [1162, 1162, 1162, 90, 1162, 1200, 12, 12, 12, 12, 13, 1, 2048];
        var sent = sizes.Select(RandomNumberGenerator.GetBytes).ToArray();

        foreach (var datagram in sent)
            Send(port, first.Address, datagram);
        foreach (var datagram in sent)
            Send(port, second.Address, datagram);
        port.Flush();

        foreach (var datagram in sent)
        {
            Assert.Equal(datagram, first.Next());
            Assert.Equal(datagram, second.Next());
        }
        Assert.Equal(2 * sizes.Length, port.Counters.SentDatagrams);
        Assert.Equal(2 * sizes.Sum(), port.Counters.SentBytes);
    }

    [Fact]
    public void Equal_datagrams_to_one_address_leave_as_one_message()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "UDP_SEGMENT is Linux");
        using var port = Open(UdpSending.Fastest);
        Assert.SkipUnless(port.Path == "sendmmsg+gso", "this kernel has no UDP_SEGMENT");
        using var receiver = new Receiver();

        for (var i = 0; i < 200; i++)
            Send(port, receiver.Address, [.. Enumerable.Repeat((byte)i, 1000)]);
        port.Flush();

        for (var i = 0; i < 200; i++)
            Assert.Equal((byte)i, receiver.Next()[999]);
        Assert.Equal(200, port.Counters.SentDatagrams);
        Assert.Equal(200, port.Counters.SegmentedDatagrams);
        Assert.True(port.Counters.SendCalls <= 2, $"{port.Counters.SendCalls} calls");
    }

    [Fact]
    public void A_route_that_cannot_segment_gets_the_same_bytes_as_single_datagrams()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "UDP_SEGMENT is Linux");
        using var port = Open(UdpSending.Fastest);
        Assert.SkipUnless(port.Path == "sendmmsg+gso", "this kernel has no UDP_SEGMENT");
        port.Socket.SetRawSocketOption(1, 11, BitConverter.GetBytes(1)); // SO_NO_CHECK: the kernel then refuses to segment
        using var receiver = new Receiver();
        int[] sizes = [700, 700, 700, 80, 700, 700];

        for (byte i = 0; i < sizes.Length; i++)
            Send(port, receiver.Address, [.. Enumerable.Repeat(i, sizes[i])]);
        port.Flush();

        for (byte i = 0; i < sizes.Length; i++)
            Assert.Equal(Enumerable.Repeat(i, sizes[i]), receiver.Next());
        Assert.Equal(sizes.Length, port.Counters.SentDatagrams);
        Assert.Equal(2, port.Counters.SegmentationRefused);
        Assert.Equal(0, port.Counters.SegmentedDatagrams);
    }

    [Fact]
    public void More_than_a_batch_holds_is_flushed_on_the_way()
    {
        using var port = Open(UdpSending.Fastest);
        Receiver[] receivers = [new(), new()];
        for (var i = 0; i < 600; i++)
            Send(port, receivers[i % 2].Address, [.. BitConverter.GetBytes(i), .. new byte[500]]);
        port.Flush();

        for (var i = 0; i < 600; i++)
            Assert.Equal(i, BitConverter.ToInt32(receivers[i % 2].Next()));
        foreach (var receiver in receivers)
            receiver.Dispose();
    }

    [Theory]
    [MemberData(nameof(EveryPath))]
    public void A_destination_that_the_kernel_refuses_stops_no_other(UdpSending sending)
    {
        using var port = Open(sending);
        using var receiver = new Receiver();
        var broadcast = PeerAddress.From(new IPEndPoint(IPAddress.Broadcast, 9)); // EACCES without SO_BROADCAST

        Send(port, receiver.Address, [1]);
        Send(port, broadcast, [2]);
        Send(port, broadcast, [2]);
        Send(port, receiver.Address, [3]);
        port.Flush();

        Assert.Equal([1], receiver.Next());
        Assert.Equal([3], receiver.Next());
        Assert.Equal(2, port.Counters.SendRefused);
        Assert.Equal(2, port.Counters.SentDatagrams);
    }

    [Theory]
    [MemberData(nameof(EveryPath))]
    public void A_closed_port_on_the_other_side_stops_no_other(UdpSending sending)
    {
        using var port = Open(sending);
        using var receiver = new Receiver();
        PeerAddress gone;
        using (var closed = new Receiver())
            gone = closed.Address;

        for (byte i = 0; i < 10; i++)
        {
            Send(port, gone, [i]);
            Send(port, receiver.Address, [i]);
            port.Flush();
            Assert.Equal([i], receiver.Next());
            Assert.Equal(0, port.Receive());
        }
    }

    [Theory]
    [MemberData(nameof(EveryPath))]
    public void Receives_from_IPv4_and_IPv6_with_the_sender_s_address(UdpSending sending)
    {
        using var port = Open(sending);
        foreach (var loopback in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            using var sender = new Receiver(loopback);
            sender.SendTo(new IPEndPoint(loopback, port.LocalEndPoint.Port), [7, 8, 9]);
            var datagram = ReceiveOne(port, out var from);
            Assert.Equal([7, 8, 9], datagram);
            Assert.Equal(sender.Address, from);
        }
    }

    [Theory]
    [MemberData(nameof(EveryPath))]
    public void Empty_and_overlong_datagrams_come_as_empty(UdpSending sending)
    {
        using var port = Open(sending);
        using var sender = new Receiver();
        var to = new IPEndPoint(IPAddress.Loopback, port.LocalEndPoint.Port);

        sender.SendTo(to, []);
        Assert.Empty(ReceiveOne(port, out _));
        Assert.Equal(0, port.Counters.TooLong);
        sender.SendTo(to, new byte[UdpPort.MaxDatagram + 1]);
        Assert.Empty(ReceiveOne(port, out _));
        Assert.Equal(1, port.Counters.TooLong);
        sender.SendTo(to, new byte[UdpPort.MaxDatagram]);
        Assert.Equal(UdpPort.MaxDatagram, ReceiveOne(port, out _).Length);
    }

    [Theory]
    [MemberData(nameof(EveryPath))]
    public void A_wait_ends_when_another_thread_wakes_the_port(UdpSending sending)
    {
        using var port = Open(sending);
        var waiting = new ManualResetEventSlim();
        var waker = new Thread(() =>
        {
            waiting.Wait();
            port.Wake();
        });
        waker.Start();

        var started = Environment.TickCount64;
        waiting.Set();
        port.WaitForDatagram(TimeSpan.FromSeconds(20));
        Assert.True(Environment.TickCount64 - started < 10_000);
        waker.Join();
    }

    [Fact]
    public void Nothing_is_allocated_per_datagram()
    {
        using var port = Open(UdpSending.Fastest);
        using var echo = new Receiver();
        var to = new IPEndPoint(IPAddress.Loopback, port.LocalEndPoint.Port).Serialize();
        RoundTrip(); // the first one compiles
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            RoundTrip();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void RoundTrip()
        {
            echo.SayHello(to);
            while (port.Receive() == 0)
                port.WaitForDatagram(TimeSpan.FromSeconds(5));
            var datagram = port.Datagram(0, out var from);
            datagram.CopyTo(port.Reserve(from, datagram.Length));
            port.Commit(datagram.Length);
            port.Flush();
            echo.Discard();
        }
    }

    [Fact]
    public void Nothing_committed_sends_nothing()
    {
        using var port = Open(UdpSending.Fastest);
        using var receiver = new Receiver();
        port.Reserve(receiver.Address, 100);
        port.Commit(0);
        Send(port, receiver.Address, [5]);
        port.Flush();
        Assert.Equal([5], receiver.Next());
        Assert.Equal(1, port.Counters.SentDatagrams);
    }

    private static UdpPort Open(UdpSending sending) => UdpPort.Open(new UdpPortOptions(0, Sending: sending));

    private static void Send(UdpPort port, in PeerAddress to, byte[] datagram)
    {
        datagram.CopyTo(port.Reserve(to, datagram.Length));
        port.Commit(datagram.Length);
    }

    private static byte[] ReceiveOne(UdpPort port, out PeerAddress from)
    {
        while (true)
        {
            var count = port.Receive();
            if (count == 1)
                return port.Datagram(0, out from).ToArray();
            Assert.Equal(0, count);
            port.WaitForDatagram(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>A plain socket on the other side.</summary>
    private sealed class Receiver : IDisposable
    {
        private static readonly byte[] Hello = new byte[1100];

        private readonly Socket _socket;
        private readonly byte[] _buffer = new byte[4096];
        private readonly SocketAddress _self;

        public Receiver(IPAddress? address = null)
        {
            address ??= IPAddress.Loopback;
            _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000, ReceiveBufferSize = 4 << 20 };
            _socket.Bind(new IPEndPoint(address, 0));
            Address = PeerAddress.From((IPEndPoint)_socket.LocalEndPoint!);
            _self = new SocketAddress(address.AddressFamily);
        }

        public PeerAddress Address { get; }

        public byte[] Next() => _buffer.AsSpan(0, _socket.Receive(_buffer)).ToArray();

        public void Discard() => _socket.ReceiveFrom(_buffer.AsSpan(), SocketFlags.None, _self);

        public void SayHello(SocketAddress to) => _socket.SendTo(Hello, SocketFlags.None, to);

        public void SendTo(IPEndPoint to, byte[] datagram) => _socket.SendTo(datagram, to);

        public void Dispose() => _socket.Dispose();
    }
}
