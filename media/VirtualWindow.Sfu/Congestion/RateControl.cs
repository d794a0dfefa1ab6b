using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Congestion;

/// <summary>
/// Additive increase, multiplicative decrease (draft-ietf-rmcat-gcc-02 §5.5).
/// <code>
///            over      normal     under
///  Increase  Decrease  Increase   Hold
///  Hold      Decrease  Increase   Hold
///  Decrease (once)  ──▶ Hold
/// </code>
/// </summary>
internal struct RateControl(long start, long minimum, long maximum)
{
    private const double Beta = 0.85;
    private const double FastIncreasePerSecond = 1.08;
    private const double PacketBits = 1200 * 8;

    private readonly long _minimum = minimum;
    private readonly long _maximum = maximum;
    private bool _holds;
    private MediaTime _lastChange = MediaTimes.Never;
    private MediaTime _lastDecrease = MediaTimes.Never;

    /// <summary>What got through when the link was last overused, and how much that varies; 0 when unknown.</summary>
    private double _capacity;
    private double _deviation = 0.4;

    public double Rate { get; private set; } = start;

    /// <summary>Something has been in the way once: the rate is a limit and not only a guess.</summary>
    public bool HasMetLimit { get; private set; }

    public void Update(LinkUse use, long throughput, TimeSpan roundTrip, MediaTime now)
    {
        switch (use)
        {
            case LinkUse.Overused: Decrease(throughput, roundTrip, now); break;
            case LinkUse.Underused: _holds = true; break; // queues are draining: wait until they are empty
            default: Increase(throughput, roundTrip, now); break;
        }

        _lastChange = now;
    }

    /// <summary>A probe got through at this rate.</summary>
    public void Raise(double rate, MediaTime now)
    {
        if (rate <= Rate) return;
        Rate = Math.Min(rate, _maximum);
        if (Rate > Upper) _capacity = 0;
        _lastChange = now;
    }

    /// <summary>Losses say that the link takes less than delays tell.</summary>
    public void Limit(double rate)
    {
        HasMetLimit = true;
        Rate = Math.Max(_minimum, Math.Min(Rate, rate));
    }

    private readonly double Upper => _capacity == 0 ? double.MaxValue : _capacity + (3 * Deviation);

    private readonly double Deviation => Math.Sqrt(_deviation * _capacity / 1000) * 1000;

    private void Decrease(long throughput, TimeSpan roundTrip, MediaTime now)
    {
        // What was sent before the last decrease still tells of it.
        var settle = TimeSpan.FromMilliseconds(Math.Clamp(roundTrip.TotalMilliseconds, 10, 200) + 100);
        if (_lastDecrease != MediaTimes.Never && now - _lastDecrease < settle && throughput > Rate / 2) return;
        HasMetLimit = true;
        _holds = true;
        _lastDecrease = now;
        if (throughput <= 0)
        {
            Rate = Math.Max(_minimum, Rate * Beta);
            return;
        }

        Rate = Math.Max(_minimum, Math.Min(Rate, throughput * Beta));
        Learn(throughput);
    }

    private void Increase(long throughput, TimeSpan roundTrip, MediaTime now)
    {
        if (_holds || _lastChange == MediaTimes.Never)
        {
            _holds = false;
            return;
        }

        if (throughput > Upper) _capacity = 0; // the link has become wider
        var seconds = Math.Min(1, (now - _lastChange).TotalSeconds);
        var raised = _capacity > 0 ? Rate + (NearCapacityPerSecond(roundTrip) * seconds) : Rate * Math.Pow(FastIncreasePerSecond, seconds);
        // Nothing proves a rate far above what flows.
        var proven = (1.5 * throughput) + 10_000;
        if (raised > Rate) Rate = Math.Min(_maximum, Math.Max(Rate, Math.Min(raised, proven)));
    }

    /// <summary>About one packet per response time, so that the queue's answer is heard before the next step.</summary>
    private readonly double NearCapacityPerSecond(TimeSpan roundTrip)
    {
        var response = roundTrip.TotalSeconds + 0.1;
        var frame = Rate / 30;
        var packet = frame / Math.Ceiling(frame / PacketBits);
        return Math.Max(4_000, packet / response);
    }

    private void Learn(double throughput)
    {
        if (_capacity == 0 || Math.Abs(throughput - _capacity) > 3 * Deviation) _capacity = throughput;
        else _capacity += 0.05 * (throughput - _capacity);
        var error = _capacity - throughput;
        _deviation = Math.Clamp((0.95 * _deviation) + (0.05 * error * error / Math.Max(_capacity, 1) / 1000), 0.4, 2.5);
    }
}
