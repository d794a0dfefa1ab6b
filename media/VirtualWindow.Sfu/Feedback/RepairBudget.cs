using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>Token bucket for answered NACKs, so that a broken or hostile receiver cannot keep the loop busy with old packets.</summary>
internal struct RepairBudget(int packetsPerSecond)
{
    private readonly int _packetsPerSecond = packetsPerSecond;
    private long _microTokens = packetsPerSecond * 1_000_000L;
    private MediaTime _refilled = MediaTimes.Never;

    public bool TryTake(MediaTime now)
    {
        Refill(now);
        if (_microTokens < 1_000_000) return false;
        _microTokens -= 1_000_000;
        return true;
    }

    private void Refill(MediaTime now)
    {
        if (_refilled != MediaTimes.Never)
        {
            var elapsed = Math.Min(1_000_000, now.Microseconds - _refilled.Microseconds);
            _microTokens = Math.Min(_packetsPerSecond * 1_000_000L, _microTokens + (elapsed * _packetsPerSecond));
        }

        _refilled = now;
    }
}
