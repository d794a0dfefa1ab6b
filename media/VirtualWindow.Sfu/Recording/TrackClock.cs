namespace VirtualWindow.Sfu.Recording;

/// <summary>
/// Places a track's RTP timestamps on the recording's time line (microseconds since it began). Within a track distances are those of
/// the publisher's clock; where the track begins is the earliest arrival, until sender reports say how its clock lies to that of the
/// participant's sound (RFC 3550 §6.4.1): then lips match whatever the network delayed.
/// </summary>
internal sealed class TrackClock(int clockRate)
{
    /// <summary>The least delayed packet of this time decides where a track begins.</summary>
    private const long LearningMicroseconds = 1_000_000;

    /// <summary>A first packet is not later than that; what claims so sends faster than time goes by.</summary>
    private const long MostFirstDelay = 500_000;

    /// <summary>Corrections below are jitter of the reports themselves.</summary>
    private const long LeastCorrection = 5_000;

    /// <summary>A report that far off is wrong, not late.</summary>
    private const long MostCorrection = 3_000_000;

    private long _lastTicks;
    private long _firstOffset;
    private long _offset;
    private long _learnsUntil;
    private long _senderOffset;
    private bool _reported;

    public bool Started { get; private set; }

    /// <summary>Microseconds by which sender reports have moved the track.</summary>
    public long Correction { get; private set; }

    /// <summary>The instant of a packet; starts the clock with the first one.</summary>
    /// <param name="arrival">Microseconds on the recording's time line.</param>
    public long Map(uint timestamp, long arrival)
    {
        var media = Microseconds(Started ? Extend(timestamp) : timestamp);
        if (!Started) Start(timestamp, media, arrival);
        else if (arrival < _learnsUntil && Correction == 0) _offset = Math.Max(_firstOffset - MostFirstDelay, Math.Min(_offset, arrival - media));
        return media + _offset;
    }

    /// <summary>The publisher says that <paramref name="timestamp"/> is the instant <paramref name="ntpTimestamp"/> of its clock.</summary>
    public void Report(ulong ntpTimestamp, uint timestamp)
    {
        if (!Started) return;
        var near = _lastTicks + (int)(timestamp - (uint)_lastTicks);
        _senderOffset = NtpMicroseconds(ntpTimestamp) - Microseconds(near);
        _reported = true;
    }

    /// <summary>Moves this track to where its publisher's clock puts it beside <paramref name="sound"/>.</summary>
    public void AlignTo(TrackClock sound)
    {
        if (!_reported || !sound._reported || sound == this) return;
        var correction = sound._offset - sound._senderOffset + _senderOffset - _offset;
        if (Math.Abs(correction) is < LeastCorrection or > MostCorrection) return;
        _offset += correction;
        Correction += correction;
    }

    /// <summary>Another source: its timestamps mean other instants.</summary>
    public void Restart() => (Started, _reported, Correction) = (false, false, 0);

    private void Start(uint timestamp, long media, long arrival)
    {
        Started = true;
        _lastTicks = timestamp;
        _firstOffset = _offset = arrival - media;
        _learnsUntil = arrival + LearningMicroseconds;
    }

    private long Extend(uint timestamp)
    {
        var ticks = _lastTicks + (int)(timestamp - (uint)_lastTicks);
        if (ticks > _lastTicks) _lastTicks = ticks;
        return ticks;
    }

    private long Microseconds(long ticks) => ticks * 1_000_000 / clockRate;

    /// <summary>32.32 bits since 1900, as microseconds.</summary>
    private static long NtpMicroseconds(ulong ntp) => ((long)(ntp >> 32) * 1_000_000) + (long)(((ntp & 0xFFFF_FFFF) * 1_000_000) >> 32);
}
