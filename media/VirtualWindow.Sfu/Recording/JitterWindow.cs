using System.Buffers;

namespace VirtualWindow.Sfu.Recording;

/// <summary>
/// Puts a track's packets back into order. What comes in order passes without being copied; what comes early waits for what is
/// missing (a repair takes a round trip), but no longer than a recording may lose in a crash.
/// </summary>
internal sealed class JitterWindow : IDisposable
{
    private const int Capacity = 512;
    private readonly PriorityQueue<Waiting, long> _early = new();
    private long _next = -1;

    /// <summary>How long something missing is waited for.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Number of the next packet, -1 before the first.</summary>
    public long Next => _next;

    public int Count => _early.Count;

    public Verdict Judge(long sequence)
    {
        if (_next < 0) _next = sequence;
        if (sequence < _next) return Verdict.Late;
        return sequence == _next ? Verdict.Next : Verdict.Early;
    }

    public void Pass(long sequence) => _next = sequence + 1;

    /// <returns>False when it is full: the oldest has to go first.</returns>
    public bool TryKeep(long sequence, ReadOnlySpan<byte> packet, long arrival)
    {
        if (_early.Count >= Capacity) return false;
        var bytes = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(bytes);
        _early.Enqueue(new Waiting(sequence, bytes, packet.Length, arrival), sequence);
        return true;
    }

    /// <summary>The next packet when it is here, or the first behind a gap when <paramref name="deadline"/> has passed for it.</summary>
    /// <param name="deadline">Packets that arrived before wait no longer (microseconds on the recording's time line).</param>
    public bool TryTake(long deadline, out Waiting packet)
    {
        while (_early.TryPeek(out packet, out var sequence))
        {
            if (sequence > _next && packet.Arrival > deadline) return false;
            _early.Dequeue();
            if (sequence >= _next) return true;
            packet.Return(); // a second copy
        }

        return false;
    }

    /// <summary>Numbers start anew.</summary>
    public void Clear()
    {
        while (_early.TryDequeue(out var packet, out _)) packet.Return();
        _next = -1;
    }

    public void Dispose() => Clear();

    internal enum Verdict { Next, Early, Late }

    internal readonly record struct Waiting(long Sequence, byte[] Bytes, int Length, long Arrival)
    {
        public ReadOnlySpan<byte> Packet => Bytes.AsSpan(0, Length);

        public void Return() => ArrayPool<byte>.Shared.Return(Bytes);
    }
}
