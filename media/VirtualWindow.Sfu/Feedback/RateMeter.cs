using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Forwarding;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>Bits per second over the last half second or so, smoothed over about one; per temporal layer where a stream has them.</summary>
internal struct RateMeter()
{
    public const int TemporalLayers = 3;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    private Layers _octets;
    private Layers _rates;
    private long _latest;
    private MediaTime _windowStart = MediaTimes.Never;
    private bool _measured;

    /// <summary>All layers together; 0 until the first window is over.</summary>
    public readonly long BitsPerSecond => UpTo(TemporalLayers - 1);

    /// <summary>Of the last whole window, not smoothed.</summary>
    public readonly long LatestBitsPerSecond => _latest;

    public readonly LayerRates Layered => new(UpTo(0), UpTo(1), BitsPerSecond);

    public void Add(int temporalLayer, int octets) => _octets[Math.Clamp(temporalLayer, 0, TemporalLayers - 1)] += octets;

    /// <summary>What a receiver of the layers 0..<paramref name="temporalLayer"/> gets.</summary>
    public readonly long UpTo(int temporalLayer)
    {
        var sum = 0L;
        for (var i = 0; i <= Math.Min(temporalLayer, TemporalLayers - 1); i++) sum += _rates[i];
        return sum;
    }

    public void Tick(MediaTime now)
    {
        if (_windowStart == MediaTimes.Never) _windowStart = now;
        var elapsed = now - _windowStart;
        if (elapsed < Window) return;
        _latest = 0;
        for (var i = 0; i < TemporalLayers; i++)
        {
            var rate = (long)(_octets[i] * 8 / elapsed.TotalSeconds);
            _latest += rate;
            // Rises are believed at once: who pays for a layer must not learn of its price late.
            _rates[i] = !_measured || rate > _rates[i] ? rate : (_rates[i] + rate) / 2;
        }

        _octets = default;
        _windowStart = now;
        _measured = true;
    }

    [System.Runtime.CompilerServices.InlineArray(TemporalLayers)]
    private struct Layers
    {
        private long _first;
    }
}
