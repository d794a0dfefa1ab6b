namespace VirtualWindow.Sfu.Recording;

/// <summary>
/// Tells silence and clipping without decoding. With the level extension (RFC 6464: 0..127 = -dBov, an RMS value) silence is a level
/// that no microphone in a room falls to, clipping one that only cut-off peaks reach. Without it only silence is seen: Opus codes
/// digital silence in a few bytes (variable rate) or not at all (DTX).
/// </summary>
internal struct SoundWatch()
{
    /// <summary>-dBov. A quiet room through any microphone lies 20 dB above.</summary>
    private const int SilentLevel = 90;

    /// <summary>-dBov. A full-scale sine is 3, speech peaks near 10; a mean above it is a square wave.</summary>
    private const int ClippedLevel = 3;

    /// <summary>Bytes. Room noise at the lowest rate of browsers takes twice as much.</summary>
    private const int SilentBytes = 12;

    /// <summary>Packets per thousand within the window that have to be at full scale.</summary>
    private const int ClippedPerThousand = 200;

    private long _lastSound = -1;
    private long _windowFrom;
    private int _packets;
    private int _loud;
    private long _clippedUntil;

    /// <param name="level">-dBov, or -1 without the extension.</param>
    /// <param name="now">Microseconds on the recording's time line.</param>
    public void Take(int level, int bytes, long now)
    {
        if (_lastSound < 0) (_lastSound, _windowFrom) = (now, now);
        if (level >= 0 ? level < SilentLevel : bytes > SilentBytes) _lastSound = now;
        _packets++;
        if (level is >= 0 and <= ClippedLevel) _loud++;
        if (now - _windowFrom >= (long)FaultTimes.Clipped.TotalMicroseconds) CloseWindow(now);
    }

    public readonly bool IsSilent(long now) => _lastSound >= 0 && now - _lastSound >= (long)FaultTimes.Silent.TotalMicroseconds;

    public readonly bool IsClipped(long now) => now < _clippedUntil;

    /// <summary>Nothing was expected for a while (hold): begin to look anew.</summary>
    public void Forgive() => this = new SoundWatch();

    private void CloseWindow(long now)
    {
        if (_loud * 1000 >= _packets * ClippedPerThousand) _clippedUntil = now + (long)FaultTimes.Remembered.TotalMicroseconds;
        (_windowFrom, _packets, _loud) = (now, 0, 0);
    }
}
