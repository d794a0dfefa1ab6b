using VirtualWindow.Storage.Tests.Crash;
using Xunit.Runner.InProc.SystemConsole;

namespace VirtualWindow.Storage.Tests;

/// <summary>The test runner, or with <c>writers</c> as the first argument the program that the crash test kills.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) =>
        args is ["writers", .. var rest] ? await Writers.RunAsync(rest) : await ConsoleRunner.Run(args);
}
