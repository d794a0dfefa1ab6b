using VirtualWindow.MediaNode.Tests.Recording;
using Xunit.Runner.InProc.SystemConsole;

namespace VirtualWindow.MediaNode.Tests;

/// <summary>The test runner, or with <c>recorder</c> as the first argument the program that the crash test of recordings kills.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) =>
        args is ["recorder", var folder, var media] ? await KilledRecorder.RunAsync(folder, media) : await ConsoleRunner.Run(args);
}
