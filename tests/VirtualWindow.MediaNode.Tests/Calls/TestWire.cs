using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>Protocol and address family that a client comes by.</summary>
public enum Reach { Udp, UdpIPv6, Tcp, TcpIPv6 }

/// <summary>How a small client reaches the node: packets over UDP, or framed over TCP (RFC 4571).</summary>
internal abstract class TestWire(Socket socket) : IDisposable
{
    protected Socket Socket { get; } = socket;

    public IPEndPoint Local => (IPEndPoint)Socket.LocalEndPoint!;

    public static TestWire To(Reach reach, int port)
    {
        var address = reach is Reach.Udp or Reach.Tcp ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        return reach is Reach.Udp or Reach.UdpIPv6 ? Udp(address, port) : Tcp(address, port);
    }

    public static TestWire Udp(IPAddress node, int port)
    {
        var socket = new Socket(node.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        socket.Connect(node, port);
        return new UdpWire(socket);
    }

    public static TcpWire Tcp(IPAddress node, int port)
    {
        var socket = new Socket(node.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(node, port);
        return new TcpWire(socket);
    }

    public abstract void Send(ReadOnlySpan<byte> packet);

    /// <returns>Length of the next packet.</returns>
    /// <exception cref="SocketException">Nothing comes any more.</exception>
    public abstract int Receive(byte[] buffer);

    public void Dispose() => Socket.Dispose();

    private sealed class UdpWire(Socket socket) : TestWire(socket)
    {
        public override void Send(ReadOnlySpan<byte> packet)
        {
            try
            {
                Socket.Send(packet);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                // ICMP for an earlier datagram to a node that has ended.
            }
        }

        public override int Receive(byte[] buffer)
        {
            while (true)
            {
                try
                {
                    return Socket.Receive(buffer);
                }
                catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
                {
                    continue;
                }
            }
        }
    }
}

/// <summary>A TCP connection to the node; can also send what is no packet.</summary>
internal sealed class TcpWire(Socket socket) : TestWire(socket)
{
    public override void Send(ReadOnlySpan<byte> packet) => SendBytes(Frame(packet));

    public void SendBytes(ReadOnlySpan<byte> bytes)
    {
        lock (Socket)
        {
            while (!bytes.IsEmpty) bytes = bytes[Socket.Send(bytes)..];
        }
    }

    public override int Receive(byte[] buffer)
    {
        ReadExactly(buffer.AsSpan(0, 2));
        var length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
        ReadExactly(buffer.AsSpan(0, length));
        return length;
    }

    /// <summary>Waits until the node has closed the connection.</summary>
    public void AwaitEnd(TimeSpan patience)
    {
        Socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
        var buffer = new byte[4096];
        try
        {
            while (Socket.Receive(buffer) > 0)
            {
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // As good as an end.
        }
    }

    public static byte[] Frame(ReadOnlySpan<byte> packet)
    {
        var frame = new byte[2 + packet.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)packet.Length);
        packet.CopyTo(frame.AsSpan(2));
        return frame;
    }

    private void ReadExactly(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Socket.Receive(bytes);
            if (count == 0) throw new SocketException((int)SocketError.Shutdown);
            bytes = bytes[count..];
        }
    }
}
