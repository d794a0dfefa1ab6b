using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>Layers of one picture have timestamps from different origins; their sender reports name the same wall clock (RFC 3550 §6.4.1).</summary>
internal static class LayerClock
{
    /// <summary>What to add to the next layer's timestamps so that they go on where the last layer's went; null when a report is missing.</summary>
    /// <param name="lastOffset">What was added to the last layer's.</param>
    public static uint? OffsetOf(in SenderReport last, uint lastOffset, in SenderReport next, int clockRate)
    {
        if (last.NtpTimestamp == 0 || next.NtpTimestamp == 0) return null;
        // 32.32 fixed point seconds; reports of one page lie within seconds of each other.
        var ticks = (long)Math.Round((long)(next.NtpTimestamp - last.NtpTimestamp) / 4294967296.0 * clockRate);
        return lastOffset + last.RtpTimestamp + (uint)ticks - next.RtpTimestamp;
    }
}
