using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.HandOver;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Live;

/// <summary>
/// The heart of the floor: woken by every change and at least once a second (another process rings no bell here), it reads the
/// floor, moves what is due, offers waiting tickets, and tells everybody what has changed.
/// </summary>
internal sealed partial class FloorLoop(
    FloorKeeper floors, Deadlines deadlines, InvitationDeadlines invitations, Pairing pairing, FloorNews news, FloorSignal signal, MediaTruth media, Pulse pulse,
    IEnumerable<ICaseFiled> cases, IOptions<SignalingOptions> options, TimeProvider time, ILogger<FloorLoop> log) : BackgroundService
{
    /// <summary>Rounds in a row before the news: a deadline frees a desk, pairing uses it.</summary>
    private const int MostRounds = 4;
    private static readonly TimeSpan LongestBreath = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = signal.Subscribe();
        void Filed(CaseFiled news) => bell.Ring();
        media.Changed += bell.Ring;
        foreach (var source in cases) source.Filed += Filed;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var began = time.GetTimestamp();
                await RoundAsync(stoppingToken);
                await Task.Delay(Breath(time.GetElapsedTime(began)), stoppingToken);
                await bell.WaitAsync(options.Value.PollInterval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(log);
        }
        finally
        {
            media.Changed -= bell.Ring;
            foreach (var source in cases) source.Filed -= Filed;
        }
    }

    /// <summary>Under a storm of changes half of the time is left to those who make them; their news gather meanwhile.</summary>
    private static TimeSpan Breath(TimeSpan round) => round < LongestBreath ? round : LongestBreath;

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            var floor = await floors.FreshAsync(ct);
            for (var round = 0; round < MostRounds && await MoveAsync(floor, ct); round++) floor = await floors.FreshAsync(ct);
            await news.TellAsync(floor, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The floor must not stand still because of one bad round; the next one looks at everything again.
            if (failure is StorageUnavailableException) pulse.Miss();
            LogFailed(log, failure);
        }
    }

    private async Task<bool> MoveAsync(Floor floor, CancellationToken ct) =>
        await invitations.RunAsync(floor, ct) | await deadlines.RunAsync(floor, ct) | await pairing.RunAsync(floor, ct);

    [LoggerMessage(3221, LogLevel.Error, "A round of the floor failed; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(3222, LogLevel.Information, "The floor stops")]
    private static partial void LogStopped(ILogger logger);
}
