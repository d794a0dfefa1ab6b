using System.Diagnostics;

namespace VirtualWindow.Documents.Tests.Bases;

/// <summary>What a program of another house says about a file of ours.</summary>
internal sealed record ToolAnswer(int ExitCode, string Output);

/// <summary>Runs an installed program to its end; a missing one skips the test and fails it where CI=true.</summary>
internal static class DebianTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static ToolAnswer Run(string program, params string[] arguments)
    {
        Require(program);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} does not end.");
        }

        return new ToolAnswer(process.ExitCode, output.Result + errors.Result);
    }

    /// <summary>Runs it and expects success.</summary>
    public static string Check(string program, params string[] arguments)
    {
        var answer = Run(program, arguments);
        Assert.True(answer.ExitCode == 0, $"{program} {string.Join(' ', arguments)} says {answer.ExitCode}:\n{answer.Output}");
        return answer.Output;
    }

    private static void Require(string program)
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)))) return;
        var reason = $"{program} is not installed (see packages= in ./test).";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
