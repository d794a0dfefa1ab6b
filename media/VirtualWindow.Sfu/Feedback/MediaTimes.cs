using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

internal static class MediaTimes
{
    /// <summary>Before every instant.</summary>
    public static readonly MediaTime Never = new(long.MinValue);

    /// <summary>True when the interval has passed, or nothing happened yet.</summary>
    public static bool IsDue(this MediaTime now, MediaTime last, TimeSpan interval) => last == Never || now - last >= interval;
}
