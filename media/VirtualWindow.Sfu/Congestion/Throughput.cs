namespace VirtualWindow.Sfu.Congestion;

/// <summary>Bits per second that reached the receiver in the last half second, by its own clock.</summary>
internal struct Throughput()
{
    private const int Buckets = 10;
    private const long BucketMicroseconds = 50_000;
    private const int MinBuckets = 4;

    /// <summary>Of <see cref="Latest"/>: long enough for six pictures, short enough to see a line that has just become narrow.</summary>
    private const int LatestBuckets = 4;

    private Ring _octets;
    private long _newest = -1;
    private long _oldest;

    /// <summary>0 until there is enough to measure.</summary>
    public readonly long BitsPerSecond => Over(Buckets - 1);

    /// <summary>The same over the last fifth of a second.</summary>
    public readonly long Latest => Over(LatestBuckets);

    public void Add(long arrived, int octets)
    {
        var bucket = arrived / BucketMicroseconds;
        if (_newest < 0 || bucket - _newest > Buckets * 4)
        {
            // The first packet, or the first after a long silence.
            _octets = default;
            (_newest, _oldest) = (bucket, bucket);
        }

        if (bucket <= _newest - Buckets) return;
        for (; _newest < bucket; _newest++) _octets[(int)((_newest + 1) % Buckets)] = 0;
        _octets[(int)(bucket % Buckets)] += octets;
    }

    private readonly long Over(int buckets)
    {
        var spanned = Math.Min(buckets, _newest - _oldest);
        if (_newest < 0 || spanned < MinBuckets) return 0;
        var sum = 0L;
        // Without the newest, which is still filling.
        for (var i = _newest - spanned; i < _newest; i++) sum += _octets[(int)(i % Buckets)];
        return sum * 8 * 1_000_000 / (spanned * BucketMicroseconds);
    }

    [System.Runtime.CompilerServices.InlineArray(Buckets)]
    private struct Ring
    {
        private long _first;
    }
}
