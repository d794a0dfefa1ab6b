using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace VirtualWindow.Testing.Impairment;

/// <summary>
/// A bad network between real clients and a real UDP server: clients send to <see cref="Address"/>, the server sees one address per
/// client. All clients of one impairment share its line, one <see cref="ImpairedLink{T}"/> per direction; both may be changed while it
/// runs. Chance comes from the seed, which every test prints; arrival times remain the clients' own.
/// </summary>
public sealed partial class UdpImpairment : IDisposable
{
    private const int MaxDatagram = 2048;

    /// <summary>The longest sleep: settings changed meanwhile and the end are noticed after it.</summary>
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly IPEndPoint _server;
    private readonly Socket _clients;
    private readonly Dictionary<SocketAddress, Socket> _byClient = [];
    private readonly Dictionary<Socket, SocketAddress> _byServerSide = [];
    private readonly ImpairedLink<Datagram> _up;
    private readonly ImpairedLink<Datagram> _down;
    private readonly byte[] _buffer = new byte[MaxDatagram];
    private readonly Thread _carrier;
    private volatile bool _ending;

    /// <param name="server">A wildcard address stands for loopback.</param>
    /// <param name="listen">Where clients reach it; default loopback, always on a free port.</param>
    public UdpImpairment(IPEndPoint server, int seed, IPAddress? listen = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        Seed = seed;
        _server = new IPEndPoint(IsAny(server.Address) ? IPAddress.Loopback : server.Address, server.Port);
        _up = new ImpairedLink<Datagram>(LinkSettings.Perfect, seed);
        _down = new ImpairedLink<Datagram>(LinkSettings.Perfect, ~seed);
        _clients = Open(listen ?? IPAddress.Loopback);
        Address = (IPEndPoint)_clients.LocalEndPoint!;
        _carrier = new Thread(Carry) { IsBackground = true, Name = "udp-impairment" };
        _carrier.Start();
    }

    public int Seed { get; }

    /// <summary>What clients send to instead of the server's address.</summary>
    public IPEndPoint Address { get; }

    /// <summary>From the clients to the server.</summary>
    public LinkSettings Up
    {
        get { lock (_gate) return _up.Settings; }
        set { lock (_gate) _up.Settings = value; }
    }

    /// <summary>From the server to the clients.</summary>
    public LinkSettings Down
    {
        get { lock (_gate) return _down.Settings; }
        set { lock (_gate) _down.Settings = value; }
    }

    public LinkCounters UpCounters
    {
        get { lock (_gate) return _up.Counters; }
    }

    public LinkCounters DownCounters
    {
        get { lock (_gate) return _down.Counters; }
    }

    /// <summary>Both directions alike.</summary>
    public void Set(LinkSettings both) => (Up, Down) = (both, both);

    /// <summary>The answer (or offer) of the server with this impairment as its only candidate, so that a client has no other way.</summary>
    public string Redirect(string sdp)
    {
        ArgumentNullException.ThrowIfNull(sdp);
        var candidate = $"a=candidate:1 1 udp 2130706431 {Address.Address} {Address.Port} typ host\r\n";
        var first = true;
        return CandidateLine().Replace(sdp, _ =>
        {
            var line = first ? candidate : "";
            first = false;
            return line;
        });
    }

    public void Dispose()
    {
        if (_ending) return;
        _ending = true;
        _carrier.Join();
        _clients.Dispose();
        foreach (var socket in _byServerSide.Keys) socket.Dispose();
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    private void Carry()
    {
        var readable = new List<Socket>();
        while (!_ending)
        {
            var nap = Deliver();
            readable.Clear();
            readable.Add(_clients);
            readable.AddRange(_byServerSide.Keys);
            Socket.Select(readable, null, null, nap);
            foreach (var socket in readable) Take(socket);
        }
    }

    /// <summary>Hands over what has arrived.</summary>
    /// <returns>How long nothing else will arrive.</returns>
    private TimeSpan Deliver()
    {
        lock (_gate)
        {
            var now = Now;
            while (_up.TryReceive(now, out var datagram)) Send(datagram);
            while (_down.TryReceive(now, out var datagram)) Send(datagram);
            var next = Earlier(_up.NextArrival, _down.NextArrival) - now ?? Nap;
            // select counts in milliseconds: rounded down it would spin through the last one.
            return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(next.TotalMilliseconds, 0, Nap.TotalMilliseconds)));
        }
    }

    private void Take(Socket from)
    {
        var sender = new SocketAddress(AddressFamily.InterNetwork);
        while (from.Available > 0)
        {
            try
            {
                var length = from.ReceiveFrom(_buffer, SocketFlags.None, sender);
                lock (_gate) Take(from, sender, _buffer[..length]);
            }
            catch (SocketException refused) when (refused.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                // ICMP for an earlier datagram to somebody who has ended.
            }
        }
    }

    private void Take(Socket from, SocketAddress sender, byte[] datagram)
    {
        if (from != _clients) _down.Send(new Datagram(_clients, _byServerSide[from], datagram), datagram.Length, Now);
        else _up.Send(new Datagram(ServerSideOf(sender), null, datagram), datagram.Length, Now);
    }

    private Socket ServerSideOf(SocketAddress client)
    {
        if (_byClient.TryGetValue(client, out var known)) return known;
        var key = new SocketAddress(client.Family, client.Size);
        client.Buffer.Span[..client.Size].CopyTo(key.Buffer.Span);
        var socket = Open(IPAddress.Any);
        socket.Connect(_server);
        _byClient.Add(key, socket);
        _byServerSide.Add(socket, key);
        return socket;
    }

    private static void Send(Datagram datagram)
    {
        try
        {
            if (datagram.Receiver is null) datagram.Through.Send(datagram.Bytes);
            else datagram.Through.SendTo(datagram.Bytes, SocketFlags.None, datagram.Receiver);
        }
        catch (SocketException refused) when (refused.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
        {
            // As above: the network does not tell.
        }
    }

    private static Socket Open(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20, SendBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    [GeneratedRegex(@"^a=candidate:.*(\r\n|\n|$)", RegexOptions.Multiline)]
    private static partial Regex CandidateLine();

    /// <param name="Receiver">Null: the server, which the socket is connected to.</param>
    private sealed record Datagram(Socket Through, SocketAddress? Receiver, byte[] Bytes);
}
