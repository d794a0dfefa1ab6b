using System.Net;
using System.Net.Sockets;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>Every other system: one System.Net.Sockets call per datagram. Slower, the same behaviour.</summary>
internal sealed class SocketUdpPort : UdpPort
{
    private const int WindowsConnectionReset = unchecked((int)0x9800000C); // SIO_UDP_CONNRESET

    private readonly byte[][] _buffers = NewBuffers();
    private readonly int[] _lengths = new int[BatchSize];
    private readonly PeerAddress[] _senders = new PeerAddress[BatchSize];
    private readonly byte[] _outgoing = new byte[MaxDatagram];
    private readonly SocketAddress _from;
    private readonly SocketAddress _to;
    private readonly Socket _waker = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly PeerAddress _wakerAddress;
    private readonly IPEndPoint _self;
    private PeerAddress _destination;

    public SocketUdpPort(Socket socket)
        : base(socket)
    {
        socket.Blocking = false;
        if (OperatingSystem.IsWindows())
            socket.IOControl(WindowsConnectionReset, [0], null); // else one unreachable peer makes the next receive fail
        _from = new SocketAddress(socket.AddressFamily);
        _to = new SocketAddress(socket.AddressFamily);
        _waker.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wakerAddress = PeerAddress.From((IPEndPoint)_waker.LocalEndPoint!);
        _self = new IPEndPoint(IPAddress.Loopback, LocalEndPoint.Port);
    }

    public override string Path => "socket";

    public override int Receive()
    {
        var count = 0;
        while (count < BatchSize && TryReceive(count))
        {
            if (_senders[count] == _wakerAddress)
                continue;
            Counters.ReceivedDatagrams++;
            Counters.ReceivedBytes += _lengths[count];
            count++;
        }

        Counters.ReceiveCalls++;
        return count;
    }

    public override Span<byte> Datagram(int index, out PeerAddress from)
    {
        from = _senders[index];
        return _buffers[index].AsSpan(0, _lengths[index]);
    }

    public override Span<byte> Reserve(in PeerAddress to, int capacity)
    {
        _destination = to;
        return _outgoing.AsSpan(0, capacity);
    }

    public override void Commit(int length)
    {
        if (length <= 0)
            return;
        Write(_destination, _to);
        Counters.SendCalls++;
        try
        {
            Socket.SendTo(_outgoing.AsSpan(0, length), SocketFlags.None, _to);
            Counters.SentDatagrams++;
            Counters.SentBytes += length;
        }
        catch (SocketException refused) when (refused.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            Counters.SendStalls++;
            Counters.SendOverflows++;
        }
        catch (SocketException)
        {
            Counters.SendRefused++;
        }
    }

    public override void Flush()
    {
        // Commit already sent it: there is nothing to collect without batched calls.
    }

    public override void WaitForDatagram(TimeSpan atMost)
    {
        Counters.Wakeups++;
        try
        {
            Socket.Poll(atMost, SelectMode.SelectRead);
        }
        catch (SocketException)
        {
            // An ICMP error of an earlier send; the next receive clears it.
        }
    }

    public override void Gather(TimeSpan time)
    {
        // Sleeping is too coarse on the systems that come here (15 ms on Windows).
    }

    public override void Wake()
    {
        try
        {
            _waker.SendTo([1], _self);
        }
        catch (SocketException)
        {
            // Not woken early: the wait ends with its own time-out.
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _waker.Dispose();
    }

    private static byte[][] NewBuffers()
    {
        var buffers = new byte[BatchSize][];
        for (var i = 0; i < buffers.Length; i++)
            buffers[i] = GC.AllocateUninitializedArray<byte>(MaxDatagram + 1, pinned: true); // rooms keep pointers; one more byte tells a longer datagram
        return buffers;
    }

    private bool TryReceive(int index)
    {
        try
        {
            if (Socket.Available == 0 && !Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
                return false;
            _lengths[index] = Socket.ReceiveFrom(_buffers[index].AsSpan(), SocketFlags.None, _from);
            _senders[index] = Read(_from);
            if (_lengths[index] > MaxDatagram)
                DropTooLong(index);
            return true;
        }
        catch (SocketException tooLong) when (tooLong.SocketErrorCode == SocketError.MessageSize)
        {
            DropTooLong(index); // Windows throws where other systems cut
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void DropTooLong(int index)
    {
        Counters.TooLong++;
        _lengths[index] = 0;
    }

    private static unsafe PeerAddress Read(SocketAddress address)
    {
        fixed (byte* at = address.Buffer.Span)
        {
            // The family's number differs between systems, its place and everything behind it do not.
            return address.Family == AddressFamily.InterNetwork
                ? PeerAddress.FromIPv4((uint)IPAddress.NetworkToHostOrder(*(int*)(at + 4)), (ushort)IPAddress.NetworkToHostOrder(*(short*)(at + 2)))
                : new((ulong)IPAddress.NetworkToHostOrder(*(long*)(at + 8)), (ulong)IPAddress.NetworkToHostOrder(*(long*)(at + 16)), (ushort)IPAddress.NetworkToHostOrder(*(short*)(at + 2)));
        }
    }

    private static unsafe void Write(in PeerAddress address, SocketAddress to)
    {
        fixed (byte* at = to.Buffer.Span)
        {
            var family = *(ushort*)at;
            if (to.Family == AddressFamily.InterNetwork)
                SocketAddressCodec.WriteIPv4(at, address);
            else
                SocketAddressCodec.WriteIPv6(at, address);
            *(ushort*)at = family;
        }
    }
}
