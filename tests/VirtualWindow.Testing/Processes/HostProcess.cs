using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace VirtualWindow.Testing.Processes;

/// <summary>
/// The real program as a child process: free ports, a data root of its own, Development unless told otherwise. It is stopped as an
/// operator would (SIGTERM), or killed as a power cut would (SIGKILL), and may be started again on the same data.
/// </summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private const int TerminateSignal = 15;

    private readonly HostLaunch _launch;
    private readonly TemporaryFolder? _ownedRoot;
    private Process _process = null!;
    private TaskCompletionSource<bool> _served = null!;

    private HostProcess(HostLaunch launch)
    {
        _launch = launch;
        _ownedRoot = launch.DataRoot is null ? new TemporaryFolder("vw-host") : null;
        DataRoot = launch.DataRoot ?? _ownedRoot!.Path;
        StaffPassword = launch.StaffPassword;
    }

    /// <summary>The built program of the configuration (Debug, Release) that the running test was built in.</summary>
    public static string Executable { get; } = RepositoryRoot.File(
        "src", "VirtualWindow.Host", "bin", Configuration, "net10.0", OperatingSystem.IsWindows() ? "VirtualWindow.Host.exe" : "VirtualWindow.Host");

    public string DataRoot { get; }

    /// <summary>Where the pages are, e.g. http://127.0.0.1:40123/.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Password of all demo staff: printed at the first start, or given in the launch.</summary>
    public string? StaffPassword { get; private set; }

    /// <summary>Everything the program printed, line by line, over all its starts.</summary>
    public ConcurrentQueue<string> Output { get; } = new();

    public int ProcessId => _process.Id;
    public bool HasExited => _process.HasExited;

    /// <summary>Starts the program and returns once it serves.</summary>
    public static async Task<HostProcess> StartAsync(HostLaunch? launch = null, CancellationToken ct = default)
    {
        var host = new HostProcess(launch ?? new HostLaunch());
        try
        {
            await host.StartAgainAsync(ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program that is expected to refuse; returns its exit code and all it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunToExitAsync(HostLaunch launch, CancellationToken ct = default)
    {
        await using var host = new HostProcess(launch);
        host.Launch();
        await host._process.WaitForExitAsync(ct).WaitAsync(StartPatience, ct);
        return (host._process.ExitCode, string.Join('\n', host.Output));
    }

    /// <summary>Starts again on the same data after <see cref="StopAsync"/> or <see cref="KillAsync"/>.</summary>
    public async Task StartAgainAsync(CancellationToken ct = default)
    {
        Launch();
        var exited = _process.WaitForExitAsync(ct);
        if (await Task.WhenAny(_served.Task, exited).WaitAsync(StartPatience, ct) == exited)
            throw new InvalidOperationException($"The program ended with exit code {_process.ExitCode}:\n{string.Join('\n', Output)}");
    }

    /// <summary>Asks the program to end, as an operator does; kills it when it does not within 30 s.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited) Terminate(_process.Id);
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            throw new TimeoutException($"The program did not end within {StopPatience.TotalSeconds} s of SIGTERM:\n{string.Join('\n', Output)}");
        }
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>A client of this program; it keeps cookies, so one client is one browser.</summary>
    public HttpClient CreateClient() => new(new HttpClientHandler
    {
        AllowAutoRedirect = false, ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    })
    {
        BaseAddress = Address,
    };

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            try
            {
                if (!_process.HasExited) await StopAsync();
            }
            finally
            {
                _process.Dispose();
                _ownedRoot?.Dispose();
            }
        }
        else _ownedRoot?.Dispose();
    }

    private void Launch()
    {
        var executable = _launch.Executable ?? Executable;
        if (!File.Exists(executable)) throw new FileNotFoundException($"{executable} is not built; build the solution first.");
        _served = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = StartInfo(executable), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        if (_launch.StandardInput is { } input) _process.StandardInput.Write(input);
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private ProcessStartInfo StartInfo(string executable)
    {
        var start = new ProcessStartInfo(executable, _launch.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = _launch.Environment;
        start.Environment["ASPNETCORE_URLS"] = _launch.Urls;
        start.Environment["Storage__Root"] = DataRoot;
        start.Environment["Media__Port"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        if (_launch.StaffPassword is not null) start.Environment["Seed__Password"] = _launch.StaffPassword;
        foreach (var (name, value) in _launch.Settings) start.Environment[name] = value;
        return start;
    }

    /// <summary>The banner's lines: the address, the password at the first start, and the data folder once all is up.</summary>
    private void Read(string? line)
    {
        if (line is null) return;
        Output.Enqueue(line);
        if (AddressLine().Match(line) is { Success: true } address)
            Address = new Uri(address.Groups[1].Value.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        if (PasswordLine().Match(line) is { Success: true } password) StaffPassword = password.Groups[1].Value;
        if (ReadyLine().IsMatch(line)) _served.TrySetResult(true);
    }

    private static void Terminate(int processId)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("SIGTERM needs a Unix.");
        _ = SendSignal(processId, TerminateSignal);
    }

    private static string Configuration =>
        typeof(HostProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration.ToString(CultureInfo.InvariantCulture) ?? "Debug";

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);

    [GeneratedRegex(@"^\s+网址 Address\s+(\S+)")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"^\s+口令 Password\s+(\S+)")]
    private static partial Regex PasswordLine();

    [GeneratedRegex(@"^\s+已就绪 Ready")]
    private static partial Regex ReadyLine();
}
