using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Congestion;

/// <summary>
/// How much one subscribe connection can take, from its transport-wide feedback: delay gradient, losses and probes
/// (Google congestion control, draft-ietf-rmcat-gcc-02). One per connection, since one transport carries all its streams.
/// </summary>
internal sealed class BandwidthEstimator(long start, long minimum, long maximum)
{
    /// <summary>IP and UDP header and SRTP tag: a link counts them too.</summary>
    public const int PacketOverhead = 44;

    /// <summary>The reference time of a feedback packet has 24 bits of 64 ms.</summary>
    private const long ClockCycle = (1L << 24) * 64_000;

    private static readonly TimeSpan FirstProbePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestProbePause = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FeedbackPatience = TimeSpan.FromSeconds(2);

    /// <summary>Packets wait this long in a queue that does not become shorter by itself: more is sent than the line carries.</summary>
    private static readonly TimeSpan LongQueue = TimeSpan.FromMilliseconds(200);

    /// <summary>Of what a full line passes, so that its queue becomes empty. No more: what looks like a queue may be a longer way.</summary>
    private const double FullLineShare = 0.95;

    /// <summary>The queue of a full line is empty again.</summary>
    private static readonly TimeSpan ShortQueue = TimeSpan.FromMilliseconds(60);

    /// <summary>Who is sent nothing tells nothing: a queue that nobody feeds is empty after this time.</summary>
    private static readonly TimeSpan QueuePatience = TimeSpan.FromSeconds(1);

    private readonly SendTimes _sent = new();
    private ArrivalGroups _groups = new();
    private DelayTrend _trend = new();
    private StandingQueue _queue = new();
    private Throughput _throughput = new();
    private LossControl _loss = new();
    private RateControl _rate = new(start, minimum, maximum);
    private Probe _probe = new();
    private TimeSpan _probePause = FirstProbePause;
    private MediaTime _nextProbe = MediaTimes.Never;
    private MediaTime _lastSent = MediaTimes.Never;
    private MediaTime _lastFeedback = MediaTimes.Never;
    private long _lastArrival;

    /// <summary>Bits per second, with packet overhead.</summary>
    public long BitsPerSecond => (long)_rate.Rate;

    /// <summary>The receiver answers with feedback; before that the estimate is only the start value.</summary>
    public bool IsMeasured => _lastFeedback != MediaTimes.Never;

    /// <summary>Something has been in the way since the start: only then is the estimate a limit.</summary>
    public bool HasMetLimit => _rate.HasMetLimit;

    /// <summary>Newest packet of a feedback to its coming, smoothed: a round trip and half a feedback interval.</summary>
    public TimeSpan ResponseTime { get; private set; } = TimeSpan.FromMilliseconds(100);

    public double LossFraction => _loss.Fraction;

    public long ThroughputBitsPerSecond => _throughput.BitsPerSecond;

    /// <summary>How long packets wait on their way, beyond the least time it takes.</summary>
    public TimeSpan QueueDelay => _queue.Delay;

    public bool IsProbing => _probe.IsRunning;

    /// <summary>More was sent than the line carries, and what waits has not left yet: whatever is sent now makes the voice wait.</summary>
    public bool IsClogged { get; private set; }

    private bool IsFull => _queue.Delay > LongQueue && _trend.State != LinkUse.Underused && _throughput.Latest > 0;

    /// <returns>The transport-wide number to send the packet with.</returns>
    public ushort OnSending(int size, MediaTime now)
    {
        size += PacketOverhead;
        var number = _sent.Add(size, _probe.Cluster, now);
        if (_probe.Cluster != 0) _probe.OnSent(size, now);
        _lastSent = now;
        return number;
    }

    public void OnFeedback(ref TransportFeedbackReader feedback, MediaTime now)
    {
        var newest = MediaTimes.Never;
        while (feedback.MoveNext())
        {
            ref var packet = ref _sent.Find(feedback.Sequence);
            if (packet.Number == 0 || packet.Fate == SendFate.Arrived) continue;
            if (!feedback.Received) NoteLost(ref packet);
            else
            {
                NoteArrived(ref packet, Unwrap(feedback.ArrivalMicroseconds));
                if (packet.SentAt > newest) newest = packet.SentAt;
            }
        }

        if (newest == MediaTimes.Never) return;
        _lastFeedback = now;
        ResponseTime += (now - newest - ResponseTime) / 8;
        Decide(now);
    }

