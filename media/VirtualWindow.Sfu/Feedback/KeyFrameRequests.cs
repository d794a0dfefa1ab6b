using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>Throttles key frame requests towards one publisher: many watchers asking at once cost one key frame.</summary>
internal struct KeyFrameRequests(TimeSpan interval)
{
    private readonly TimeSpan _interval = interval;
    private MediaTime _lastSent = MediaTimes.Never;
    private bool _wanted;

    /// <summary>Counts FIR commands (RFC 5104 §4.3.1.2): the same number would mean a repetition.</summary>
    public byte CommandNumber { get; private set; }

    public void Want() => _wanted = true;

    /// <summary>A key frame has arrived: whoever wanted one has it.</summary>
    public void Satisfy() => _wanted = false;

    /// <summary>True when a request is to be sent now.</summary>
    public bool TryTake(MediaTime now)
    {
        if (!_wanted || !now.IsDue(_lastSent, _interval)) return false;
        _wanted = false;
        _lastSent = now;
        CommandNumber++;
        return true;
    }
}
