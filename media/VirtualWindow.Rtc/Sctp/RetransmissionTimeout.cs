namespace VirtualWindow.Rtc.Sctp;

/// <summary>RTO from measured round trips (RFC 9260 §6.3.1), doubled after each expiry (§6.3.3).</summary>
internal sealed class RetransmissionTimeout(SctpOptions options)
{
    private double _smoothed;
    private double _variation;

    public TimeSpan Current { get; private set; } = options.InitialRto;

    /// <summary>Smoothed round trip; the initial RTO before the first measurement.</summary>
    public TimeSpan RoundTrip => _smoothed > 0 ? TimeSpan.FromMicroseconds(_smoothed) : options.InitialRto;

    /// <summary>Never of a chunk sent twice: its acknowledgement may be for either (Karn).</summary>
    public void Measure(TimeSpan roundTrip)
    {
        var measured = Math.Max(1, roundTrip.TotalMicroseconds);
        if (_smoothed == 0) (_smoothed, _variation) = (measured, measured / 2);
        else
        {
            _variation += (Math.Abs(_smoothed - measured) - _variation) / 4;
            _smoothed += (measured - _smoothed) / 8;
        }
        Set(TimeSpan.FromMicroseconds(_smoothed + (4 * _variation)));
    }

    public void BackOff() => Set(Current * 2);

    private void Set(TimeSpan timeout) => Current = timeout < options.MinRto ? options.MinRto : timeout > options.MaxRto ? options.MaxRto : timeout;
}
