using System.Net.Sockets;
using System.Runtime.InteropServices;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>Linux: recvmmsg, sendmmsg with UDP_SEGMENT, ppoll, and an eventfd that ends a wait.</summary>
internal sealed unsafe class LinuxUdpPort : UdpPort
{
    private static readonly TimeSpan StallPatience = TimeSpan.FromMilliseconds(1);

    private readonly int _socket;
    private readonly int _wake;
    private readonly bool _segmentation;
    private readonly ReceiveBatch _received = new();
    private readonly SendBatch _sending;
    private readonly NativeBlock<LinuxCalls.PollEntry> _poll = new(2);

    public LinuxUdpPort(Socket socket, bool segmentation)
        : base(socket)
    {
        _segmentation = segmentation;
        _socket = (int)socket.Handle;
        _sending = new SendBatch(socket.AddressFamily, segmentation);
        ForbidFragments(socket);
        _wake = LinuxCalls.EventDescriptor(0, LinuxCalls.EventNonBlockingCloseOnExec);
        if (_wake < 0)
            throw new SocketException(Marshal.GetLastPInvokeError(), "eventfd failed.");
        _poll.Pointer[0] = new() { Descriptor = _wake, Events = LinuxCalls.PollIn };
        _poll.Pointer[1] = new() { Descriptor = _socket };
    }

    public override string Path => _segmentation ? "sendmmsg+gso" : "sendmmsg";

    public override long KernelDrops
    {
        get
        {
            Span<uint> info = stackalloc uint[LinuxCalls.MemoryInfoLength];
            return Socket.GetRawSocketOption(LinuxCalls.LevelSocket, LinuxCalls.MemoryInfo, MemoryMarshal.AsBytes(info)) == info.Length * sizeof(uint)
                ? info[LinuxCalls.MemoryInfoDrops]
                : 0;
        }
    }

    public override int Receive()
    {
        var count = _received.Receive(_socket);
        Counters.ReceiveCalls++;
        Counters.ReceivedDatagrams += count;
        for (var i = 0; i < count; i++)
        {
            Counters.ReceivedBytes += _received.Length(i);
            if (_received.IsTruncated(i))
                Counters.TooLong++;
        }

        return count;
    }

    public override Span<byte> Datagram(int index, out PeerAddress from) => _received.Datagram(index, out from);

    public override Span<byte> Reserve(in PeerAddress to, int capacity)
    {
        if (!_sending.HasRoom(capacity))
            Flush();
        return _sending.Reserve(to, capacity);
    }

    public override void Commit(int length) => _sending.Commit(length);

    public override void Flush()
    {
        if (_sending.Count == 0)
            return;
        var next = 0;
        while (next < _sending.Count)
            next += SendSome(next);
        _sending.Clear();
    }

    public override void WaitForDatagram(TimeSpan atMost) => Poll(2, LinuxCalls.PollIn, atMost);

    public override void Gather(TimeSpan time) => Poll(1, 0, time);

    public override void Wake()
    {
        ulong one = 1;
        _ = LinuxCalls.Write(_wake, &one, sizeof(ulong)); // full (EAGAIN) means a wake-up is already on its way
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _ = LinuxCalls.Close(_wake);
        _poll.Dispose();
        _sending.Dispose();
        _received.Dispose();
    }

    /// <summary>
    /// Don't-fragment on every datagram, whatever the route's cached MTU (ip(7), IP_PMTUDISC_PROBE): ours are shorter than any path's
    /// MTU, a lost fragment costs the whole packet, and the kernel is spared an identification for each.
    /// </summary>
    private static void ForbidFragments(Socket socket)
    {
        var probe = BitConverter.GetBytes(LinuxCalls.PathMtuProbe);
        socket.SetRawSocketOption(LinuxCalls.LevelIPv4, LinuxCalls.IPv4MtuDiscover, probe);
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
            socket.SetRawSocketOption(LinuxCalls.LevelIPv6, LinuxCalls.IPv6MtuDiscover, probe);
    }

    /// <returns>How many messages are done with, sent or given up; at least 1.</returns>
    private int SendSome(int first)
    {
        var sent = LinuxCalls.SendMessages(_socket, _sending.Messages + first, (uint)(_sending.Count - first), LinuxCalls.DontWait);
        Counters.SendCalls++;
        if (sent > 0)
        {
            CountSent(first, sent);
            return sent;
        }

        // sendmmsg reports the error of its first message only when that is the one that failed.
        return Marshal.GetLastPInvokeError() switch
        {
            LinuxCalls.Error.Interrupted => 0,
            LinuxCalls.Error.TryAgain or LinuxCalls.Error.NoBuffers => WaitForRoom(first),
            LinuxCalls.Error.InputOutput or LinuxCalls.Error.Invalid or LinuxCalls.Error.MessageSize when _sending.Segments(first) > 1 => SendOneByOne(first),
            _ => GiveUp(first),
        };
    }

    private int WaitForRoom(int first)
    {
        Counters.SendStalls++;
        if (Poll(2, LinuxCalls.PollOut, StallPatience))
            return 0;
        // Waiting longer would hold up every room; what does not fit is lost like on a full line.
        for (var i = first; i < _sending.Count; i++)
            Counters.SendOverflows += _sending.Segments(i);
        return _sending.Count - first;
    }

    private int GiveUp(int index)
    {
        Counters.SendRefused += _sending.Segments(index);
        return 1;
    }

    /// <summary>This route cannot segment (no checksum offload, or a smaller MTU): the same bytes as single datagrams.</summary>
    private int SendOneByOne(int index)
    {
        Counters.SegmentationRefused++;
        var whole = _sending.Messages[index];
        var size = _sending.SegmentSize(index);
        var total = (int)whole.Vectors->Length;
        for (var at = 0; at < total; at += size)
        {
            var vector = new LinuxCalls.DataVector { Base = whole.Vectors->Base + at, Length = (nuint)Math.Min(size, total - at) };
            var single = new LinuxCalls.BatchMessage { Name = whole.Name, NameLength = whole.NameLength, Vectors = &vector, VectorCount = 1 };
            Counters.SendCalls++;
            if (LinuxCalls.SendMessages(_socket, &single, 1, LinuxCalls.DontWait) == 1)
            {
                Counters.SentDatagrams++;
                Counters.SentBytes += (int)vector.Length;
            }
            else
            {
                Counters.SendRefused++;
            }
        }

        return 1;
    }

    private void CountSent(int first, int messages)
    {
        for (var i = first; i < first + messages; i++)
        {
            var segments = _sending.Segments(i);
            Counters.SentDatagrams += segments;
            Counters.SentBytes += (long)_sending.Messages[i].Vectors->Length;
            if (segments > 1)
                Counters.SegmentedDatagrams += segments;
        }
    }

    /// <returns>True when the socket is ready.</returns>
    private bool Poll(int entries, short socketEvents, TimeSpan atMost)
    {
        var timeout = LinuxCalls.TimeSpec.From(atMost);
        _poll.Pointer[0].Returned = 0;
        _poll.Pointer[1].Events = socketEvents;
        _poll.Pointer[1].Returned = 0;
        _ = LinuxCalls.Poll(_poll.Pointer, (nuint)entries, &timeout, null);
        Counters.Wakeups++;
        if (_poll.Pointer[0].Returned != 0)
            ClearWake();
        return _poll.Pointer[1].Returned != 0;
    }

    private void ClearWake()
    {
        ulong count;
        _ = LinuxCalls.Read(_wake, &count, sizeof(ulong));
    }
}
