using System.Diagnostics;

namespace VirtualWindow.Benchmarks.Media;

/// <summary>Best of many short runs: what the code costs when nobody else has the core.</summary>
internal static class Timing
{
    /// <param name="run">Does a number of operations and returns how many.</param>
    /// <returns>Nanoseconds per operation in the fastest of the runs.</returns>
    public static double BestNanoseconds(Func<int> run, int runs = 200)
    {
        WarmUp(run);
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var operations = run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations);
        }

        return best;
    }

    /// <summary>Until tiered compilation, which works in the background, has had time to finish.</summary>
    public static void WarmUp(Func<int> run)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5)) run();
    }
}
