using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>
/// Maps a publisher's sequence numbers and timestamps to those of one outgoing stream, which never breaks: over publisher
/// reconnects, holds and dropped padding the receiver sees one gapless source. Losses upstream stay gaps, so that they can
/// still be repaired; late packets get the number that was kept for them.
/// </summary>
internal struct RtpRewriter(int clockRate, ushort firstSequence)
{
    private readonly int _clockRate = clockRate;

    /// <summary>Outgoing = incoming + offset, for packets newer than every dropped one.</summary>
    private long _sequenceOffset;
    private uint _timestampOffset;

    /// <summary>First incoming number since the last start: what is older belongs to no outgoing number.</summary>
    private long _firstIncoming;
    private long _highestIncoming;
    private long _highestOutgoing = firstSequence - 1;
    private uint _lastTimestamp;
    private MediaTime _lastSent;
    private bool _everSent;
    private bool _keepTimestamps;
    private DroppedNumbers _dropped = new();

    /// <summary>False until the first packet after a (re)start fixes the offsets.</summary>
    public bool Started { get; private set; }

    public readonly uint TimestampOffset => _timestampOffset;

    /// <summary>The next packet may have any numbers; the outgoing stream goes on from the last one.</summary>
    /// <param name="sameClock">True when the publisher is the same (hold): its timestamps have gone on meanwhile.</param>
    public void Restart(bool sameClock)
    {
        _keepTimestamps = sameClock && (Started || _keepTimestamps);
        Started = false;
    }

    /// <returns>False when the packet is older than the start, or than what is remembered about dropped ones.</returns>
    public bool TryMap(long sequence, uint timestamp, MediaTime now, out ushort outgoingSequence, out uint outgoingTimestamp)
    {
        if (!Started) Start(sequence, timestamp, now);
        outgoingSequence = 0;
        outgoingTimestamp = timestamp + _timestampOffset;
        if (sequence < _firstIncoming) return false;

        var outgoing = sequence + _sequenceOffset;
        if (sequence <= _highestIncoming && !_dropped.TryShift(sequence, ref outgoing)) return false;
        outgoingSequence = (ushort)outgoing;
        if (sequence > _highestIncoming) Advance(sequence, outgoing, outgoingTimestamp, now);
        return true;
    }

    /// <summary>Leaves one packet out without a gap; false when its number is already promised, it must then be forwarded.</summary>
    public bool TryDrop(long sequence)
    {
        if (!Started) return true;
        if (sequence <= _highestIncoming) return sequence < _firstIncoming;
        _highestIncoming = sequence;
        _sequenceOffset--;
        _dropped.Add(sequence);
        return true;
    }

    private void Start(long sequence, uint timestamp, MediaTime now)
    {
        _sequenceOffset = _highestOutgoing + 1 - sequence;
        if (!_keepTimestamps && _everSent) _timestampOffset = _lastTimestamp + ElapsedClockTicks(now) - timestamp;
        _firstIncoming = sequence;
        _highestIncoming = sequence - 1;
        _dropped = new DroppedNumbers();
        Started = true;
    }

    /// <summary>At least one tick: two frames with one timestamp would be taken for one frame.</summary>
    private readonly uint ElapsedClockTicks(MediaTime now) =>
        (uint)Math.Max(1, (now.Microseconds - _lastSent.Microseconds) * _clockRate / 1_000_000);

    private void Advance(long sequence, long outgoing, uint timestamp, MediaTime now)
    {
        _highestIncoming = sequence;
        _highestOutgoing = outgoing;
        _lastTimestamp = timestamp;
        _lastSent = now;
        _everSent = true;
    }

    /// <summary>The last 32 dropped numbers, ascending.</summary>
    private struct DroppedNumbers()
    {
        private const int Capacity = 32;

        private Ring _numbers;
        private int _count;

        public void Add(long sequence) => _numbers[_count++ % Capacity] = sequence;

        /// <summary>Undoes the drops behind <paramref name="sequence"/>; false when it was dropped itself or is too old to tell.</summary>
        public readonly bool TryShift(long sequence, ref long outgoing)
        {
            for (var i = _count - 1; i >= 0 && i >= _count - Capacity; i--)
            {
                var dropped = _numbers[i % Capacity];
                if (dropped == sequence) return false;
                if (dropped < sequence) return true;
                outgoing++;
            }

            return _count <= Capacity;
        }

        [System.Runtime.CompilerServices.InlineArray(Capacity)]
        private struct Ring
        {
            private long _first;
        }
    }
}
