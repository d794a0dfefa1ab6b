using System.Globalization;
using VirtualWindow.Domain.Calendar;

namespace VirtualWindow.Domain.Tests;

/// <summary>The published calendar of 2026 (国务院办公厅 2026 年节假日安排) as data.</summary>
public sealed class WorkCalendarTests
{
    internal static readonly WorkCalendar Calendar = new(Days2026());

    [Theory]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2026-02-13", 20, "2026-03-19")]
    [InlineData("2026-09-18", 5, "2026-09-24")]
    [InlineData("2026-09-30", 5, "2026-10-13")]
    [InlineData("2026-04-30", 10, "2026-05-18")]
    [InlineData("2026-11-23", 0, "2026-11-23")]
    public void A_term_skips_holidays_and_counts_make_up_days(string start, int days, string end) =>
        Assert.Equal(Day(end), Calendar.AddWorkingDays(Day(start), days));

    [Fact]
    public void The_year_has_248_working_days() => Assert.Equal(248, Calendar.WorkingDaysIn(2026));

    [Fact]
    public void A_year_without_its_notice_is_not_published()
    {
        Assert.True(Calendar.IsPublished(Day("2026-12-31")));
        Assert.False(Calendar.IsPublished(Day("2027-01-01")));
    }

    [Fact]
    public void The_next_worked_day_skips_the_holiday_and_its_weekends()
    {
        Assert.Equal(Day("2026-10-08"), Calendar.OnOrAfter(Day("2026-10-01")));
        Assert.Equal(Day("2026-10-10"), Calendar.OnOrAfter(Day("2026-10-10")));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<SpecialDay> Days2026()
    {
        (string From, string To)[] off =
        [
            ("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"), ("2026-05-01", "2026-05-05"),
            ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"), ("2026-10-01", "2026-10-07"),
        ];
        string[] worked = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"];
        foreach (var (from, to) in off)
        {
            for (var day = Day(from); day <= Day(to); day = day.AddDays(1))
                yield return new(new("gushi"), day, false, "");
        }

        foreach (var day in worked)
            yield return new(new("gushi"), Day(day), true, "");
    }
}
