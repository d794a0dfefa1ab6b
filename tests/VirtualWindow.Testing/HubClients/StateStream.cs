using System.Collections.Concurrent;

namespace VirtualWindow.Testing.HubClients;

/// <summary>What one client has been told: keeps the newest snapshot by sequence, as the pages do, and lets a test wait for a condition.</summary>
public sealed class StateStream<TSnapshot>(Func<TSnapshot, long> sequenceOf) where TSnapshot : class
{
    private readonly ConcurrentQueue<TSnapshot> _all = new();
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private TSnapshot? _latest;

    public TSnapshot? Latest
    {
        get { lock (_gate) return _latest; }
    }

    /// <summary>Everything received, in the order of arrival.</summary>
    public IReadOnlyCollection<TSnapshot> All => _all;

    public void Receive(TSnapshot snapshot)
    {
        _all.Enqueue(snapshot);
        List<Waiter> served;
        lock (_gate)
        {
            if (_latest is not null && sequenceOf(snapshot) < sequenceOf(_latest)) return;
            _latest = snapshot;
            served = _waiters.Where(waiter => waiter.Condition(snapshot)).ToList();
            foreach (var waiter in served) _waiters.Remove(waiter);
        }
        foreach (var waiter in served) waiter.Arrived.TrySetResult(snapshot);
    }

    /// <summary>The newest snapshot as soon as it satisfies <paramref name="condition"/>.</summary>
    /// <param name="what">Named in the failure, e.g. "an offer".</param>
    public async Task<TSnapshot> UntilAsync(Func<TSnapshot, bool> condition, string what, TimeSpan? patience = null)
    {
        var waiter = new Waiter(condition, new TaskCompletionSource<TSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_latest is not null && condition(_latest)) return _latest;
            _waiters.Add(waiter);
        }
        try
        {
            return await waiter.Arrived.Task.WaitAsync(patience ?? Patience.ForNews);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited in vain for {what}; the last state was {Latest?.ToString() ?? "none"}.");
        }
    }

    private sealed record Waiter(Func<TSnapshot, bool> Condition, TaskCompletionSource<TSnapshot> Arrived);
}

/// <summary>How long tests wait for what has to happen; a failure says what was missing.</summary>
public static class Patience
{
    public static readonly TimeSpan ForNews = TimeSpan.FromSeconds(20);
}
