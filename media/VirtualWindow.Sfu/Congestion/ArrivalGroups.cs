namespace VirtualWindow.Sfu.Congestion;

/// <summary>
/// Packets that left within 5 ms count as one group (draft-ietf-rmcat-gcc-02 §5.2): a picture is sent in one go, and only
/// the delay between groups says something about queues.
/// </summary>
internal struct ArrivalGroups()
{
    private const long BurstMicroseconds = 5_000;
    private const long LongestBurstMicroseconds = 100_000;

    private Group _previous;
    private Group _current;

    /// <returns>True when a group is complete: how much later the last two left, and how much later they arrived.</returns>
    public bool TryAdd(long sent, long arrived, out long sendDelta, out long arrivalDelta)
    {
        (sendDelta, arrivalDelta) = (0, 0);
        if (!_current.IsOpen)
        {
            _current = new Group(sent, sent, arrived, arrived, true);
            return false;
        }

        if (sent < _current.FirstSent) return false; // out of order
        if (Belongs(sent, arrived))
        {
            _current = _current with { LastSent = Math.Max(_current.LastSent, sent), LastArrived = Math.Max(_current.LastArrived, arrived) };
            return false;
        }

        var complete = _previous.IsOpen;
        (sendDelta, arrivalDelta) = (_current.LastSent - _previous.LastSent, _current.LastArrived - _previous.LastArrived);
        _previous = _current;
        _current = new Group(sent, sent, arrived, arrived, true);
        return complete && arrivalDelta >= 0;
    }

    private readonly bool Belongs(long sent, long arrived)
    {
        if (sent - _current.FirstSent <= BurstMicroseconds) return true;
        // Packets that a link released together, whenever they left.
        var sinceLast = arrived - _current.LastArrived;
        var faster = sinceLast - (sent - _current.LastSent) < 0;
        return faster && sinceLast <= BurstMicroseconds && arrived - _current.FirstArrived < LongestBurstMicroseconds;
    }

    private readonly record struct Group(long FirstSent, long LastSent, long FirstArrived, long LastArrived, bool IsOpen);
}
