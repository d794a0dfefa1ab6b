namespace VirtualWindow.MediaNode.Admission;

/// <summary>What is in full use.</summary>
internal enum FullReason { None, Loops, Processor, Bitrate, SocketDrops }

/// <summary>
/// Whether new rooms are taken. Pure: fed with one measurement a second.
/// <code>
///  Open ──over one limit, 3 measurements in a row──▶ Full
///   ▲──under 85 % of every limit, 5 in a row─────────┘
/// </code>
/// A short peak refuses nobody, and a node at its limit does not swing: what a refused room would have cost lies below the gap.
/// </summary>
internal sealed class AdmissionControl(AdmissionLimits limits)
{
    public const int ClosesAfter = 3;
    public const int OpensAfter = 5;
    private const double ReopensAt = 0.85;

    private volatile FullReason _full;
    private int _inARow;

    /// <summary><see cref="FullReason.None"/> while new rooms are taken.</summary>
    public FullReason Full => _full;

    /// <returns>True when the answer has changed.</returns>
    public bool Observe(in MediaLoad load)
    {
        var over = limits.Exceeded(load, 1);
        var wantsChange = _full == FullReason.None ? over != FullReason.None : limits.Exceeded(load, ReopensAt) == FullReason.None;
        _inARow = wantsChange ? _inARow + 1 : 0;
        if (_inARow < (_full == FullReason.None ? ClosesAfter : OpensAfter)) return false;
        _inARow = 0;
        _full = over;
        return true;
    }
}

/// <summary>Beyond one of these no new room is taken; infinity: no limit.</summary>
internal sealed record AdmissionLimits(double LoopShare, double CpuShare, double BitsPerSecond, double DropsPerSecond)
{
    public static AdmissionLimits Of(MediaOptions options) => new(
        Share(options.MaxLoopPercent), Share(options.MaxCpuPercent),
        options.MaxMegabitsPerSecond == 0 ? double.PositiveInfinity : options.MaxMegabitsPerSecond * 1e6,
        options.MaxDropsPerSecond == 0 ? double.PositiveInfinity : options.MaxDropsPerSecond);

    /// <param name="part">Of each limit.</param>
    /// <returns>The first limit that is exceeded.</returns>
    public FullReason Exceeded(in MediaLoad load, double part) =>
        load.LoopShare > LoopShare * part ? FullReason.Loops
        : load.CpuShare > CpuShare * part ? FullReason.Processor
        : load.BitsPerSecond > BitsPerSecond * part ? FullReason.Bitrate
        : load.DropsPerSecond > DropsPerSecond * part ? FullReason.SocketDrops
        : FullReason.None;

    /// <summary>Nobody can use more than all of it, so 100 % is no limit.</summary>
    private static double Share(int percent) => percent >= 100 ? double.PositiveInfinity : percent / 100.0;
}
