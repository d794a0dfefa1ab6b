using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Tests.Congestion;

/// <summary>A line with a rate, a delay, a queue that overflows and, if wanted, random loss; in virtual time.</summary>
internal sealed class SimulatedLink(long bitsPerSecond, int delayMilliseconds = 25, int queueMilliseconds = 400, double loss = 0, int seed = 1)
{
    private readonly Random _random = new(seed);
    private long _busyUntil;

    public long BitsPerSecond { get; set; } = bitsPerSecond;

    public TimeSpan Delay { get; } = TimeSpan.FromMilliseconds(delayMilliseconds);

    public long PassedBits { get; private set; }

    public int Dropped { get; private set; }

    /// <summary>How long the last packet stood in the queue.</summary>
    public TimeSpan QueueDelay { get; private set; }

    /// <summary>When a packet sent now arrives; null when it does not.</summary>
    public MediaTime? Send(int octets, MediaTime now)
    {
        var start = Math.Max(now.Microseconds, _busyUntil);
        QueueDelay = TimeSpan.FromMicroseconds(start - now.Microseconds);
        if (QueueDelay.TotalMilliseconds > queueMilliseconds)
        {
            Dropped++;
            return null;
        }

        _busyUntil = start + (octets * 8L * 1_000_000 / BitsPerSecond);
        if (_random.NextDouble() < loss) return null;
        PassedBits += octets * 8L;
        return new MediaTime(_busyUntil) + Delay;
    }
}
