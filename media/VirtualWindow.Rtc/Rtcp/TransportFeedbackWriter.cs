using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>Packs arrivals into one transport-wide feedback packet; the layout is drawn at <see cref="TransportFeedbackReader"/>.</summary>
internal ref struct TransportFeedbackWriter(ReadOnlySpan<long> arrivals)
{
    /// <summary>What one packet carries at most: about 1 KiB with large deltas.</summary>
    public const int MaxStatuses = 300;

    private const int ShortVector = 7;
    private const int LongVector = 14;

    private readonly ReadOnlySpan<long> _arrivals = arrivals;
    private long _lastTick;

    /// <summary>In units of 64 ms, chosen just before the first arrival.</summary>
    public int ReferenceTime { get; private set; }

    /// <summary>Statuses and their deltas; fewer than asked for when a delta does not fit in 16 bits.</summary>
    /// <returns>How many arrivals are covered, 0 when none was received.</returns>
    public int Plan(Span<byte> statuses, Span<short> deltas)
    {
        var started = false;
        for (var i = 0; i < _arrivals.Length; i++)
        {
            statuses[i] = 0;
            if (_arrivals[i] < 0) continue;
            var tick = _arrivals[i] / TransportFeedbackReader.DeltaMicroseconds;
            if (!started) Start(_arrivals[i]);
            started = true;
            var delta = tick - _lastTick;
            if (delta is < short.MinValue or > short.MaxValue) return i;
            statuses[i] = (byte)(delta is >= 0 and <= byte.MaxValue ? 1 : 2);
            deltas[i] = (short)delta;
            _lastTick = tick;
        }

        return started ? _arrivals.Length : 0;
    }

    /// <returns>Bytes written, a multiple of two.</returns>
    public static int WriteChunks(scoped ReadOnlySpan<byte> statuses, Span<byte> chunks)
    {
        var at = 0;
        while (!statuses.IsEmpty)
        {
            var covered = NextChunk(statuses, out var chunk);
            BinaryPrimitives.WriteUInt16BigEndian(chunks[at..], chunk);
            at += 2;
            statuses = statuses[covered..];
        }

        return at;
    }

    public static int WriteDeltas(scoped ReadOnlySpan<byte> statuses, scoped ReadOnlySpan<short> deltas, Span<byte> destination)
    {
        var at = 0;
        for (var i = 0; i < statuses.Length; i++)
        {
            if (statuses[i] == 1) destination[at] = (byte)deltas[i];
            else if (statuses[i] == 2) BinaryPrimitives.WriteInt16BigEndian(destination[at..], deltas[i]);
            at += statuses[i];
        }

        return at;
    }

    private void Start(long firstArrival)
    {
        ReferenceTime = (int)(firstArrival / TransportFeedbackReader.ReferenceMicroseconds);
        _lastTick = (long)ReferenceTime * (TransportFeedbackReader.ReferenceMicroseconds / TransportFeedbackReader.DeltaMicroseconds);
    }

    /// <summary>A run when it says more than a vector would, else the vector that can hold what comes next.</summary>
    private static int NextChunk(ReadOnlySpan<byte> statuses, out ushort chunk)
    {
        var run = statuses.IndexOfAnyExcept(statuses[0]);
        if (run < 0) run = statuses.Length;
        var bits = statuses[..Math.Min(LongVector, statuses.Length)];
        var pairs = bits.Contains((byte)2);
        if (run >= (pairs ? ShortVector : LongVector) || run == statuses.Length)
        {
            run = Math.Min(run, TransportFeedbackReader.MaxRun);
            chunk = (ushort)((statuses[0] << 13) | run);
            return run;
        }

        if (pairs) bits = bits[..Math.Min(ShortVector, bits.Length)];
        chunk = (ushort)(pairs ? 0xC000 : 0x8000);
        for (var i = 0; i < bits.Length; i++) chunk |= (ushort)(bits[i] << (pairs ? (ShortVector - 1 - i) * 2 : LongVector - 1 - i));
        return bits.Length;
    }
}
