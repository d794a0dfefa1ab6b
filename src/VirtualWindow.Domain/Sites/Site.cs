namespace VirtualWindow.Domain.Sites;

/// <summary>A hall with clerks (窗口点). It owns a calendar, a number sequence and windows.</summary>
/// <param name="CasePrefix">Two letters that open the short case number, e.g. "GS".</param>
/// <param name="TimeZone">IANA name; the day of numbers and deadlines is the site's own day.</param>
public sealed record Site(SiteId Id, string Name, string NameEn, RegionCode Region, string CasePrefix, string TimeZone)
{
    public DateOnly Today(DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);
}

/// <summary>What a window's queue is for. Stored as numbers.</summary>
public enum WindowPurpose
{
    /// <summary>远程虚拟窗口: the applicant is somewhere else.</summary>
    Remote = 0,
    /// <summary>跨省通办.</summary>
    CrossProvince = 1,
    /// <summary>综合窗口.</summary>
    Comprehensive = 2,
    /// <summary>企业服务, meeting-style.</summary>
    Business = 3,
    /// <summary>办不成事反映窗口.</summary>
    ProblemResolution = 4,
}

/// <summary>A queue with a purpose at one site (窗口).</summary>
public sealed record Window(WindowId Id, SiteId Site, WindowPurpose Purpose, string Name, string NameEn);
