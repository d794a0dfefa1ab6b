using System.Net;
using System.Net.Sockets;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>
/// The one UDP socket of a media loop: receives datagrams in batches and collects what is sent into batches.
/// Everything but <see cref="Wake"/> is called by the loop thread that owns the port; nothing here allocates per datagram.
/// </summary>
public abstract class UdpPort : IDatagramSink, IDisposable
{
    /// <summary>Longest datagram taken from the network: Ethernet payload with room for jumbo-less tunnels; longer ones are cut and dropped.</summary>
    public const int MaxDatagram = 2048;

    /// <summary>Most datagrams that one <see cref="Receive"/> returns.</summary>
    public const int BatchSize = 64;

    protected UdpPort(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Socket = socket;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        ReceiveBufferBytes = socket.ReceiveBufferSize;
        SendBufferBytes = socket.SendBufferSize;
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Kernel buffers as granted (Linux grants at most net.core.rmem_max / wmem_max and reports twice the asked value).</summary>
    public int ReceiveBufferBytes { get; }

    public int SendBufferBytes { get; }

    /// <summary>How datagrams travel: "sendmmsg+gso", "sendmmsg" or "socket".</summary>
    public abstract string Path { get; }

    public UdpPortCounters Counters { get; } = new();

    /// <summary>Datagrams that the kernel received and threw away because our receive buffer was full; 0 where it does not say. Any thread.</summary>
    public virtual long KernelDrops => 0;

    protected internal Socket Socket { get; }

    /// <summary>Linux gets batched system calls, with segmentation offload where the kernel has it; other systems a plain socket.</summary>
    /// <exception cref="SocketException">The address or port cannot be bound.</exception>
    public static UdpPort Open(UdpPortOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var socket = Bind(options);
        if (!OperatingSystem.IsLinux() || options.Sending == UdpSending.PlainSocket)
            return new SocketUdpPort(socket);
        var segmentation = options.Sending == UdpSending.Fastest && SegmentationProbe.Works();
        return new LinuxUdpPort(socket, segmentation);
    }

    /// <summary>Takes the next datagrams from the kernel without waiting.</summary>
    /// <returns>How many, 0..<see cref="BatchSize"/>; they stay valid until the next call.</returns>
    public abstract int Receive();

    /// <summary>Datagram <paramref name="index"/> of the last <see cref="Receive"/>; empty when it was longer than <see cref="MaxDatagram"/>.</summary>
    public abstract Span<byte> Datagram(int index, out PeerAddress from);

    public abstract Span<byte> Reserve(in PeerAddress to, int capacity);

    public abstract void Commit(int length);

    /// <summary>Hands everything committed to the kernel. A failure of one destination is counted and stops no other.</summary>
    public abstract void Flush();

    /// <summary>Sleeps until a datagram is there, <see cref="Wake"/> is called or the time is over.</summary>
    public abstract void WaitForDatagram(TimeSpan atMost);

    /// <summary>Sleeps while datagrams gather in the kernel; only <see cref="Wake"/> ends it early.</summary>
    public abstract void Gather(TimeSpan time);

    /// <summary>Ends a wait from any thread.</summary>
    public abstract void Wake();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Socket.Dispose();
    }

    private static Socket Bind(UdpPortOptions options)
    {
        var address = options.BindAddress ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = true;
            socket.ReceiveBufferSize = options.SocketBufferBytes;
            socket.SendBufferSize = options.SocketBufferBytes;
            socket.Bind(new IPEndPoint(address, options.Port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

public enum UdpSending
{
    /// <summary>UDP_SEGMENT where the kernel has it, else sendmmsg, else a plain socket.</summary>
    Fastest,

    /// <summary>sendmmsg without segmentation offload.</summary>
    Batched,

    /// <summary>One call per datagram through System.Net.Sockets; works on every system.</summary>
    PlainSocket,
}

/// <param name="Port">0 takes a free port.</param>
/// <param name="BindAddress">Null: every address, IPv6 and IPv4 (dual stack).</param>
/// <param name="SocketBufferBytes">Asked of the kernel for each direction.</param>
public sealed record UdpPortOptions(int Port, IPAddress? BindAddress = null, int SocketBufferBytes = 8 << 20, UdpSending Sending = UdpSending.Fastest);

/// <summary>What the port did so far. Written by the loop thread only; others may read a slightly old value.</summary>
public sealed class UdpPortCounters
{
    public long ReceivedDatagrams { get; internal set; }
    public long ReceivedBytes { get; internal set; }
    public long ReceiveCalls { get; internal set; }

    /// <summary>Datagrams longer than <see cref="UdpPort.MaxDatagram"/>, cut by the kernel and dropped.</summary>
    public long TooLong { get; internal set; }

    public long SentDatagrams { get; internal set; }
    public long SentBytes { get; internal set; }
    public long SendCalls { get; internal set; }

    /// <summary>Messages that the kernel would not segment on their route and that left as single datagrams.</summary>
    public long SegmentationRefused { get; internal set; }

    /// <summary>Datagrams that left inside a segmented message.</summary>
    public long SegmentedDatagrams { get; internal set; }

    /// <summary>Times the kernel had no room for more (EAGAIN, ENOBUFS).</summary>
    public long SendStalls { get; internal set; }

    /// <summary>Datagrams given up because the kernel had no room even after a short wait.</summary>
    public long SendOverflows { get; internal set; }

    /// <summary>Datagrams that the kernel refused for their destination (unreachable, refused, forbidden, too long).</summary>
    public long SendRefused { get; internal set; }

    public long Wakeups { get; internal set; }
}
