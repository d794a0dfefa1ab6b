using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// What a receiver can take, by its REMB messages. A receiver never estimates above 1.5 times what it gets (libwebrtc's
/// congestion control): an estimate well above the flow is no limit but only says that nothing was in the way. Passed on as
/// a limit it would hold the publisher at its first bitrate for half a minute.
/// </summary>
internal struct ReceiverLimit()
{
    /// <summary>An estimate below flow × this is a limit. A congested receiver says 0.85 × what gets through.</summary>
    private const double Headroom = 1.2;

    /// <summary>Shorter windows would measure single frames.</summary>
    private static readonly TimeSpan MinWindow = TimeSpan.FromMilliseconds(500);

    private long _limit;
    private MediaTime _at = MediaTimes.Never;
    private MediaTime _windowStart = MediaTimes.Never;
    private long _octetsAtStart;
    private double _flow;

    /// <summary>Counting starts when the connection is up.</summary>
    public void Start(long octets, MediaTime now) => (_windowStart, _octetsAtStart) = (now, octets);

    /// <param name="octets">Payload octets sent to this receiver since ever.</param>
    public void OnEstimate(long bitsPerSecond, long octets, MediaTime now)
    {
        if (now - _windowStart >= MinWindow)
        {
            _flow = (octets - _octetsAtStart) * 8 / (now - _windowStart).TotalSeconds;
            Start(octets, now);
        }
        _limit = bitsPerSecond > _flow * Headroom ? long.MaxValue : bitsPerSecond;
        _at = now;
    }

    /// <returns>False when the receiver said nothing within <paramref name="lifetime"/>.</returns>
    public readonly bool TryGet(MediaTime now, TimeSpan lifetime, out long bitsPerSecond)
    {
        bitsPerSecond = _limit;
        return _at != MediaTimes.Never && now - _at < lifetime;
    }
}
