using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

/// <summary>Keeps a lease alive while a step takes its time, and calls the step off when the lease has passed to somebody else.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _lost;
    private readonly Task _keeping;

    private LeaseKeeper(IWindowStore store, LeasedFollowUp held, TimeSpan lease, TimeProvider time, CancellationToken ct)
    {
        _over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _keeping = KeepAsync(store, held, lease, time);
    }

    /// <summary>Ends the step: the lease is gone, or the process stops.</summary>
    public CancellationToken Lost => _lost.Token;

    public static LeaseKeeper Start(IWindowStore store, LeasedFollowUp held, TimeSpan lease, TimeProvider time, CancellationToken ct) =>
        new(store, held, lease, time, ct);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _keeping;
        _over.Dispose();
        _lost.Dispose();
    }

    private async Task KeepAsync(IWindowStore store, LeasedFollowUp held, TimeSpan lease, TimeProvider time)
    {
        using var beat = new PeriodicTimer(lease / 3, time);
        try
        {
            while (await beat.WaitForNextTickAsync(_over.Token))
            {
                if (await store.WriteAsync((db, token) => OutboxLeases.HoldAsync(db, held, time.GetUtcNow() + lease, token), _over.Token)) continue;
                await _lost.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The step is over.
        }
        catch (StorageUnavailableException)
        {
            // Nothing can be kept while the database is away; the fence decides afterwards.
        }
    }
}
