using VirtualWindow.Contracts.Media;

namespace VirtualWindow.MediaNode.Whip;

/// <summary>
/// How often one participant may negotiate: enough for every real reconnect, too little for a flood of handshakes. A token
/// bucket that is refilled by looking at the clock: the platform's rate limiters keep a timer running that wakes the idle
/// process ten times a second.
/// </summary>
internal sealed class WhipRate(TimeProvider time)
{
    public const int Burst = 30;

    private const int ForgetAbove = 10_000;
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string Room, string Participant), DateTimeOffset> _fullAgain = [];

    /// <summary>Buckets in memory.</summary>
    public int Remembered => _fullAgain.Count;

    /// <returns>False when the participant has to wait. Open grants (load tools) never do.</returns>
    public bool TryTake(MediaGrant grant)
    {
        if (grant.Room == "*")
            return true;
        var now = time.GetUtcNow();
        lock (_fullAgain)
        {
            if (_fullAgain.Count > ForgetAbove)
                ForgetFullBuckets(now);
            // A bucket is its debt: each take adds a second to the time when it is full again, and the debt is limited.
            var fullAt = _fullAgain.GetValueOrDefault((grant.Room, grant.Participant));
            fullAt = (fullAt > now ? fullAt : now) + Refill;
            if (fullAt - now > Burst * Refill)
                return false;
            _fullAgain[(grant.Room, grant.Participant)] = fullAt;
            return true;
        }
    }

    private void ForgetFullBuckets(DateTimeOffset now)
    {
        foreach (var (key, fullAt) in _fullAgain)
        {
            if (fullAt <= now)
                _fullAgain.Remove(key);
        }
    }
}
