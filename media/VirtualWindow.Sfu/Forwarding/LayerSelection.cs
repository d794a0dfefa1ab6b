using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>Which layer one consumer should get: what the page shows, what the line takes, and not too many changes.</summary>
internal struct LayerSelection(SfuOptions options, TrackRole role)
{
    /// <summary>Between a change and a step up: a key frame costs, and the estimate needs time to feel the last change.</summary>
    private static readonly TimeSpan Dwell = TimeSpan.FromSeconds(1);

    /// <summary>So long a picture must lack room before it is left out, and so long have room before it comes back.</summary>
    private static readonly TimeSpan PausePatience = TimeSpan.FromSeconds(1);

    private readonly SfuOptions _options = options;
    private readonly TrackRole _role = role;
    private int _neededHeight = int.MaxValue;
    private MediaTime _lastChange = MediaTimes.Never;
    private MediaTime _pressedSince = MediaTimes.Never;

    /// <summary>A picture that takes this much more than there is has to wait until its sender has heard of it.</summary>
    private const double FarTooMuch = 1.2;

    private bool _isTooNarrow;
    private bool _isClogged;

    /// <summary>There is no room for a picture at all, or the line has yet to digest what was too much.</summary>
    public readonly bool IsPaused => _isTooNarrow || _isClogged;

    public void Prefer(int height)
    {
        if (height == _neededHeight) return;
        _neededHeight = height;
        _lastChange = MediaTimes.Never; // what the page asks for is not made to wait
    }

    /// <summary>The layer to begin with: the largest live one that is needed, or the first that will come.</summary>
    public readonly int First(Producer producer)
    {
        Span<LayerOffer> live = stackalloc LayerOffer[producer.Streams.Length];
        return LayerChoice.Among(live[..Offers(producer, live)], _neededHeight, _options.StartBitsPerSecond, _role == TrackRole.Document, LayerChoice.None).Index;
    }

    public LayerChoice Choose(Producer producer, int currentIndex, int currentTemporal, long budget, bool isClogged, MediaTime now)
    {
        JudgePressure(budget, now);
        Span<LayerOffer> live = stackalloc LayerOffer[producer.Streams.Length];
        live = live[..Offers(producer, live)];
        var current = new LayerChoice(currentIndex, currentTemporal, 0);
        var choice = LayerChoice.Among(live, _neededHeight, budget, _role == TrackRole.Document, current);
        JudgeClog(_isClogged || currentIndex < 0 ? FlowOf(producer, choice) : FlowOf(producer, current), budget, isClogged);
        if (choice.Index < 0 || (choice.Index == currentIndex && choice.TemporalLayer == currentTemporal)) return choice;
        var kept = Find(live, currentIndex);
        if (kept is { } stays && IsStepUp(stays, currentTemporal, live, choice) && !now.IsDue(_lastChange, Dwell))
            return new LayerChoice(currentIndex, currentTemporal, stays.Rates.UpTo(currentTemporal));
        _lastChange = now;
        return choice;
    }

    /// <summary>What it would take if the line carried everything that the page can show; layers that are off now count as the maximum.</summary>
    public readonly long Wanted(Producer producer)
    {
        if (_role == TrackRole.Voice) return producer.BitsPerSecond;
        if (!producer.IsLayered) return _options.MaxBitsPerSecond;
        Span<LayerOffer> live = stackalloc LayerOffer[producer.Streams.Length];
        var count = Offers(producer, live);
        var best = LayerChoice.Among(live[..count], _neededHeight, long.MaxValue / 4, _role == TrackRole.Document, LayerChoice.None);
        var mayGrow = count < producer.Streams.Length && Find(live[..count], best.Index) is { } largest && largest.Height < _neededHeight * 0.8;
        return mayGrow ? _options.MaxBitsPerSecond : best.BitsPerSecond * 5 / 4;
    }

    private void JudgePressure(long budget, MediaTime now)
    {
        var changes = _isTooNarrow ? budget >= _options.MinPictureBitsPerSecond * 3 / 2 : budget < _options.MinPictureBitsPerSecond;
        if (!changes) _pressedSince = MediaTimes.Never;
        else if (_pressedSince == MediaTimes.Never) _pressedSince = now;
        else if (now - _pressedSince >= PausePatience)
        {
            _isTooNarrow = !_isTooNarrow;
            _pressedSince = MediaTimes.Never;
        }
    }

    /// <summary>
    /// The voice must not wait behind a picture that the line cannot carry: it is left out at once, and comes back with a key frame when
    /// the line is empty and the picture small enough.
    /// </summary>
    /// <param name="flow">Bits per second that it brings, or would bring.</param>
    private void JudgeClog(long flow, long budget, bool isClogged)
    {
        var isTooMuch = flow > budget * FarTooMuch;
        _isClogged = _isClogged ? isClogged || isTooMuch : isClogged && isTooMuch;
    }

    /// <summary>By the last half second, so that a fall is seen as soon as the sender has heard of the trouble.</summary>
    private static long FlowOf(Producer producer, in LayerChoice layer)
    {
        if (layer.Index < 0) return 0;
        ref readonly var rate = ref producer.Streams[layer.Index].Rate;
        return Math.Min(rate.UpTo(layer.TemporalLayer), rate.LatestBitsPerSecond);
    }

    private static bool IsStepUp(in LayerOffer stays, int currentTemporal, ReadOnlySpan<LayerOffer> live, in LayerChoice choice)
    {
        var rank = Find(live, choice.Index)!.Value.Rank;
        return rank > stays.Rank || (rank == stays.Rank && choice.TemporalLayer > currentTemporal);
    }

    private static LayerOffer? Find(ReadOnlySpan<LayerOffer> live, int index)
    {
        foreach (var layer in live)
            if (layer.Index == index) return layer;
        return null;
    }

    private static int Offers(Producer producer, Span<LayerOffer> live)
    {
        var count = 0;
        foreach (var stream in producer.Streams)
            if (producer.IsLive(stream)) live[count++] = new LayerOffer(stream.Index, stream.Height, stream.Rate.Layered);
        return count;
    }
}
