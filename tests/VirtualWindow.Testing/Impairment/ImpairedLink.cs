namespace VirtualWindow.Testing.Impairment;

/// <summary>
/// One direction of a network path as a pure model: time is an argument, chance comes from the seed, so the same seed and the same
/// traffic give the same fate. Loss → line rate and queue → delay, jitter, reordering, doubling. Not thread-safe.
/// </summary>
/// <typeparam name="T">What travels, e.g. a datagram.</typeparam>
public sealed class ImpairedLink<T>(LinkSettings settings, int seed)
{
    /// <summary>IPv4 and UDP headers, which a line carries too.</summary>
    public const int HeaderBytes = 28;

    private readonly Random _chance = new(seed);
    private readonly PriorityQueue<(T Item, int Length), (TimeSpan At, long Order)> _underWay = new();
    private long _order;
    private TimeSpan _lineFreeAt;
    private TimeSpan _lastInOrder;
    private bool _inBurst;
    private LinkCounters _counters;

    /// <summary>May change at any time; what is under way keeps its time of arrival.</summary>
    public LinkSettings Settings { get; set; } = settings;

    public LinkCounters Counters => _counters;

    /// <summary>When the next item arrives; null: nothing is under way.</summary>
    public TimeSpan? NextArrival => _underWay.TryPeek(out _, out var next) ? next.At : null;

    /// <param name="now">Never before that of an earlier call.</param>
    /// <param name="length">Bytes of the datagram without IP and UDP headers.</param>
    public void Send(T item, int length, TimeSpan now)
    {
        _counters = _counters with { Sent = _counters.Sent + 1 };
        if (IsLost())
        {
            _counters = _counters with { Lost = _counters.Lost + 1 };
            return;
        }

        if (!TryPassLine(length, now, out var leaves))
        {
            _counters = _counters with { Overflowed = _counters.Overflowed + 1 };
            return;
        }

        Carry(item, length, leaves);
        if (!Happens(Settings.Duplicate)) return;
        _counters = _counters with { Duplicated = _counters.Duplicated + 1 };
        Carry(item, length, leaves);
    }

    /// <summary>The next item that has arrived by now, in the order of arrival.</summary>
    public bool TryReceive(TimeSpan now, out T item)
    {
        if (!_underWay.TryPeek(out var first, out var arrival) || arrival.At > now)
        {
            item = default!;
            return false;
        }

        _underWay.Dequeue();
        _counters = _counters with { Delivered = _counters.Delivered + 1, DeliveredBytes = _counters.DeliveredBytes + first.Length };
        item = first.Item;
        return true;
    }

    private bool IsLost()
    {
        var byBurst = Settings.Bursts is { } bursts && MoveBurst(bursts) && Happens(bursts.LossInBurst);
        return Happens(Settings.Loss) || byBurst;
    }

    private bool MoveBurst(BurstLoss bursts)
    {
        if (Happens(_inBurst ? bursts.LeaveBurst : bursts.EnterBurst)) _inBurst = !_inBurst;
        return _inBurst;
    }

    /// <summary>The line sends one datagram after the other.</summary>
    private bool TryPassLine(int length, TimeSpan now, out TimeSpan leaves)
    {
        leaves = now;
        if (Settings.BitsPerSecond is not { } rate) return true;
        var starts = _lineFreeAt > now ? _lineFreeAt : now;
        if (starts - now > Settings.MaxQueueing) return false;
        leaves = _lineFreeAt = starts + TimeSpan.FromSeconds((length + HeaderBytes) * 8.0 / rate);
        return true;
    }

    private void Carry(T item, int length, TimeSpan leaves)
    {
        var arrives = leaves + Settings.Delay + (Settings.Jitter * _chance.NextDouble());
        if (arrives < _lastInOrder) arrives = _lastInOrder;
        if (Happens(Settings.Reorder))
        {
            _counters = _counters with { HeldBack = _counters.HeldBack + 1 };
            arrives += Settings.ReorderBy;
        }
        else
        {
            _lastInOrder = arrives;
        }

        _underWay.Enqueue((item, length), (arrives, _order++));
    }

    private bool Happens(double probability) => probability > 0 && _chance.NextDouble() < probability;
}
