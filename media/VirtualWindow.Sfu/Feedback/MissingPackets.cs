using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// Gaps in a publisher's stream and when to ask for them (generic NACK, RFC 4585 §6.2.1): at the end of the batch that
/// showed the gap, twice more a round trip apart, then at growing distances (what an answer does not come for is often a full
/// uplink, which answers make fuller), until filled, or given up: when an answer would come later than the receivers' jitter
/// buffers wait, or after too many requests.
/// </summary>
internal sealed class MissingPackets(TimeSpan initialRoundTrip, TimeSpan repairWindow)
{
    /// <summary>A longer gap is an outage, not loss: a key frame repairs it better.</summary>
    public const int Capacity = 128;

    private const int MaxRequests = 10;
    private static readonly TimeSpan ShortestRoundTrip = TimeSpan.FromMilliseconds(20);

    private Missing[]? _missing;
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Measured from the first request to the repair, smoothed by 1/8.</summary>
    public TimeSpan RoundTrip { get; private set; } = initialRoundTrip;

    /// <summary>Gaps that no repair came for in time, since ever.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Notes the numbers between <paramref name="highest"/> and <paramref name="sequence"/>; false when there are too many.</summary>
    public bool TryNoteGap(long highest, long sequence, MediaTime now)
    {
        if (sequence - highest - 1 > Capacity - _count)
        {
            GivenUp += _count + (sequence - highest - 1);
            _count = 0;
            return false;
        }

        _missing ??= new Missing[Capacity];
        for (var missing = highest + 1; missing < sequence; missing++) _missing[_count++] = new Missing(missing, now, MediaTimes.Never, 0);
        return true;
    }

    /// <summary>A late packet arrived; false when nobody missed it.</summary>
    public bool Fill(long sequence, MediaTime now)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var missing = ref _missing![i];
            if (missing.Sequence != sequence) continue;
            if (missing.Requests == 1) Measure(now - missing.LastRequest);
            RemoveAt(i);
            return true;
        }

        return false;
    }

    /// <summary>Numbers to ask for now, ascending. Drops what is too old.</summary>
    public int TakeDue(MediaTime now, Span<ushort> due)
    {
        var taken = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var missing = _missing![i];
            if (now - missing.Noticed + RoundTrip > repairWindow || missing.Requests >= MaxRequests)
            {
                GivenUp++;
                continue;
            }

            if (taken < due.Length && now.IsDue(missing.LastRequest, RoundTrip * Math.Max(1, missing.Requests - 1)))
            {
                due[taken++] = (ushort)missing.Sequence;
                missing = missing with { LastRequest = now, Requests = missing.Requests + 1 };
            }

            _missing[kept++] = missing;
        }

        _count = kept;
        return taken;
    }

    public void Clear() => _count = 0;

    private void Measure(TimeSpan sample)
    {
        var smoothed = RoundTrip + ((sample - RoundTrip) / 8);
        RoundTrip = smoothed < ShortestRoundTrip ? ShortestRoundTrip : smoothed > repairWindow ? repairWindow : smoothed;
    }

    private void RemoveAt(int index)
    {
        _count--;
        Array.Copy(_missing!, index + 1, _missing!, index, _count - index);
    }

    private readonly record struct Missing(long Sequence, MediaTime Noticed, MediaTime LastRequest, int Requests);
}
