namespace VirtualWindow.Signaling.Wire;

/// <summary>Classic token bucket: <paramref name="burst"/> requests at once, then <paramref name="perSecond"/>. Safe for several threads.</summary>
public sealed class TokenBucket(int burst, double perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_tokens < 1) return false;
            _tokens -= 1;
            return true;
        }
    }

    /// <summary>True when nothing has been taken for so long that forgetting the bucket changes nothing.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate) return _tokens + (time.GetElapsedTime(_filledAt).TotalSeconds * perSecond) >= burst;
        }
    }
}
