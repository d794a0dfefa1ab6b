using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Recording;

/// <summary>
/// Between a media loop and its disk thread. Packets are copied into a ring; what happens to recordings is a list of orders, each with the
/// place in the ring at which it applies. When the ring is full packets are left out and counted: the loop never waits.
/// </summary>
internal sealed class RecordingQueue(int capacity) : IRecorder, IDisposable
{
    private readonly ConcurrentQueue<RecordingTask> _tasks = new();
    private readonly AutoResetEvent _rung = new(initialState: false);
    private readonly List<long> _lost = [];
    private PacketRing? _ring;

    /// <summary>Packets put into the ring.</summary>
    public long Packets { get; private set; }

    /// <summary>Packets that it had no room for.</summary>
    public long Overruns { get; private set; }

    /// <summary>Takes the memory; before the first recording, on the caller's thread.</summary>
    public void Prepare()
    {
        if (_ring is null) Interlocked.CompareExchange(ref _ring, new PacketRing(capacity), null);
    }

    public void Begin(RecordingOrder order, MediaTime now) => Enqueue(disk => disk.Begin(order, now));

    public int Open(TappedTrack track, MediaTime now)
    {
        var tap = _lost.Count;
        _lost.Add(0);
        Enqueue(disk => disk.Open(tap, track, now));
        return tap;
    }

    public void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime now)
    {
        ref var lost = ref CollectionsMarshal.AsSpan(_lost)[tap];
        if (!_ring!.TryAppend(RingKind.Packet, tap, sequence, now.Microseconds, packet))
        {
            lost++;
            Overruns++;
            return;
        }

        Packets++;
        if (lost == 0) return;
        TellOverrun(tap, lost, now);
        lost = 0;
    }

    public void Report(int tap, in SenderReport report, MediaTime now)
    {
        var timestamp = report.RtpTimestamp;
        // One that is lost is no harm: the next one comes in a few seconds.
        _ring!.TryAppend(RingKind.Report, tap, unchecked((long)report.NtpTimestamp), now.Microseconds, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(ref timestamp)));
    }

    public void Interrupt(int tap, TapInterruption cause, MediaTime now) => Enqueue(disk => disk.Interrupt(tap, cause, now));

    public void Close(int tap, MediaTime now)
    {
        if (_lost[tap] > 0) TellOverrun(tap, _lost[tap], now);
        Enqueue(disk => disk.Close(tap, now));
    }

    public void End(string recording, MediaTime now) => Enqueue(disk => disk.End(recording, now));

    public void Ring() => _rung.Set();

    /// <summary>Waits for a ring, at most for <paramref name="atMost"/>.</summary>
    public void Wait(TimeSpan atMost) => _rung.WaitOne(atMost);

    /// <summary>Hands everything that is here now to the disk, in its order. On the disk's thread.</summary>
    public void Drain(IRecordingTasks disk)
    {
        if (_ring is not { } ring) return;
        // First the position: an order that applies before it was noted before it, and is seen below.
        var until = ring.Written;
        while (_tasks.TryPeek(out var task) && task.At <= until)
        {
            DrainPackets(ring, task.At, disk);
            _tasks.TryDequeue(out _);
            task.Run(disk);
        }

        DrainPackets(ring, until, disk);
    }

    /// <summary>Loop and disk thread have ended.</summary>
    public void Dispose() => _rung.Dispose();

    private static void DrainPackets(PacketRing ring, long until, IRecordingTasks disk)
    {
        while (ring.TryPeek(until, out var header, out var bytes))
        {
            try
            {
                if (header.Kind == RingKind.Packet) disk.Packet(header.Tap, header.Sequence, bytes, new MediaTime(header.Arrival));
                else disk.Report(header.Tap, new SenderReport(0, unchecked((ulong)header.Sequence), MemoryMarshal.Read<uint>(bytes), 0, 0));
            }
            finally
            {
                ring.Release(header); // whatever it did, it must not come again
            }
        }
    }

    private void TellOverrun(int tap, long packets, MediaTime now) => Enqueue(disk => disk.Overrun(tap, packets, now));

    private void Enqueue(Action<IRecordingTasks> run)
    {
        Prepare();
        _tasks.Enqueue(new RecordingTask(_ring!.Written, run));
        Ring();
    }

    private readonly record struct RecordingTask(long At, Action<IRecordingTasks> Run);
}

/// <summary>The receiving side of the queue; on the disk's thread.</summary>
internal interface IRecordingTasks
{
    void Begin(RecordingOrder order, MediaTime now);

    void Open(int tap, TappedTrack track, MediaTime now);

    void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime arrival);

    void Report(int tap, in SenderReport report);

    void Overrun(int tap, long packets, MediaTime now);

    void Interrupt(int tap, TapInterruption cause, MediaTime now);

    void Close(int tap, MediaTime now);

    void End(string recording, MediaTime now);
}
