using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>How loud somebody has been just now, from the levels in the packets of the microphone (RFC 6464 §3).</summary>
internal struct Loudness()
{
    /// <summary>What counts as speech: -50 dBov.</summary>
    public const double Speech = Silence - 50;

    private const double Silence = 127;
    private const double Rise = 0.25;
    private const double Fall = 0.15;
    private static readonly TimeSpan Mute = TimeSpan.FromMilliseconds(300);

    private MediaTime _lastLevel = MediaTimes.Never;
    private double _level;

    /// <param name="element">One byte: a voice flag and the level in -dBov.</param>
    public void Hear(ReadOnlySpan<byte> element, MediaTime now)
    {
        if (element.IsEmpty) return;
        var level = Silence - (element[0] & 0x7F);
        _level += (level - _level) * (level > _level ? Rise : Fall);
        _lastLevel = now;
    }

    /// <summary>dB above digital silence, 0..127; 0 when nothing is sent any more.</summary>
    public readonly double At(MediaTime now) => _lastLevel == MediaTimes.Never || now - _lastLevel > Mute ? 0 : _level;
}
