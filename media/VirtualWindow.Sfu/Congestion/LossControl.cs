using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Congestion;

/// <summary>The loss-based half (draft-ietf-rmcat-gcc-02 §6): over 10 % the rate falls, under 2 % it may rise, between it stays.</summary>
internal struct LossControl()
{
    private const double High = 0.10;
    private const int MinPackets = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private int _lost;
    private int _expected;
    private MediaTime _windowStart = MediaTimes.Never;

    /// <summary>Of the last window, 0..1.</summary>
    public double Fraction { get; private set; }

    public void Count(bool lost)
    {
        _expected++;
        if (lost) _lost++;
    }

    /// <summary>A packet said to be lost has arrived after all.</summary>
    public void Recount() => _lost = Math.Max(0, _lost - 1);

    /// <returns>True when the rate has to fall to <paramref name="factor"/> of itself.</returns>
    public bool TryJudge(MediaTime now, out double factor)
    {
        factor = 1;
        if (_windowStart == MediaTimes.Never) _windowStart = now;
        if (_expected < MinPackets || now - _windowStart < Interval) return false;
        Fraction = (double)_lost / _expected;
        (_lost, _expected, _windowStart) = (0, 0, now);
        if (Fraction <= High) return false;
        factor = 1 - (Fraction / 2);
        return true;
    }
}
