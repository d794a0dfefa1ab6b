using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>
/// Maps a publisher's sequence numbers and timestamps to those of one outgoing stream, which never breaks: over publisher
/// reconnects, holds, layer switches and dropped packets the receiver sees one gapless source. Losses upstream stay gaps, so
/// that they can still be repaired; late packets get the number that was kept for them.
/// </summary>
internal struct RtpRewriter(int clockRate, ushort firstSequence)
{
    /// <summary>Two clocks said to be further apart than this are not believed.</summary>
    private const int MaxClockError = 3;

    private readonly int _clockRate = clockRate;
    private NumberLine _sequence = new(firstSequence);
    private uint _timestampOffset;
    private uint? _nextOffset;
    private uint _lastTimestamp;
    private MediaTime _lastSent;
    private bool _everSent;

    /// <summary>False until the first packet after a (re)start fixes the offsets.</summary>
    public readonly bool Started => _sequence.Started;

    public readonly uint TimestampOffset => _timestampOffset;

    /// <summary>The next packet may have any numbers; the outgoing stream goes on from the last one.</summary>
    /// <param name="timestampOffset">Where the next source's clock is known: same source (a hold), or two layers' sender reports.
    /// Null: by the time that has passed.</param>
    public void Restart(uint? timestampOffset)
    {
        _nextOffset = _everSent ? timestampOffset : null;
        _sequence.Restart();
    }

    /// <returns>False when the packet is older than the start, dropped, or older than what is remembered about dropped ones.</returns>
    public bool TryMap(long sequence, uint timestamp, MediaTime now, out ushort outgoingSequence, out uint outgoingTimestamp)
    {
        if (!Started) Start(sequence, timestamp, now);
        outgoingTimestamp = timestamp + _timestampOffset;
        var newest = _sequence.IsNewest(sequence);
        var mapped = _sequence.TryMap(sequence, out var outgoing);
        outgoingSequence = (ushort)outgoing;
        if (mapped && newest) (_lastTimestamp, _lastSent, _everSent) = (outgoingTimestamp, now, true);
        return mapped;
    }

    /// <summary>Leaves one packet out without a gap; false when its number is already promised, it must then be sent.</summary>
    public bool TryDrop(long sequence) => _sequence.TryDrop(sequence);

    private void Start(long sequence, uint timestamp, MediaTime now)
    {
        if (_everSent)
        {
            var byTime = _lastTimestamp + ElapsedClockTicks(now) - timestamp;
            _timestampOffset = _nextOffset is { } known && Math.Abs((long)(int)(known - byTime)) < (long)MaxClockError * _clockRate ? known : byTime;
            // A layer's first frame may be as old as what the other layer just showed: two frames with one timestamp would be one.
            if ((int)(timestamp + _timestampOffset - _lastTimestamp) <= 0) _timestampOffset = _lastTimestamp + 1 - timestamp;
        }

        _sequence.Start(sequence);
    }

    /// <summary>At least one tick: two frames with one timestamp would be taken for one frame.</summary>
    private readonly uint ElapsedClockTicks(MediaTime now) =>
        (uint)Math.Max(1, (now.Microseconds - _lastSent.Microseconds) * _clockRate / 1_000_000);
}
