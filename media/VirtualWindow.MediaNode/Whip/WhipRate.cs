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
    private static readonly TimeSpan s_refill = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string Room, string Participant), DateTimeOffset> fullAgain = [];

    /// <summary>Buckets in memory.</summary>
    public int Remembered => fullAgain.Count;

    /// <returns>False when the participant has to wait. Open grants (load tools) never do.</returns>
    public bool TryTake(MediaGrant grant)
    {
        if (grant.Room == "*")
            return true;
        var now = time.GetUtcNow();
        lock (fullAgain)
        {
            if (fullAgain.Count > ForgetAbove)
                ForgetFullBuckets(now);
            // A bucket is its debt: each take adds a second to the time when it is full again, and the debt is limited.
            var fullAt = fullAgain.GetValueOrDefault((grant.Room, grant.Participant));
            fullAt = (fullAt > now ? fullAt : now) + s_refill;
            if (fullAt - now > Burst * s_refill)
                return false;
            fullAgain[(grant.Room, grant.Participant)] = fullAt;
            return true;
        }
    }

    private void ForgetFullBuckets(DateTimeOffset now)
    {
        foreach (var (key, fullAt) in fullAgain)
        {
            if (fullAt <= now)
                fullAgain.Remove(key);
        }
    }
}
