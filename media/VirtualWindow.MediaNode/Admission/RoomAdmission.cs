using Microsoft.Extensions.Logging;

namespace VirtualWindow.MediaNode.Admission;

/// <summary>
/// Measures once a second and says whether the node takes new rooms. Rooms that are here go on whatever is measured, and whoever
/// belongs to them is let in: half a conversation is of no use to anybody.
/// </summary>
internal sealed partial class RoomAdmission : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly AdmissionControl _control;
    private readonly Func<MediaLoad> _measure;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _refused;
    private int _measuring;

    public RoomAdmission(AdmissionLimits limits, Func<MediaLoad> measure, TimeProvider time, ILogger logger)
    {
        (_control, _measure, _logger) = (new AdmissionControl(limits), measure, logger);
        _timer = time.CreateTimer(static admission => ((RoomAdmission)admission!).Measure(), this, Interval, Interval);
    }

    public FullReason Full => _control.Full;

    /// <summary>The newest measurement.</summary>
    public MediaLoad Load { get; private set; }

    /// <summary>New rooms refused because the node was full.</summary>
    public long Refused => Volatile.Read(ref _refused);

    public bool TryAdmit()
    {
        if (Full == FullReason.None) return true;
        Interlocked.Increment(ref _refused);
        return false;
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Measure()
    {
        if (Interlocked.Exchange(ref _measuring, 1) == 1) return; // a late timer does not overtake itself
        try
        {
            var load = _measure();
            Load = load;
            if (!_control.Observe(load)) return;
            if (Full == FullReason.None) LogOpen(_logger, load.LoopShare, load.CpuShare, load.BitsPerSecond / 1e6, load.DropsPerSecond);
            else LogFull(_logger, Full, load.LoopShare, load.CpuShare, load.BitsPerSecond / 1e6, load.DropsPerSecond);
        }
        finally
        {
            Volatile.Write(ref _measuring, 0);
        }
    }

    [LoggerMessage(3020, LogLevel.Warning, "No new rooms: {Reason} in full use (least busy loop {LoopShare:P0}, processor {CpuShare:P0}, {Megabits:F1} Mbit/s, {Drops:F0} datagrams lost per second). Rooms that are here go on.")]
    private static partial void LogFull(ILogger logger, FullReason reason, double loopShare, double cpuShare, double megabits, double drops);

    [LoggerMessage(3021, LogLevel.Information, "New rooms are taken again (least busy loop {LoopShare:P0}, processor {CpuShare:P0}, {Megabits:F1} Mbit/s, {Drops:F0} datagrams lost per second).")]
    private static partial void LogOpen(ILogger logger, double loopShare, double cpuShare, double megabits, double drops);
}
