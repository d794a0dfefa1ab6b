namespace VirtualWindow.Rtc.Rtp;

/// <summary>Sequence numbers modulo 2^16 (RFC 1982 arithmetic).</summary>
public static class RtpSequence
{
    /// <summary>Steps from <paramref name="earlier"/> to <paramref name="later"/>: -32768..32767.</summary>
    public static int Distance(ushort earlier, ushort later) => (short)(later - earlier);

    public static bool IsNewer(ushort number, ushort than) => Distance(than, number) > 0;

    /// <summary>The number nearest to <paramref name="highest"/> that ends with these 16 bits; counts on over wraps.</summary>
    public static long Extend(long highest, ushort number) => highest + Distance((ushort)highest, number);
}
