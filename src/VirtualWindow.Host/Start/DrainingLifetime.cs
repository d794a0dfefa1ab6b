using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using VirtualWindow.MediaNode;

namespace VirtualWindow.Host.Start;

/// <summary>
/// How the process is asked to end. SIGTERM (a restart, an update) first empties the media node: no new rooms, running sessions get
/// Media:DrainSeconds, then everybody is told to negotiate again and the process ends; their pages come back to the restarted one. Ctrl+C, and
/// a second signal, end it at once.
/// </summary>
internal sealed partial class DrainingLifetime(IHostApplicationLifetime application, LocalMediaNode media, IOptions<MediaOptions> options, ILogger<DrainingLifetime> log)
    : IHostLifetime, IDisposable
{
    /// <summary>After it the pages have heard that they are to come back; the hubs close with the process.</summary>
    private static readonly TimeSpan NewsTravels = TimeSpan.FromMilliseconds(500);

    private readonly List<PosixSignalRegistration> _signals = [];
    private int _asked;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnInterrupt));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private void OnInterrupt(PosixSignalContext signal)
    {
        signal.Cancel = true; // the host ends the process in order
        application.StopApplication();
    }

    private void OnTerminate(PosixSignalContext signal)
    {
        if (Interlocked.Exchange(ref _asked, 1) == 1 || !application.ApplicationStarted.IsCancellationRequested)
        {
            OnInterrupt(signal);
            return;
        }

        signal.Cancel = true;
        _ = DrainThenStopAsync();
    }

    private async Task DrainThenStopAsync()
    {
        try
        {
            var rooms = media.DrainStatus.Rooms;
            await media.DrainAsync(TimeSpan.FromSeconds(options.Value.DrainSeconds));
            if (rooms > 0) await Task.Delay(NewsTravels);
        }
        catch (Exception failure)
        {
            LogDrainFailed(log, failure);
        }

        application.StopApplication();
    }

    [LoggerMessage(2101, LogLevel.Error, "The media node could not be emptied; the process ends all the same")]
    private static partial void LogDrainFailed(ILogger logger, Exception failure);
}
