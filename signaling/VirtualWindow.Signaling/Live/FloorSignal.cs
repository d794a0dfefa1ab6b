using System.Threading.Channels;

namespace VirtualWindow.Signaling.Live;

/// <summary>Something on the floor has changed: wakes those who look at it. Many changes at once wake once.</summary>
internal sealed class FloorSignal
{
    private readonly List<Bell> _bells = [];
    private readonly Lock _gate = new();

    public void Raise()
    {
        lock (_gate)
            foreach (var bell in _bells) bell.Ring();
    }

    /// <summary>A bell of one's own: rung by every change since one last waited.</summary>
    public Bell Subscribe()
    {
        var bell = new Bell();
        lock (_gate) _bells.Add(bell);
        return bell;
    }

    internal sealed class Bell
    {
        private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

        public void Ring() => _rung.Writer.TryWrite(true);

        /// <summary>Returns at the next ring, at the latest after <paramref name="atMost"/>.</summary>
        public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken ct)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), deadline, atMost, Timeout.InfiniteTimeSpan);
            try
            {
                await _rung.Reader.ReadAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // The poll: a change made by another process rings no bell here.
            }
        }
    }
}
