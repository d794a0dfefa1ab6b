using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu;

/// <summary>
/// Who speaks in a room: at most one, and not a flicker. Somebody takes the word by being clearly louder for a while, or when
/// nobody has it; a pause for breath does not lose it.
/// </summary>
internal struct ActiveSpeaker()
{
    private const double LouderBy = 6;
    private static readonly TimeSpan TakesAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LosesAfter = TimeSpan.FromSeconds(1);

    /// <summary>Between two words; who has begun to speak still speaks.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private string? _candidate;
    private MediaTime _candidateSince;
    private MediaTime _candidateHeard;
    private MediaTime _lastHeard;
    private string? _loudest;
    private double _loudestLevel;
    private double _currentLevel;

    public string? Current { get; private set; }

    /// <summary>One participant's loudness in this turn.</summary>
    public void Hear(string participant, double level)
    {
        if (participant == Current) _currentLevel = level;
        if (level < Loudness.Speech || level <= _loudestLevel) return;
        (_loudest, _loudestLevel) = (participant, level);
    }

    /// <summary>Ends the turn; true when the speaker has changed.</summary>
    public bool TryChange(MediaTime now, out string? former)
    {
        former = Current;
        var (loudest, isLouder) = (_loudest, Current is null || _loudestLevel > _currentLevel + LouderBy);
        if (_currentLevel >= Loudness.Speech) _lastHeard = now;
        (_loudest, _loudestLevel, _currentLevel) = (null, 0, 0);

        if (loudest == Current || !isLouder) loudest = null;
        if (loudest is null && now - _candidateHeard > Pause) _candidate = null;
        else if (loudest is not null && loudest != _candidate) (_candidate, _candidateSince) = (loudest, now);
        if (loudest is not null) _candidateHeard = now;
        if (loudest is not null && now - _candidateSince >= TakesAfter) return Take(loudest, now);
        return Current is not null && now - _lastHeard >= LosesAfter && Take(null, now);
    }

    private bool Take(string? participant, MediaTime now)
    {
        (Current, _candidate, _lastHeard) = (participant, null, now);
        return true;
    }
}
