using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Host.Tests;

/// <summary>The compose file is one that Debian's docker-compose takes; no engine is needed to see that.</summary>
public sealed class ComposeTests
{
    private const string Compose = "/usr/bin/docker-compose";

    [Fact]
    public async Task Docker_compose_accepts_the_file()
    {
        var (exitCode, output) = await RunAsync("config", "-q");

        Assert.True(exitCode == 0, output);
        Assert.Equal("", output.Trim());
    }

    [Fact]
    public async Task It_runs_the_application_with_coturn_and_named_volumes()
    {
        Assert.Equal(["app", "coturn"], Words(await RunAsync("config", "--services")));
        Assert.Equal(["data", "turn"], Words(await RunAsync("config", "--volumes")));
    }

    private static string[] Words((int ExitCode, string Output) answer) =>
        [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)];

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        RequireInstalled();
        return Tool.RunAsync(Compose, ["-f", RepositoryRoot.File("docker-compose.yml"), .. arguments]);
    }

    private static void RequireInstalled()
    {
        if (File.Exists(Compose)) return;
        const string reason = "docker-compose is not installed (Debian package docker-compose).";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
