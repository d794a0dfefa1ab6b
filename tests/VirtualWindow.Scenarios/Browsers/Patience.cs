namespace VirtualWindow.Scenarios.Browsers;

/// <summary>Waits for a condition of the world outside (a page, a process) and says what it saw last when it never comes true.</summary>
public static class Patience
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public static async Task<T> UntilAsync<T>(string expectation, Func<Task<T>> look, Func<T, bool> holds, int seconds = 30)
    {
        using var timer = new PeriodicTimer(Pace);
        var seen = await look();
        for (var left = seconds * 10; !holds(seen); left--)
        {
            if (left == 0) throw new TimeoutException($"Not within {seconds} s: {expectation}; last seen: {seen}");
            await timer.WaitForNextTickAsync();
            seen = await look();
        }
        return seen;
    }
}
