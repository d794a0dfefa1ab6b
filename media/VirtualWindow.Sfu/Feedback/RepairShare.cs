using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// How much of a narrow line may go into packets sent again. Without a bound a line that loses because it is full gets the lost packets on
/// top, and loses more.
/// </summary>
internal struct RepairShare()
{
    private const double Share = 0.25;

    /// <summary>A lost picture may be repaired in one go.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(400);

    private double _octets = double.MaxValue;
    private MediaTime _last = MediaTimes.Never;

    /// <returns>False when the share is used up.</returns>
    public bool TryTake(int octets, long bitsPerSecond, MediaTime now)
    {
        var perSecond = bitsPerSecond / 8.0 * Share;
        var elapsed = _last == MediaTimes.Never ? TimeSpan.Zero : now - _last;
        _last = now;
        _octets = Math.Min(_octets + (perSecond * elapsed.TotalSeconds), perSecond * Burst.TotalSeconds);
        if (_octets < octets) return false;
        _octets -= octets;
        return true;
    }
}
