namespace VirtualWindow.Sfu.Congestion;

/// <summary>
/// How long packets wait on their way now, beyond the least that they needed lately. <see cref="DelayTrend"/> sees a queue only while
/// it grows: one that is full and drops the rest is a flat line to it (NADA, RFC 8698 §4.2, looks at the same figure).
/// </summary>
internal struct StandingQueue()
{
    /// <summary>So long a least delay counts: after a change of the way its greater length must not be taken for a queue for ever.</summary>
    private const long BaseMicroseconds = 5_000_000;
    private const double Smoothing = 0.8;

    private long _current = long.MaxValue;
    private long _former = long.MaxValue;
    private long _since;
    private double _smoothed = -1;

    /// <summary>Zero while nothing has arrived.</summary>
    public readonly TimeSpan Delay => _smoothed < 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(Math.Max(0, _smoothed - Math.Min(_current, _former)));

    /// <param name="sent">By the sender's clock, in microseconds.</param>
    /// <param name="arrived">By the receiver's, which may be any number of microseconds ahead or behind.</param>
    public void Add(long sent, long arrived)
    {
        var way = arrived - sent;
        if (_smoothed < 0 || sent - _since > BaseMicroseconds) (_former, _current, _since) = (_current, way, sent);
        _current = Math.Min(_current, way);
        _smoothed = _smoothed < 0 ? way : (Smoothing * _smoothed) + ((1 - Smoothing) * way);
    }
}
