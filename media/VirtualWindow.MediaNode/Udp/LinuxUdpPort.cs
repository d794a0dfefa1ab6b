using System.Net.Sockets;
using System.Runtime.InteropServices;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>Linux: recvmmsg, sendmmsg with UDP_SEGMENT, ppoll, and an eventfd that ends a wait.</summary>
internal sealed unsafe class LinuxUdpPort : UdpPort
{
    private static readonly TimeSpan StallPatience = TimeSpan.FromMilliseconds(1);

    private readonly int socket;
    private readonly int wake;
    private readonly bool segmentation;
    private readonly ReceiveBatch received = new();
    private readonly SendBatch sending;
    private readonly NativeBlock<LinuxCalls.PollEntry> poll = new(2);

    public LinuxUdpPort(Socket socket, bool segmentation)
        : base(socket)
    {
        this.segmentation = segmentation;
        this.socket = (int)socket.Handle;
        sending = new SendBatch(socket.AddressFamily, segmentation);
        ForbidFragments(socket);
        wake = LinuxCalls.EventDescriptor(0, LinuxCalls.EventNonBlockingCloseOnExec);
        if (wake < 0)
            throw new SocketException(Marshal.GetLastPInvokeError(), "eventfd failed.");
        poll.Pointer[0] = new() { Descriptor = wake, Events = LinuxCalls.PollIn };
        poll.Pointer[1] = new() { Descriptor = this.socket };
    }

    public override string Path => segmentation ? "sendmmsg+gso" : "sendmmsg";

    public override int Receive()
    {
        var count = received.Receive(socket);
        Counters.ReceiveCalls++;
        Counters.ReceivedDatagrams += count;
        for (var i = 0; i < count; i++)
        {
            Counters.ReceivedBytes += received.Length(i);
            if (received.IsTruncated(i))
                Counters.TooLong++;
        }

        return count;
    }

    public override Span<byte> Datagram(int index, out PeerAddress from) => received.Datagram(index, out from);

    public override Span<byte> Reserve(in PeerAddress to, int capacity)
    {
        if (!sending.HasRoom(capacity))
            Flush();
        return sending.Reserve(to, capacity);
    }

    public override void Commit(int length) => sending.Commit(length);

    public override void Flush()
    {
        if (sending.Count == 0)
            return;
        var next = 0;
        while (next < sending.Count)
            next += SendSome(next);
        sending.Clear();
    }

    public override void WaitForDatagram(TimeSpan atMost) => Poll(2, LinuxCalls.PollIn, atMost);

    public override void Gather(TimeSpan time) => Poll(1, 0, time);

    public override void Wake()
    {
        ulong one = 1;
        _ = LinuxCalls.Write(wake, &one, sizeof(ulong)); // full (EAGAIN) means a wake-up is already on its way
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _ = LinuxCalls.Close(wake);
        poll.Dispose();
        sending.Dispose();
        received.Dispose();
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
        var sent = LinuxCalls.SendMessages(socket, sending.Messages + first, (uint)(sending.Count - first), LinuxCalls.DontWait);
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
            LinuxCalls.Error.InputOutput or LinuxCalls.Error.Invalid or LinuxCalls.Error.MessageSize when sending.Segments(first) > 1 => SendOneByOne(first),
            _ => GiveUp(first),
        };
    }

    private int WaitForRoom(int first)
    {
        Counters.SendStalls++;
        if (Poll(2, LinuxCalls.PollOut, StallPatience))
            return 0;
        // Waiting longer would hold up every room; what does not fit is lost like on a full line.
        for (var i = first; i < sending.Count; i++)
            Counters.SendOverflows += sending.Segments(i);
        return sending.Count - first;
    }

    private int GiveUp(int index)
    {
        Counters.SendRefused += sending.Segments(index);
        return 1;
    }

    /// <summary>This route cannot segment (no checksum offload, or a smaller MTU): the same bytes as single datagrams.</summary>
    private int SendOneByOne(int index)
    {
        Counters.SegmentationRefused++;
        var whole = sending.Messages[index];
        var size = sending.SegmentSize(index);
        var total = (int)whole.Vectors->Length;
        for (var at = 0; at < total; at += size)
        {
            var vector = new LinuxCalls.DataVector { Base = whole.Vectors->Base + at, Length = (nuint)Math.Min(size, total - at) };
            var single = new LinuxCalls.BatchMessage { Name = whole.Name, NameLength = whole.NameLength, Vectors = &vector, VectorCount = 1 };
            Counters.SendCalls++;
            if (LinuxCalls.SendMessages(socket, &single, 1, LinuxCalls.DontWait) == 1)
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
            var segments = sending.Segments(i);
            Counters.SentDatagrams += segments;
            Counters.SentBytes += (long)sending.Messages[i].Vectors->Length;
            if (segments > 1)
                Counters.SegmentedDatagrams += segments;
        }
    }

    /// <returns>True when the socket is ready.</returns>
    private bool Poll(int entries, short socketEvents, TimeSpan atMost)
    {
        var timeout = LinuxCalls.TimeSpec.From(atMost);
        poll.Pointer[0].Returned = 0;
        poll.Pointer[1].Events = socketEvents;
        poll.Pointer[1].Returned = 0;
        _ = LinuxCalls.Poll(poll.Pointer, (nuint)entries, &timeout, null);
        Counters.Wakeups++;
        if (poll.Pointer[0].Returned != 0)
            ClearWake();
        return poll.Pointer[1].Returned != 0;
    }

    private void ClearWake()
    {
        ulong count;
        _ = LinuxCalls.Read(wake, &count, sizeof(ulong));
    }
}
