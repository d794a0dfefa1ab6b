using System.Globalization;
using CsCheck;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Catalogue;

namespace VirtualWindow.Domain.Tests;

/// <summary>Terms of the Administrative Licensing Law over the calendar of 2026.</summary>
public sealed class LegalClockTests
{
    private static readonly WorkCalendar Calendar = WorkCalendarTests.Calendar;
    private static readonly Gen<DateOnly> AnyDay = Gen.Int[0, 300].Select(days => new DateOnly(2026, 1, 1).AddDays(days));

    [Theory]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2026-02-13", 20, "2026-03-19")]
    [InlineData("2026-09-18", 5, "2026-09-24")]
    [InlineData("2026-09-30", 5, "2026-10-13")]
    [InlineData("2026-04-30", 10, "2026-05-18")]
    [InlineData("2026-10-10", 0, "2026-10-10")]
    public void The_published_vectors_hold(string start, int days, string due) => Assert.Equal(Day(due), Running(Day(start), days).Due(Calendar));

    [Theory]
    // Monday to Friday lost: the four days after the pause began and the day it ended.
    [InlineData("2026-03-02", 5, "2026-03-04", "2026-03-11", "2026-03-16")]
    // Over the May holiday and its make-up Saturday, 05-09.
    [InlineData("2026-04-28", 3, "2026-04-29", "2026-05-08", "2026-05-11")]
    // On one day: nothing is lost.
    [InlineData("2026-03-02", 5, "2026-03-04", "2026-03-04", "2026-03-09")]
    public void A_special_procedure_is_left_out(string start, int days, string from, string until, string due) =>
        Assert.Equal(Day(due), Paused(Day(start), days, Day(from), Day(until)).Due(Calendar));

    [Fact]
    public void While_a_special_procedure_lasts_there_is_no_last_day_and_no_warning()
    {
        var clock = Paused(Day("2026-03-02"), 5, Day("2026-03-04"), null);
        Assert.True(clock.Stopped);
        Assert.Null(clock.Due(Calendar));
        Assert.Equal((3, Warning.None), (clock.Left(Calendar, Day("2026-06-01")), clock.WarningOn(Day("2026-06-01"), Calendar)));
    }

    [Theory]
    [InlineData("2026-03-20", 6, Warning.None)]
    [InlineData("2026-03-24", 4, Warning.Yellow)]
    [InlineData("2026-03-30", 0, Warning.Yellow)]
    [InlineData("2026-03-31", -1, Warning.Red)]
    public void A_fifth_before_the_end_the_card_is_yellow_and_the_day_after_it_red(string today, int left, Warning warning)
    {
        var clock = Running(Day("2026-03-02"), 20);
        Assert.Equal((left, warning), (clock.Left(Calendar, Day(today)), clock.WarningOn(Day(today), Calendar)));
    }

    [Fact]
    public void A_term_of_calendar_days_that_ends_on_a_holiday_ends_on_the_next_working_day()
    {
        var clock = new LegalClock(ClockKind.Decision, Day("2026-09-21"), new(10, DaysUnit.Calendar), []);
        Assert.Equal(Day("2026-10-08"), clock.Due(Calendar));
        Assert.Equal((0, Warning.Yellow), (clock.Left(Calendar, Day("2026-10-08")), clock.WarningOn(Day("2026-10-08"), Calendar)));
    }

    [Fact]
    public void A_term_that_reaches_into_an_unpublished_year_is_provisional()
    {
        Assert.True(Running(Day("2026-12-01"), 20).IsFirm(Calendar));
        Assert.False(Running(Day("2026-12-10"), 20).IsFirm(Calendar));
    }

    [Fact]
    public void On_its_last_day_nothing_is_left_and_that_day_is_worked() =>
        Gen.Select(AnyDay, Gen.Int[1, 60]).Sample((start, days) =>
            Running(start, days).Due(Calendar) is { } due && due > start && Calendar.IsWorkingDay(due) && Running(start, days).Left(Calendar, due) == 0
            && Calendar.AddWorkingDays(start, days) == due);

    [Fact]
    public void A_longer_term_never_ends_earlier() =>
        Gen.Select(AnyDay, Gen.Int[0, 60], Gen.Int[1, 20]).Sample((start, days, more) =>
            Running(start, days).Due(Calendar) < Running(start, days + more).Due(Calendar));

    [Fact]
    public void A_term_runs_on_after_a_pause_by_exactly_the_working_days_it_left_out() =>
        Gen.Select(AnyDay, Gen.Int[1, 40], Gen.Int[0, 30], Gen.Int[0, 60]).Where(x => Running(x.Item1, x.Item2).Due(Calendar) >= x.Item1.AddDays(x.Item3))
            .Sample((start, days, after, length) =>
            {
                var (from, until) = (start.AddDays(after), start.AddDays(after + length));
                var lost = Worked(from, until);
                return Paused(start, days, from, until).Due(Calendar) == (Running(start, days).Due(Calendar) == from
                    ? from
                    : Calendar.AddWorkingDays(Running(start, days).Due(Calendar)!.Value, lost));
            });

    [Fact]
    public void What_begins_later_never_ends_earlier() =>
        Gen.Select(AnyDay, Gen.Int[0, 60], Gen.Int[0, 60]).Sample((start, days, later) => Running(start, days).Due(Calendar) <= Running(start.AddDays(later), days).Due(Calendar));

    [Fact]
    public void A_suspension_and_an_extension_add_up() =>
        Gen.Select(AnyDay, Gen.Int[5, 40], Gen.Int[0, 30], Gen.Int[0, 60], Gen.Int[1, 15]).Where(x => Running(x.Item1, x.Item2).Due(Calendar) > x.Item1.AddDays(x.Item3))
            .Sample((start, days, after, length, more) =>
            {
                var (from, until) = (start.AddDays(after), start.AddDays(after + length));
                return Paused(start, days + more, from, until).Due(Calendar) == Calendar.AddWorkingDays(Running(start, days).Due(Calendar)!.Value, Worked(from, until) + more);
            });

    [Fact]
    public void Each_counted_day_takes_one_away() =>
        Gen.Select(AnyDay, Gen.Int[0, 60], Gen.Int[0, 90]).Sample((start, days, later) =>
        {
            var (clock, today) = (Running(start, days), start.AddDays(later));
            return clock.Left(Calendar, today) - clock.Left(Calendar, today.AddDays(1)) == (Calendar.IsWorkingDay(today.AddDays(1)) ? 1 : 0);
        });

    private static int Worked(DateOnly after, DateOnly until)
    {
        var count = 0;
        for (var day = after.AddDays(1); day <= until; day = day.AddDays(1)) count += Calendar.IsWorkingDay(day) ? 1 : 0;
        return count;
    }

    private static LegalClock Running(DateOnly start, int days) => new(ClockKind.Decision, start, Term.Working(days), []);

    private static LegalClock Paused(DateOnly start, int days, DateOnly from, DateOnly? until) =>
        new(ClockKind.Decision, start, Term.Working(days), [Pause.Of(from, until)]);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
