using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Fuzz.Targets;

namespace VirtualWindow.Fuzz;

/// <summary>Every target for a few seconds with a seed of the day; README.md says how to look for longer.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    public static TheoryData<string> Targets => [.. AllTargets.Names];

    [Theory]
    [InlineData("planted-throw", "InvalidOperationException: planted")]
    [InlineData("planted-loop", "EndlessInputException")]
    [InlineData("planted-growth", "bytes allocated")]
    public void A_planted_fault_is_found(string target, string fault)
    {
        var (summary, finding) = Instrumented.Run(target, TimeSpan.FromSeconds(30), seed: 1);
        Assert.True(finding is not null, summary);
        Assert.Contains(fault, finding, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Strangers_bytes_do_no_harm(string target)
    {
        // Another seed every day finds more than the same one for ever, and a failure names it.
        var seed = DateTime.UtcNow.DayOfYear;
        var (summary, finding) = Instrumented.Run(target, Time, seed);
        TestContext.Current.TestOutputHelper!.WriteLine(summary);
        Assert.True(finding is null, $"{summary}\n{finding}");
    }
}
