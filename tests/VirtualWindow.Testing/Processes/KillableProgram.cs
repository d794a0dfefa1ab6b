using System.Diagnostics;
using System.Threading.Channels;

namespace VirtualWindow.Testing.Processes;

/// <summary>
/// This test executable started once more, as the program that a test kills (its Program.cs tells the two apart by the first argument).
/// It speaks in lines on standard output; what it said before its SIGKILL is what it must keep.
/// </summary>
public sealed class KillableProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _said = [];
    private readonly Process _process;
    private readonly Task _reading;

    private KillableProgram(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public static KillableProgram Start(params string[] arguments)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        return new(Process.Start(info)!);
    }

    /// <summary>Said by such a program: a whole line at once, so that no kill cuts one in two.</summary>
    public static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    /// <summary>The rest of every line that began with <paramref name="prefix"/>; complete after <see cref="KillAsync"/>.</summary>
    public IReadOnlyList<string> Said(string prefix)
    {
        lock (_said)
            return [.. _said.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..])];
    }

    /// <summary>Returns as soon as the program has said a line that fits.</summary>
    public async Task UntilAsync(Func<string, bool> fits)
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
        {
            if (fits(line))
                return;
        }

        throw new InvalidOperationException("The program ended before it said so.");
    }

    /// <summary>kill -9, then reads what it had said.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.Add(line);
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}
