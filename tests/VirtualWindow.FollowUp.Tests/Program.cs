using VirtualWindow.FollowUp.Tests.Killing;
using Xunit.Runner.InProc.SystemConsole;

namespace VirtualWindow.FollowUp.Tests;

/// <summary>The test runner, or with <c>hall</c> as the first argument the program that the kill test kills.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) =>
        args is ["hall", .. var rest] ? await Hall.RunAsync(rest) : await ConsoleRunner.Run(args);
}
