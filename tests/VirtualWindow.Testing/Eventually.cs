namespace VirtualWindow.Testing;

/// <summary>Waits for a condition that has no event to wait for, e.g. the state of a database that another process changes.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task HoldsAsync(Func<Task<bool>> condition, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
            await clock.WaitForNextTickAsync(limit.Token);
    }
}
