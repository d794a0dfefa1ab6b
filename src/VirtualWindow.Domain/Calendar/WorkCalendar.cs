namespace VirtualWindow.Domain.Calendar;

/// <summary>A day that differs from its weekday: a holiday, or a weekend day worked instead (调休).</summary>
public sealed record SpecialDay(SiteId Site, DateOnly Day, bool Working, string Name);

/// <summary>
/// Working days of one site: Monday to Friday, changed by its special days. Those are data that the hall edits; they follow the yearly
/// notice of the State Council's General Office (国务院办公厅关于部分节假日安排的通知), which comes out late in the year before.
/// </summary>
public sealed class WorkCalendar
{
    private readonly Dictionary<DateOnly, bool> _special;
    private readonly HashSet<int> _published;

    public WorkCalendar(IEnumerable<SpecialDay> specialDays)
    {
        _special = specialDays.ToDictionary(day => day.Day, day => day.Working);
        _published = [.. _special.Keys.Select(day => day.Year)];
    }

    public bool IsWorkingDay(DateOnly day) =>
        _special.TryGetValue(day, out var working) ? working : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>False for a year whose holidays are not known yet: whatever is counted into it is provisional.</summary>
    public bool IsPublished(DateOnly day) => _published.Contains(day.Year);

    /// <summary>The last day of a term of working days; the start day is not counted (行政许可法 §82).</summary>
    /// <param name="workingDays">0 = on the spot, the start day itself.</param>
    public DateOnly AddWorkingDays(DateOnly start, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        var day = start;
        for (var left = workingDays; left > 0;)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day))
                left--;
        }

        return day;
    }

    /// <summary>The day itself when it is worked, else the next one that is.</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }

    public int WorkingDaysIn(int year)
    {
        var count = 0;
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
            count += IsWorkingDay(day) ? 1 : 0;
        return count;
    }
}
