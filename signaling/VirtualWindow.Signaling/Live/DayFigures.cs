using VirtualWindow.Domain;

namespace VirtualWindow.Signaling.Live;

/// <summary>Today's counts of one desk.</summary>
internal sealed record DeskFigures(int Served, int Declined, int Missed, double? AverageSeconds, int CasesFiled, int CasesPending)
{
    public static readonly DeskFigures None = new(0, 0, 0, null, 0, 0);
}

/// <summary>Today's counts of one site.</summary>
/// <param name="ServiceLevel">Share (0..1) of today's called tickets that were called within the target; null without data.</param>
internal sealed record SiteDay(int Served, int Abandoned, double? ServiceLevel, int CasesFiled, int CasesPending)
{
    public static readonly SiteDay None = new(0, 0, null, 0, 0);
}

/// <summary>An ended sitting whose case is not filed after a while.</summary>
internal sealed record StuckCase(CaseId Case, SiteId Site, DateTimeOffset EndedAt);

/// <summary>What has happened so far today, for figures and for honest waiting times.</summary>
internal sealed record DayFigures(
    IReadOnlyDictionary<DeskId, DeskFigures> Desks, IReadOnlyDictionary<SiteId, SiteDay> Sites,
    IReadOnlyDictionary<WindowId, IReadOnlyList<TimeSpan>> ServiceTimes, IReadOnlyList<StuckCase> Stuck)
{
    public static readonly DayFigures None = new(
        new Dictionary<DeskId, DeskFigures>(), new Dictionary<SiteId, SiteDay>(), new Dictionary<WindowId, IReadOnlyList<TimeSpan>>(), []);

    public DeskFigures Of(DeskId desk) => Desks.GetValueOrDefault(desk) ?? DeskFigures.None;
    public SiteDay Of(SiteId site) => Sites.GetValueOrDefault(site) ?? SiteDay.None;
    public IReadOnlyList<TimeSpan> RecentServiceTimes(WindowId window) => ServiceTimes.GetValueOrDefault(window) ?? [];
}
