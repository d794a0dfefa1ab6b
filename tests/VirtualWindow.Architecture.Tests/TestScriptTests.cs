using System.Diagnostics;

namespace VirtualWindow.Architecture.Tests;

/// <summary>
/// What <c>./test</c> does about Debian packages that are missing: installs them as root, else says exactly what to install, and goes on in
/// any case. A copy of the script runs in a folder of its own, with shims for the programs that would look at or change this machine.
/// </summary>
public sealed class TestScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vw-test-script-").FullName;

    public TestScriptTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for bash.");
        Directory.CreateDirectory(Path.Combine(_folder, "tests"));
        File.Copy(Checkout.File("test"), Path.Combine(_folder, "test"));
        Shim("dpkg-query", "case \" chromium ffmpeg \" in *\" ${@: -1} \"*) [ -n \"${ALL_THERE:-}\" ] && printf installed;; *) printf installed;; esac");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_root_it_says_what_to_install_and_touches_nothing()
    {
        var said = await RunAsync(user: 1000);

        Assert.Contains("缺少软件包 Missing packages: chromium ffmpeg", said, StringComparison.Ordinal);
        Assert.Contains("sudo apt-get install --no-install-recommends chromium ffmpeg", said, StringComparison.Ordinal);
        Assert.Empty(Installs);
    }

    [Fact]
    public async Task As_root_it_installs_exactly_what_is_missing()
    {
        var said = await RunAsync(user: 0);

        Assert.Contains("Installing chromium ffmpeg", said, StringComparison.Ordinal);
        Assert.Equal(["update -q", "install -yq --no-install-recommends chromium ffmpeg"], Installs);
    }

    [Fact]
    public async Task An_installation_that_fails_is_told_and_the_tests_go_on()
    {
        var said = await RunAsync(user: 0, ("APT_FAILS", "1"));

        Assert.Contains("apt-get could not install chromium ffmpeg", said, StringComparison.Ordinal);
        Assert.Contains("no network here", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_everything_there_it_says_nothing_of_packages()
    {
        var said = await RunAsync(user: 0, ("ALL_THERE", "1"));

        Assert.DoesNotContain("chromium", said, StringComparison.Ordinal);
        Assert.Empty(Installs);
    }

    private string[] Installs => File.Exists(Path.Combine(_folder, "apt.log")) ? File.ReadAllLines(Path.Combine(_folder, "apt.log")) : [];

    /// <summary>Asks for a project that does not exist, so that the script stops after the packages and before it builds.</summary>
    private async Task<string> RunAsync(int user, params (string Name, string Value)[] settings)
    {
        Shim("id", $"echo {user}");
        Shim("apt-get", "[ -n \"${APT_FAILS:-}\" ] && { echo 'no network here'; exit 100; }; echo \"$*\" >>\"" + Path.Combine(_folder, "apt.log") + "\"");
        foreach (var tool in (string[])["dotnet", "node", "npm"]) Shim(tool, "exit 0");
        var start = new ProcessStartInfo("bash", [Path.Combine(_folder, "test"), "NoSuchProject"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{start.Environment["PATH"]}";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var script = Process.Start(start)!;
        var (said, errors) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync();
        Assert.Equal(2, script.ExitCode);
        Assert.Contains("No test project is called NoSuchProject", await errors, StringComparison.Ordinal);
        return await said;
    }

    private void Shim(string name, string body)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, name);
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
