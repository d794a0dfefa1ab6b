using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Host.Tests;

/// <summary>
/// What of the image can be seen without a container engine: what it copies is there, its stages are known, the publish command makes a
/// program that starts with the image's settings, and the health check tells a live one from a dead one.
/// </summary>
public sealed partial class DockerfileTests
{
    /// <summary>Instructions with their continuation lines joined, without comments.</summary>
    private static readonly string[] Instructions = [.. Continuation().Replace(File.ReadAllText(RepositoryRoot.File("Dockerfile")), " ")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'))];

    [Fact]
    public void What_it_copies_is_there()
    {
        var stages = Arguments("FROM").Select(words => words is [_, "AS", var name] ? name : "").ToList();
        foreach (var words in Arguments("COPY"))
        {
            var from = words[0].StartsWith("--from=", StringComparison.Ordinal) ? words[0]["--from=".Length..] : null;
            if (from is null) Assert.All(words[..^1], source => Assert.True(Path.Exists(RepositoryRoot.File(source)), $"COPY {source}: there is none"));
            else Assert.True(from.Contains(':', StringComparison.Ordinal) || stages.Contains(from), $"--from={from} names neither an image nor a stage");
        }
    }

    [Fact]
    public void Nothing_that_the_build_reads_is_ignored()
    {
        var ignored = File.ReadAllLines(RepositoryRoot.File(".dockerignore")).Where(line => line.Length > 0).ToList();
        Assert.All(ignored, pattern => Assert.Matches(@"^(\*\*/)?[\w.-]+(/[\w.-]+)*$", pattern)); // no wildcards but these, so that names can be compared
        var anywhere = ignored.Where(pattern => pattern.StartsWith("**/", StringComparison.Ordinal)).Select(pattern => pattern[3..]).ToHashSet();
        foreach (var folder in new[] { "src", "signaling", "media", "web-client" })
        {
            Assert.DoesNotContain(folder, ignored);
            Assert.DoesNotContain(Directory.EnumerateDirectories(RepositoryRoot.File(folder)).Select(path => Path.GetFileName(path)!), name => ignored.Contains($"{folder}/{name}") && name is not ("dist" or "look"));
        }

        Assert.Subset(new HashSet<string> { "bin", "obj", "node_modules" }, anywhere);
        Assert.DoesNotContain(Directory.EnumerateFiles(RepositoryRoot.Path).Select(path => Path.GetFileName(path)!), name => name != ".git" && ignored.Contains(name)); // a worktree's .git is a file
    }

    [Fact]
    public async Task The_program_that_it_publishes_serves_the_pages_and_the_health_check_knows_when_it_does_not()
    {
        using var image = new TemporaryFolder("vw-image");
        await PublishAsync(image.Path);
        var program = Path.Combine(image.Path, Json("ENTRYPOINT").Single());
        await using var host = await HostProcess.StartAsync(new HostLaunch { Executable = program, Environment = "Production" });

        using (var client = host.CreateClient()) Assert.Contains("虚拟窗口", await client.GetStringAsync(RunningHost.Path("/applicant")), StringComparison.Ordinal);
        Assert.Equal(0, await CheckHealthAsync(host.Address.Port));
        await host.StopAsync();
        Assert.NotEqual(0, await CheckHealthAsync(host.Address.Port));
    }

    [Fact]
    public void It_runs_as_nobody_special_and_keeps_its_data_in_a_volume()
    {
        Assert.Equal(["app"], Arguments("USER").Single());
        var folder = Arguments("ENV").SelectMany(words => words).Single(word => word.StartsWith("Storage__Root=", StringComparison.Ordinal))["Storage__Root=".Length..];
        Assert.Equal([folder], Arguments("VOLUME").Single());
        Assert.Contains(Instructions, line => line.StartsWith("RUN", StringComparison.Ordinal) && line.Contains($"chown app:app {folder}", StringComparison.Ordinal));
    }

    /// <summary>The command of the image over what is built already, in the configuration of this test.</summary>
    private static async Task PublishAsync(string output)
    {
        var words = Arguments("RUN").Single(words => words is ["dotnet", "publish", ..]);
        Assert.Contains("-p:RestoreLockedMode=true", words);
        (words[Array.IndexOf(words, "-o") + 1], words[Array.IndexOf(words, "-c") + 1]) = (output, Configuration());
        var (exitCode, said) = await Tool.RunAsync(words[0], [.. words[1..], "--no-build", "-nodeReuse:false"]);
        Assert.True(exitCode == 0, said);
    }

    private static async Task<int> CheckHealthAsync(int port)
    {
        var check = Json("HEALTHCHECK");
        var inImage = Arguments("ENV").SelectMany(words => words).Single(word => word.StartsWith("ASPNETCORE_URLS=", StringComparison.Ordinal)).Split(':')[^1];
        var command = check.Select(word => word.Replace($"/{inImage} ", $"/{port.ToString(CultureInfo.InvariantCulture)} ", StringComparison.Ordinal)).ToArray();
        Assert.NotEqual(check, command);
        return (await Tool.RunAsync(command[0], command[1..])).ExitCode;
    }

    /// <summary>bin/Release/net10.0/VirtualWindow.Host: the configuration that the tests were built in.</summary>
    private static string Configuration() => Directory.GetParent(HostProcess.Executable)!.Parent!.Name;

    private static IEnumerable<string[]> Arguments(string instruction) =>
        Instructions.Where(line => line.StartsWith(instruction + " ", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]);

    /// <summary>The words of an instruction in its JSON form.</summary>
    private static string[] Json(string instruction)
    {
        var line = Instructions.Single(line => line.StartsWith(instruction + " ", StringComparison.Ordinal));
        return JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[', StringComparison.Ordinal)..])!;
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();
}
