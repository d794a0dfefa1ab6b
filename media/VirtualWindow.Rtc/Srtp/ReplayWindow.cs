namespace VirtualWindow.Rtc.Srtp;

/// <summary>
/// Remembers which of the last 512 packet indices were accepted (RFC 3711 §3.3.2). A ring of words as in RFC 6479:
/// moving forward clears whole words, so the newest packet costs no shifting. 512 packets are over a second of video,
/// so that a retransmission is never taken for a replay.
/// </summary>
internal struct ReplayWindow
{
    private const int Words = 10;

    /// <summary>Two words less than the ring: the word being filled and the one being cleared are not promised.</summary>
    public const int Size = (Words - 2) * 64;

    private Ring _accepted;
    private long _highest;

    public ReplayWindow() => _highest = -1;

    /// <summary>Highest accepted index, -1 before the first.</summary>
    public readonly long Highest => _highest;

    /// <summary>True when the index is new: neither seen nor too old to tell.</summary>
    public readonly bool Admits(long index)
    {
        if (index > _highest) return true;
        if (index <= _highest - Size) return false;
        return (_accepted[Word(index)] & Bit(index)) == 0;
    }

    /// <summary>Only after authentication: a forged packet must not move the window.</summary>
    public void Accept(long index)
    {
        if (index > _highest)
        {
            ClearBetween(_highest, index);
            _highest = index;
        }

        _accepted[Word(index)] |= Bit(index);
    }

    private void ClearBetween(long from, long to)
    {
        var fromWord = from >> 6;
        var toWord = to >> 6;
        if (toWord - fromWord > Words) fromWord = toWord - Words;
        for (var word = fromWord + 1; word <= toWord; word++) _accepted[(int)(word % Words)] = 0;
    }

    private static int Word(long index) => (int)((index >> 6) % Words);

    private static ulong Bit(long index) => 1UL << (int)(index & 63);

    [System.Runtime.CompilerServices.InlineArray(Words)]
    private struct Ring
    {
        private ulong _first;
    }
}