    /// <param name="wanted">Bits per second that there is a use for: probes look no further. 0 for none.</param>
    public void Tick(long wanted, MediaTime now)
    {
        FinishProbe(now);
        if (_lastSent == MediaTimes.Never) return;
        if (now - _lastFeedback > QueuePatience) IsClogged = false;
        if (IsMeasured && now - _lastFeedback > FeedbackPatience && now - _lastSent < FeedbackPatience)
        {
            // Nothing is heard any more of what is sent.
            _rate.Limit(_rate.Rate * 0.8);
            _lastFeedback = now;
        }

        StartProbe(wanted, now);
    }

    /// <summary>Octets of padding or repeated packets that a running probe wants sent now.</summary>
    public int ProbeDue(MediaTime now) => _probe.Due(now);

    private void NoteLost(ref SendTime packet)
    {
        if (packet.Fate == SendFate.Lost) return;
        packet.Fate = SendFate.Lost;
        _loss.Count(lost: true);
    }

    private void NoteArrived(ref SendTime packet, long arrived)
    {
        if (packet.Fate == SendFate.Lost) _loss.Recount();
        else _loss.Count(lost: false);
        packet.Fate = SendFate.Arrived;
        if (_groups.TryAdd(packet.SentAt.Microseconds, arrived, out var sendDelta, out var arrivalDelta)) _trend.Add(sendDelta, arrivalDelta, arrived);
        _queue.Add(packet.SentAt.Microseconds, arrived);
        _throughput.Add(arrived, packet.Size);
        _probe.OnArrived(packet, arrived);
    }

    private void Decide(MediaTime now)
    {
        var before = _rate.Rate;
        if (_loss.TryJudge(now, out var factor)) _rate.Limit(_rate.Rate * factor);
        // Of a full line only what it passes now counts, not what passed before it was full.
        if (IsFull) _rate.Limit(_throughput.Latest * FullLineShare);
        else _rate.Update(_trend.State, _throughput.BitsPerSecond, ResponseTime, now);
        // Before anything was in the way, whatever passes is proven.
        if (!HasMetLimit) _rate.Raise(_throughput.BitsPerSecond, now);
        IsClogged = IsFull || (IsClogged && _queue.Delay > ShortQueue);
        // After a fall the link is asked again soon: it may have been a short trouble.
        if (_rate.Rate < before * 0.6) (_probePause, _nextProbe) = (FirstProbePause, now + FirstProbePause);
        FinishProbe(now);
    }

    private void StartProbe(long wanted, MediaTime now)
    {
        if (_probe.IsRunning || _rate.Rate >= wanted || now < _nextProbe) return;
        if (_trend.State == LinkUse.Overused || IsClogged || _loss.Fraction > 0.1)
        {
            _nextProbe = now + FirstProbePause;
            return;
        }

        _probe.Start(Math.Min(_rate.Rate * (IsMeasured ? 2 : 3), Math.Min(wanted * 1.2, maximum)), now);
    }

    private void FinishProbe(MediaTime now)
    {
        if (!_probe.TryFinish(now, out var passed)) return;
        var succeeded = passed > _probe.TargetRate * 0.7;
        if (passed > 0) _rate.Raise(passed, now);
        _probePause = succeeded ? FirstProbePause : TimeSpan.FromTicks(Math.Min(LongestProbePause.Ticks, _probePause.Ticks * 2));
        _nextProbe = succeeded ? now : now + _probePause;
    }

    /// <summary>Nearest to the last arrival: the receiver's clock comes round every twelve days.</summary>
    private long Unwrap(long arrived)
    {
        if (_lastArrival == 0) _lastArrival = arrived;
        var cycles = (long)Math.Round((_lastArrival - arrived) / (double)ClockCycle);
        return _lastArrival = arrived + (cycles * ClockCycle);
    }
}
