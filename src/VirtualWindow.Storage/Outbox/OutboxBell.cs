using System.Threading.Channels;

namespace VirtualWindow.Storage.Outbox;

/// <summary>Wakes the pump of this process right after a commit that added a follow-up. A hint: the pump also looks by itself.</summary>
public sealed class OutboxBell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Returns at the next ring (or one missed meanwhile), or after <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            await _rings.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nobody rang: time to look anyway.
        }
    }
}
