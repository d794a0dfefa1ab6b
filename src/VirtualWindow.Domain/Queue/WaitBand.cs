namespace VirtualWindow.Domain.Queue;

/// <summary>An honest wait: a band of minutes, never an exact one.</summary>
public readonly record struct WaitBand(int FromMinutes, int ToMinutes)
{
    /// <summary>Fewer finished sittings than this in the recent past say nothing.</summary>
    public const int SittingsNeeded = 3;

    /// <summary>
    /// The band for one place in a queue, or null: nothing rather than a wrong number, when there is no recent data or nobody serves.
    /// </summary>
    /// <param name="position">1 = next.</param>
    /// <param name="desksServing">Desks ready, busy or wrapping up that may serve this queue (shared ones count by their share).</param>
    /// <param name="recentServiceTimes">Lengths of recent sittings of the queue, at most some hours old.</param>
    public static WaitBand? Estimate(int position, double desksServing, IReadOnlyCollection<TimeSpan> recentServiceTimes)
    {
        if (position < 1 || desksServing <= 0 || recentServiceTimes.Count < SittingsNeeded)
            return null;
        var turns = position / desksServing;
        var mean = recentServiceTimes.Average(time => time.TotalMinutes);
        return Around(turns * mean);
    }

    // Half to one and a half of the estimate, widened to steps that people use.
    private static WaitBand Around(double minutes)
    {
        var step = minutes < 10 ? 1 : minutes < 30 ? 5 : 10;
        var from = (int)Math.Floor(minutes * 0.5 / step) * step;
        var to = (int)Math.Ceiling(minutes * 1.5 / step) * step;
        return new(from, Math.Max(to, from + step));
    }
}
