using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace VirtualWindow.FollowUp.Tests.Killing;

/// <summary>A hall in a process of its own, as its killer sees it.</summary>
internal sealed class KilledHall : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Process _process;
    private readonly Task _reading;

    private KilledHall(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Sessions whose end was acknowledged: they must be filed, whatever happens.</summary>
    public List<string> Acknowledged { get; } = [];

    public static KilledHall Start(string kind, string where, int sessions, string? stopAt)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in (string[])["hall", kind, where, sessions.ToString(CultureInfo.InvariantCulture), stopAt ?? "-"])
            info.ArgumentList.Add(argument);
        return new(Process.Start(info)!);
    }

    /// <summary>Returns as soon as the hall has said a line that fits.</summary>
    public async Task UntilAsync(Func<string, bool> fits)
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
        {
            if (fits(line))
                return;
        }

        throw new InvalidOperationException("The hall ended before it said so.");
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
            if (line.StartsWith("ended ", StringComparison.Ordinal))
                Acknowledged.Add(line["ended ".Length..]);
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}
