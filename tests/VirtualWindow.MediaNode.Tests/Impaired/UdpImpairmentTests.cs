using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.MediaNode.Tests.Impaired;

/// <summary>The impairment between real sockets.</summary>
public sealed class UdpImpairmentTests : IDisposable
{
    private const int PatienceMilliseconds = 10_000;

    private readonly EchoServer _server = new();
    private readonly UdpImpairment _network;

    public UdpImpairmentTests() => _network = new UdpImpairment(_server.Address, seed: 7);

    [Fact]
    public void Each_client_gets_its_own_echo_and_an_address_of_its_own_at_the_server()
    {
        using var one = Client();
        using var other = Client();
        for (var i = 0; i < 50; i++)
        {
            Send(one, i);
            Send(other, 1_000 + i);
        }

        Assert.Equal(Enumerable.Range(0, 50), Receive(one, 50));
        Assert.Equal(Enumerable.Range(1_000, 50), Receive(other, 50));
        Assert.Equal(2, _server.Senders.Count);
    }

    [Fact]
    public void A_round_trip_takes_the_delay_of_both_directions()
    {
        _network.Set(new LinkSettings { Delay = TimeSpan.FromMilliseconds(50) });
        using var client = Client();
        for (var i = 0; i < 10; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Send(client, i);
            Assert.Equal([i], Receive(client, 1));
            // A busy machine may be late, never early.
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 99.5, 1_000);
        }
    }

    [Fact]
    public void Directions_are_set_apart_and_counted_apart()
    {
        _network.Down = new LinkSettings { Loss = 0.5 };
        using var client = Client();
        // Few enough for the kernel's buffers, which would lose some of more, and not by our dice.
        for (var i = 0; i < 100; i++) Send(client, i);
        Assert.True(SpinWait.SpinUntil(() => _network.DownCounters.Sent == 100, PatienceMilliseconds));
        _network.Down = LinkSettings.Perfect;
        Send(client, 100);
        var received = ReceiveUntil(client, 100);

        Assert.Equal(101, _network.UpCounters.Delivered);
        Assert.InRange(_network.DownCounters.Lost, 30, 70); // 4 standard deviations
        Assert.Equal(101 - _network.DownCounters.Lost, received.Count);
    }

    [Fact]
    public void After_a_blackout_traffic_goes_on()
    {
        using var client = Client();
        Send(client, 1);
        Assert.Equal([1], Receive(client, 1));
        _network.Set(LinkSettings.Blackout);
        Send(client, 2);
        SpinWait.SpinUntil(() => _network.UpCounters.Lost == 1, PatienceMilliseconds);
        _network.Set(LinkSettings.Perfect);
        Send(client, 3);
        Assert.Equal([3], Receive(client, 1));
    }

    [Fact]
    public void The_answer_names_no_other_way()
    {
        const string answer = "v=0\r\na=ice-lite\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host\r\n"
            + "a=candidate:2 1 udp 2130706175 2001:db8::1 50000 typ host\r\na=end-of-candidates\r\n";
        Assert.Equal(
            "v=0\r\na=ice-lite\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
            + $"a=candidate:1 1 udp 2130706431 127.0.0.1 {_network.Address.Port} typ host\r\na=end-of-candidates\r\n",
            _network.Redirect(answer));
    }

    public void Dispose()
    {
        _network.Dispose();
        _server.Dispose();
    }

    private Socket Client()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMilliseconds };
        socket.Connect(_network.Address);
        return socket;
    }

    private static void Send(Socket client, int number)
    {
        Span<byte> datagram = stackalloc byte[200];
        BinaryPrimitives.WriteInt32BigEndian(datagram, number);
        client.Send(datagram);
    }

    private static List<int> Receive(Socket client, int count) => [.. Enumerable.Range(0, count).Select(_ => ReceiveOne(client))];

    private static List<int> ReceiveUntil(Socket client, int last)
    {
        var received = new List<int>();
        while (received.Count == 0 || received[^1] != last) received.Add(ReceiveOne(client));
        return received;
    }

    private static int ReceiveOne(Socket client)
    {
        Span<byte> datagram = stackalloc byte[2048];
        Assert.Equal(200, client.Receive(datagram));
        return BinaryPrimitives.ReadInt32BigEndian(datagram);
    }

    private sealed class EchoServer : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly Thread _echo;

        public EchoServer()
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Address = (IPEndPoint)_socket.LocalEndPoint!;
            _echo = new Thread(Echo) { IsBackground = true };
            _echo.Start();
        }

        public IPEndPoint Address { get; }

        public HashSet<EndPoint> Senders { get; } = [];

        public void Dispose()
        {
            _socket.Dispose();
            _echo.Join();
        }

        private void Echo()
        {
            var buffer = new byte[2048];
            try
            {
                while (true)
                {
                    EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                    var length = _socket.ReceiveFrom(buffer, ref from);
                    Senders.Add(from);
                    _socket.SendTo(buffer, length, SocketFlags.None, from);
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // Disposed.
            }
        }
    }
}
