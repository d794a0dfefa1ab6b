namespace VirtualWindow.MediaNode.Admission;

/// <summary>Measures the node by its loops' own clocks and counters and by the process's processor time. One caller at a time.</summary>
internal sealed class LoadMeter
{
    private readonly IReadOnlyList<RoomLoop> _loops;
    private readonly TimeProvider _time;
    private readonly double _cores = CpuAllowance.Cores();
    private readonly TimeSpan[] _slept;
    private long _measured;
    private TimeSpan _processor;
    private long _bytes;
    private long _drops;

    public LoadMeter(IReadOnlyList<RoomLoop> loops, TimeProvider time)
    {
        (_loops, _time) = (loops, time);
        _slept = new TimeSpan[loops.Count];
        Measure();
    }

    /// <summary>What happened since the last call; notes each loop's own share on it.</summary>
    public MediaLoad Measure()
    {
        var elapsed = _time.GetElapsedTime(_measured).TotalSeconds;
        _measured = _time.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        var cpuShare = (processor - _processor).TotalSeconds / elapsed / _cores;
        _processor = processor;
        return new MediaLoad(
            LeastBusy(elapsed), cpuShare,
            Grown(ref _bytes, _loops.Sum(static loop => loop.Loop.Port.Counters.ReceivedBytes + loop.Loop.Port.Counters.SentBytes)) * 8 / elapsed,
            Grown(ref _drops, _loops.Sum(static loop => loop.Loop.Port.KernelDrops + loop.Loop.Port.Counters.SendOverflows)) / elapsed);
    }

    private double LeastBusy(double elapsed)
    {
        for (var i = 0; i < _loops.Count; i++)
        {
            var slept = _loops[i].Loop.Slept;
            _loops[i].BusyShare = Math.Clamp(1 - ((slept - _slept[i]).TotalSeconds / elapsed), 0, 1);
            _slept[i] = slept;
        }

        return _loops.Where(static loop => loop.IsAlive).Select(static loop => loop.BusyShare).DefaultIfEmpty(1).Min();
    }

    private static double Grown(ref long before, long now)
    {
        var grown = now - before;
        before = now;
        return grown;
    }
}
