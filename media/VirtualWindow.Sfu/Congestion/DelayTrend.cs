namespace VirtualWindow.Sfu.Congestion;

internal enum LinkUse { Normal, Overused, Underused }

/// <summary>
/// Whether a queue is growing: the slope of the smoothed one-way delay over the last twenty groups of packets, against a
/// threshold that adapts to the link (draft-ietf-rmcat-gcc-02 §5.3 and §5.4; the line fit is libwebrtc's trendline filter,
/// which took the Kalman filter's place).
/// </summary>
internal struct DelayTrend()
{
    private const int Window = 20;
    private const double Smoothing = 0.9;
    private const double Gain = 4;
    private const int MaxCount = 60;
    private const double OveruseMilliseconds = 10;
    private const double MinThreshold = 6;
    private const double MaxThreshold = 600;
    private const double ThresholdUp = 0.0087;
    private const double ThresholdDown = 0.039;

    /// <summary>Far above the threshold the link is not noisy but broken: the threshold must not follow.</summary>
    private const double MaxStep = 15;

    private Points _points;
    private int _count;
    private double _accumulated;
    private double _smoothed;
    private double _threshold = 12.5;
    private double _lastTrend;
    private double _overusing = -1;
    private int _overuses;
    private long _firstArrival;
    private long _lastUpdate;

    public LinkUse State { get; private set; }

    /// <param name="sendDelta">Microseconds between two groups at the sender.</param>
    /// <param name="arrivalDelta">The same at the receiver.</param>
    /// <param name="arrived">When the second group arrived, by the receiver's clock.</param>
    public void Add(long sendDelta, long arrivalDelta, long arrived)
    {
        if (_count == 0) _firstArrival = arrived;
        _accumulated += (arrivalDelta - sendDelta) / 1000.0;
        _smoothed = (Smoothing * _smoothed) + ((1 - Smoothing) * _accumulated);
        _points[_count % Window] = new Point((arrived - _firstArrival) / 1000.0, _smoothed);
        _count++;
        var trend = _count >= Window ? Slope() : _lastTrend;
        Judge(trend, sendDelta / 1000.0, arrived);
    }

    private void Judge(double trend, double sendDelta, long arrived)
    {
        var scaled = Math.Min(_count, MaxCount) * trend * Gain;
        if (scaled > _threshold) NoteOveruse(trend, sendDelta);
        else
        {
            (_overusing, _overuses) = (-1, 0);
            State = scaled < -_threshold ? LinkUse.Underused : LinkUse.Normal;
        }

        _lastTrend = trend;
        Adapt(scaled, arrived);
    }

    /// <summary>Only a queue that has been growing for 10 ms and still grows.</summary>
    private void NoteOveruse(double trend, double sendDelta)
    {
        _overusing = _overusing < 0 ? sendDelta / 2 : _overusing + sendDelta;
        _overuses++;
        if (_overusing <= OveruseMilliseconds || _overuses <= 1 || trend < _lastTrend) return;
        (_overusing, _overuses) = (0, 0);
        State = LinkUse.Overused;
    }

    private void Adapt(double scaled, long arrived)
    {
        var distance = Math.Abs(scaled) - _threshold;
        var elapsed = Math.Clamp((arrived - _lastUpdate) / 1000.0, 0, 100);
        _lastUpdate = arrived;
        if (distance > MaxStep) return;
        _threshold = Math.Clamp(_threshold + ((distance < 0 ? ThresholdDown : ThresholdUp) * distance * elapsed), MinThreshold, MaxThreshold);
    }

    /// <summary>Least squares over the window.</summary>
    private readonly double Slope()
    {
        double sumX = 0, sumY = 0;
        for (var i = 0; i < Window; i++) (sumX, sumY) = (sumX + _points[i].Time, sumY + _points[i].Delay);
        var (meanX, meanY) = (sumX / Window, sumY / Window);
        double numerator = 0, denominator = 0;
        for (var i = 0; i < Window; i++)
        {
            var x = _points[i].Time - meanX;
            numerator += x * (_points[i].Delay - meanY);
            denominator += x * x;
        }

        return denominator == 0 ? 0 : numerator / denominator;
    }

    private readonly record struct Point(double Time, double Delay);

    [System.Runtime.CompilerServices.InlineArray(Window)]
    private struct Points
    {
        private Point _first;
    }
}
