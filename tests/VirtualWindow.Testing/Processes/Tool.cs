using System.Diagnostics;

namespace VirtualWindow.Testing.Processes;

/// <summary>Runs a command-line tool to its end.</summary>
public static class Tool
{
    /// <param name="file">The program, with its folder unless it is on PATH.</param>
    /// <param name="path">PATH of the tool itself; null = ours.</param>
    /// <returns>The exit code, and standard output followed by standard error.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, IEnumerable<string> arguments, string? path = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = RepositoryRoot.Path,
        };
        if (path is not null) start.Environment["PATH"] = path;
        using var tool = Process.Start(start)!;
        var output = tool.StandardOutput.ReadToEndAsync();
        var errors = tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        return (tool.ExitCode, await output + await errors);
    }
}
