using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace VirtualWindow.MediaNode.Tests.Clients;

/// <summary>A client program; what it prints as JSON lines is what it saw. Killed with all its children at the end.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly BlockingCollection<JsonElement> _reports = [];

    private ClientProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All it printed, for messages of failure.</summary>
    public string Output => string.Join('\n', _output.TakeLast(60));

    public static ClientProcess Start(string program, IReadOnlyList<string> arguments) => new(
        new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false });

    /// <summary>The first report that satisfies; fails with what the programs printed when it never comes.</summary>
    /// <param name="other">The program at the other end, which may know why.</param>
    public JsonElement Wait(Func<JsonElement, bool> satisfies, TimeSpan patience, ClientProcess other)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            return _reports.GetConsumingEnumerable(limit.Token).First(satisfies);
        }
        catch (Exception never) when (never is OperationCanceledException or InvalidOperationException)
        {
            Assert.Fail($"What was waited for never came.\n{Output}\nThe other end:\n{other.Output}");
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _reports.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (!line.StartsWith('{')) return;
        using var report = JsonDocument.Parse(line);
        try
        {
            _reports.Add(report.RootElement.Clone());
        }
        catch (ObjectDisposedException)
        {
            // A last line after the end.
        }
    }
}
