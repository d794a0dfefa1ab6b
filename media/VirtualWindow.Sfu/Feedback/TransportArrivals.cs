using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// When the packets of one publish connection arrived, by their transport-wide numbers, until the publisher is told
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). Its congestion control lives on this: without it a browser stays at
/// its first bitrate for many seconds.
/// </summary>
internal sealed class TransportArrivals
{
    /// <summary>10,000 packets/s between two reports; older ones are forgotten.</summary>
    private const int Capacity = 1024;
    private const long NotReceived = -1;

    /// <summary>Extended numbers start one cycle up, so that late packets before the first stay positive.</summary>
    private const long FirstCycle = 1 << 16;

    /// <summary>Between two reports: at most <see cref="Slow"/>, and <see cref="Fast"/> when there is this much to tell.</summary>
    private const int Many = 20;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(50);

    private readonly long[] _arrivals = new long[Capacity];
    private long _unreported;
    private long _highest;
    private int _received;
    private byte _feedbackCount;
    private MediaTime _lastFeedback = MediaTimes.Never;

    /// <summary>A packet follows soon (<see cref="CacheLines"/>).</summary>
    public void Fetch() => CacheLines.Fetch(_arrivals, 1);

    public void Note(ushort sequence, MediaTime now)
    {
        if (_highest == 0) (_highest, _unreported) = (FirstCycle + sequence - 1, FirstCycle + sequence);
        var extended = RtpSequence.Extend(_highest, sequence);
        if (extended <= _highest - Capacity) return;
        for (var lost = Math.Max(_highest + 1, extended - Capacity + 1); lost < extended; lost++) _arrivals[lost % Capacity] = NotReceived;
        _highest = Math.Max(_highest, extended);
        _arrivals[extended % Capacity] = now.Microseconds;
        _received++;
        // A packet that comes after its report is reported again, with those behind it: the publisher took it for lost.
        _unreported = Math.Max(Math.Min(_unreported, extended), _highest - Capacity + 1);
    }

    public bool IsDue(MediaTime now) => _received > 0 && now.IsDue(_lastFeedback, _received >= Many ? Fast : Slow);

    /// <summary>Appends one packet and forgets what it covers; call until it returns false.</summary>
    public bool TryWrite(ref RtcpWriter writer, uint senderSsrc, uint mediaSsrc, MediaTime now)
    {
        if (_received == 0) return false;
        var count = (int)Math.Min(_highest - _unreported + 1, TransportStatuses);
        Span<long> arrivals = stackalloc long[TransportStatuses];
        for (var i = 0; i < count; i++) arrivals[i] = _arrivals[(_unreported + i) % Capacity];
        var covered = writer.WriteTransportFeedback(senderSsrc, mediaSsrc, (ushort)_unreported, arrivals[..count], _feedbackCount);
        // Only losses in the window: nothing to hang times on, the next window begins behind them.
        if (covered == 0) covered = count;
        else _feedbackCount++;
        _unreported += covered;
        if (_unreported > _highest) _received = 0;
        _lastFeedback = now;
        return true;
    }

    /// <summary>As many as a feedback packet takes.</summary>
    private const int TransportStatuses = 256;
}
