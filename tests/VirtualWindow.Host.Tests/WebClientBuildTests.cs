using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Host.Tests;

/// <summary>The pages' build inside MSBuild: it stands still while nothing changed, and says in words that Node is missing.</summary>
public sealed class WebClientBuildTests
{
    private static readonly string Project = RepositoryRoot.File("src", "VirtualWindow.Host", "VirtualWindow.Host.csproj");

    [Fact]
    public async Task Nothing_is_built_while_no_input_changed()
    {
        var (exitCode, output) = await MsBuildAsync(Environment.GetEnvironmentVariable("PATH")!, "-verbosity:normal");

        Assert.True(exitCode == 0, output);
        Assert.Contains("Skipping target \"BuildWebClient\" because all output files are up-to-date", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_node_is_a_coded_error_that_says_what_to_install()
    {
        using var folder = new TemporaryFolder("vw-no-node");
        File.CreateSymbolicLink(folder.File("sh"), "/bin/sh");

        var (exitCode, output) = await MsBuildAsync(folder.Path, $"-property:WebClientStamp={folder.File("client.stamp")}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error VW1001", output, StringComparison.Ordinal);
        Assert.Contains("install Node.js 20.19 or newer", output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> MsBuildAsync(string path, params string[] arguments) =>
        Tool.RunAsync(DotnetPath(), ["msbuild", Project, "-target:BuildWebClient", "-nodeReuse:false", .. arguments], path);

    private static string DotnetPath() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
}
