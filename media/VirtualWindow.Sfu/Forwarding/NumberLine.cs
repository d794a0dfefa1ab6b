namespace VirtualWindow.Sfu.Forwarding;

/// <summary>
/// Renumbers one growing series (sequence numbers, picture ids; both extended over their wraps) so that the outgoing series
/// never breaks: it goes on over restarts and closes over what is left out. What is missing upstream stays missing, so that
/// it can still come late and take the number that was kept for it.
/// </summary>
internal struct NumberLine(long firstOutgoing)
{
    /// <summary>Outgoing = incoming + offset, for numbers newer than every dropped one.</summary>
    private long _offset;

    /// <summary>First incoming number since the last start: what is older belongs to no outgoing number.</summary>
    private long _firstIncoming;
    private long _highestIncoming;
    private DroppedNumbers _dropped = new();

    /// <summary>False until the first number after a (re)start fixes the offset.</summary>
    public bool Started { get; private set; }

    public long HighestOutgoing { get; private set; } = firstOutgoing - 1;

    /// <summary>The next number may be any; the outgoing series goes on from its highest.</summary>
    public void Restart() => Started = false;

    public void Start(long incoming)
    {
        _offset = HighestOutgoing + 1 - incoming;
        _firstIncoming = incoming;
        _highestIncoming = incoming - 1;
        _dropped = new DroppedNumbers();
        Started = true;
    }

    public readonly bool IsNewest(long incoming) => !Started || incoming > _highestIncoming;

    /// <returns>False for a number older than the start, dropped, or older than what is remembered about dropped ones.</returns>
    public bool TryMap(long incoming, out long outgoing)
    {
        if (!Started) Start(incoming);
        outgoing = incoming + _offset;
        if (incoming < _firstIncoming) return false;
        if (incoming <= _highestIncoming) return _dropped.TryShift(incoming, ref outgoing);
        _highestIncoming = incoming;
        HighestOutgoing = outgoing;
        return true;
    }

    /// <summary>Leaves one number out without a gap; false when its place is already promised to receivers.</summary>
    public bool TryDrop(long incoming)
    {
        if (!Started) return true;
        if (incoming <= _highestIncoming) return incoming < _firstIncoming || _dropped.Contains(incoming);
        // Those between are missing, not dropped: their places are promised from here on.
        HighestOutgoing = incoming - 1 + _offset;
        _highestIncoming = incoming;
        _offset--;
        _dropped.Add(incoming);
        return true;
    }

    /// <summary>The last 64 dropped numbers, ascending.</summary>
    private struct DroppedNumbers()
    {
        private const int Capacity = 64;

        private Ring _numbers;
        private int _count;

        public void Add(long number) => _numbers[_count++ % Capacity] = number;

        public readonly bool Contains(long number)
        {
            for (var i = _count - 1; i >= 0 && i >= _count - Capacity; i--)
                if (_numbers[i % Capacity] == number) return true;
            return false;
        }

        /// <summary>Undoes the drops behind <paramref name="number"/>; false when it was dropped itself or is too old to tell.</summary>
        public readonly bool TryShift(long number, ref long outgoing)
        {
            for (var i = _count - 1; i >= 0 && i >= _count - Capacity; i--)
            {
                var dropped = _numbers[i % Capacity];
                if (dropped == number) return false;
                if (dropped < number) return true;
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
