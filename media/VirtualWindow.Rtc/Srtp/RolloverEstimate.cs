namespace VirtualWindow.Rtc.Srtp;

/// <summary>Extends a 16-bit sequence number to the 48-bit packet index ROC · 65536 + SEQ (RFC 3711 §3.3.1).</summary>
internal static class RolloverEstimate
{
    public const long HighestIndex = (1L << 48) - 1;

    /// <param name="highest">Highest index so far, -1 before the first packet.</param>
    /// <returns>
    /// The index within ±32768 of the highest. Never negative: before the first rollover a number far ahead is
    /// taken as a jump forward, since nothing can lie behind index 0.
    /// </returns>
    public static long Index(long highest, ushort sequenceNumber)
    {
        if (highest < 0) return sequenceNumber;
        var index = highest + (short)(sequenceNumber - (ushort)highest);
        return index < 0 ? index + 65536 : index;
    }
}
