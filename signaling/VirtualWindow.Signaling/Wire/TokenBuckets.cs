using System.Collections.Concurrent;

namespace VirtualWindow.Signaling.Wire;

/// <summary>One bucket per key (user, address). Bounded: full buckets are forgotten once <see cref="Limit"/> keys are known.</summary>
public sealed class TokenBuckets(int burst, double perSecond, TimeProvider time)
{
    internal const int Limit = 10_000;
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    /// <returns>False when this key asks too often, and for new keys while more keys are busy than we can remember.</returns>
    public bool TryTake(string key)
    {
        if (_buckets.Count >= Limit) ForgetFull();
        if (_buckets.Count >= Limit && !_buckets.ContainsKey(key)) return false;
        return _buckets.GetOrAdd(key, _ => new TokenBucket(burst, perSecond, time)).TryTake();
    }

    private void ForgetFull()
    {
        foreach (var (key, bucket) in _buckets)
            if (bucket.IsFull) _buckets.TryRemove(key, out _);
    }
}
