namespace VirtualWindow.Rtc.Sctp;

/// <summary>Which TSNs have arrived: everything up to the cumulative one, and ranges beyond it (the gap blocks of a SACK).</summary>
internal sealed class ReceivedTsns(uint firstTsn)
{
    /// <summary>Offsets in a gap block have 16 bits; a chunk further ahead cannot be reported.</summary>
    private const uint MaxAhead = ushort.MaxValue;

    /// <summary>More holes than any window of full packets has; a chunk that would make another is dropped and sent again.</summary>
    public const int MaxRanges = 1024;

    private readonly List<(uint Start, uint End)> _ranges = [];

    public uint Cumulative { get; private set; } = firstTsn - 1;

    public bool HasGaps => _ranges.Count > 0;

    /// <summary>Received beyond the first hole, in order, both ends included.</summary>
    public IReadOnlyList<(uint Start, uint End)> Ranges => _ranges;

    public bool IsDuplicate(uint tsn)
    {
        if (!SerialNumber.IsBefore(Cumulative, tsn)) return true;
        var at = IndexAfter(tsn);
        return at > 0 && !SerialNumber.IsBefore(_ranges[at - 1].End, tsn);
    }

    /// <returns>False when it cannot be kept track of; the sender repeats it.</returns>
    public bool TryAdd(uint tsn)
    {
        if (tsn == Cumulative + 1)
        {
            Cumulative = tsn;
            JoinFirst();
            return true;
        }
        if (tsn - Cumulative > MaxAhead) return false;
        var at = IndexAfter(tsn);
        var touchesPrevious = at > 0 && _ranges[at - 1].End + 1 == tsn;
        var touchesNext = at < _ranges.Count && _ranges[at].Start == tsn + 1;
        if (touchesPrevious && touchesNext)
        {
            _ranges[at - 1] = (_ranges[at - 1].Start, _ranges[at].End);
            _ranges.RemoveAt(at);
        }
        else if (touchesPrevious) _ranges[at - 1] = (_ranges[at - 1].Start, tsn);
        else if (touchesNext) _ranges[at] = (tsn, _ranges[at].End);
        else if (_ranges.Count == MaxRanges) return false;
        else _ranges.Insert(at, (tsn, tsn));
        return true;
    }

    /// <summary>The sender has given up everything up to here (RFC 3758 §3.6).</summary>
    public void Forward(uint tsn)
    {
        if (!SerialNumber.IsBefore(Cumulative, tsn)) return;
        Cumulative = tsn;
        while (_ranges.Count > 0 && !SerialNumber.IsBefore(tsn, _ranges[0].End)) _ranges.RemoveAt(0);
        if (_ranges.Count > 0 && !SerialNumber.IsBefore(tsn + 1, _ranges[0].Start)) JoinFirst();
    }

    private void JoinFirst()
    {
        if (_ranges.Count == 0 || SerialNumber.IsBefore(Cumulative + 1, _ranges[0].Start)) return;
        Cumulative = _ranges[0].End;
        _ranges.RemoveAt(0);
    }

    /// <summary>Index of the first range that starts after the TSN; from the end, where nearly all arrive.</summary>
    private int IndexAfter(uint tsn)
    {
        var at = _ranges.Count;
        while (at > 0 && SerialNumber.IsBefore(tsn, _ranges[at - 1].Start)) at--;
        return at;
    }
}
