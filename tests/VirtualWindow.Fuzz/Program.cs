using System.Diagnostics;
using System.Globalization;
using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Fuzz.Targets;
using VirtualWindow.Testing;
using Xunit.Runner.InProc.SystemConsole;

namespace VirtualWindow.Fuzz;

/// <summary>The test runner, or with <c>fuzz TARGET [MINUTES [SEED]] [--grow]</c> the longer mode (README.md).</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args is ["fuzz", var target, .. var rest] ? Fuzz(target, rest) : await ConsoleRunner.Run(args);

    private static int Fuzz(string target, string[] rest)
    {
        var numbers = rest.Where(argument => argument != "--grow").Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var time = TimeSpan.FromMinutes(numbers.Length > 0 ? numbers[0] : 10);
        var seed = numbers.Length > 1 ? (int)numbers[1] : (int)(Stopwatch.GetTimestamp() & int.MaxValue);
        var corpus = rest.Contains("--grow") ? RepositoryRoot.File("tests", "VirtualWindow.Fuzz", "Corpus", target) : null;
        if (!AllTargets.Names.Contains(target))
        {
            Console.Error.WriteLine($"Targets: {string.Join(", ", AllTargets.Names)}");
            return 2;
        }

        var (summary, finding) = Instrumented.Run(target, time, seed, corpus);
        Console.WriteLine(summary);
        if (finding is not null) Console.Error.WriteLine(finding);
        return finding is null ? 0 : 1;
    }
}
