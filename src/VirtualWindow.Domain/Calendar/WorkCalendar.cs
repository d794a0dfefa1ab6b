namespace VirtualWindow.Domain.Calendar;

/// <summary>A day that differs from its weekday: a holiday, or a weekend day worked instead (调休).</summary>
public sealed record SpecialDay(SiteId Site, DateOnly Day, bool Working, string Name);

/// <summary>Working days of one site: Monday to Friday, changed by its special days (data that the hall edits).</summary>
public sealed class WorkCalendar(IEnumerable<SpecialDay> specialDays)
{
    private readonly Dictionary<DateOnly, bool> _special = specialDays.ToDictionary(day => day.Day, day => day.Working);

    public bool IsWorkingDay(DateOnly day) =>
        _special.TryGetValue(day, out var working) ? working : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

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

    public int WorkingDaysIn(int year)
    {
        var count = 0;
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
            count += IsWorkingDay(day) ? 1 : 0;
        return count;
    }
}
