using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Catalogue;

namespace VirtualWindow.Domain.Cases;

/// <summary>Which term runs. Stored as numbers: append only.</summary>
public enum ClockKind
{
    /// <summary>Accept, refuse or say what is missing (行政许可法 §32).</summary>
    Acceptance = 0,
    /// <summary>Decide (§42).</summary>
    Decision = 1,
    /// <summary>Bring the result to the applicant (§44).</summary>
    Delivery = 2,
}

/// <summary>How near the end of a term is (黄牌、红牌). Stored as numbers: append only.</summary>
public enum Warning
{
    None = 0,
    /// <summary>A fifth of the term or less is left.</summary>
    Yellow = 1,
    /// <summary>The last day has passed.</summary>
    Red = 2,
}

/// <summary>One running term: when it began, how long it is, and the days that do not count (special procedures).</summary>
/// <param name="Start">The day of the event that starts it; not counted itself.</param>
public sealed record LegalClock(ClockKind Kind, DateOnly Start, Term Term, IReadOnlyList<Pause> Pauses)
{
    /// <summary>A special procedure is under way: nothing counts.</summary>
    public bool Stopped => Pauses.Any(pause => pause.Until is null);

    /// <summary>The last day of the term, that day included.</summary>
    /// <returns>Null while stopped: nobody can know it then.</returns>
    public DateOnly? Due(WorkCalendar calendar)
    {
        if (Stopped)
            return null;
        var day = Start;
        for (var left = Term.Days; left > 0;)
        {
            day = day.AddDays(1);
            if (Counts(day, calendar))
                left--;
        }

        return Term.Unit == DaysUnit.Calendar ? calendar.OnOrAfter(day) : day;
    }

    /// <summary>Days of the term that are still to come; 0 on the last day, negative once it has passed.</summary>
    public int Left(WorkCalendar calendar, DateOnly today) =>
        Term.Unit == DaysUnit.Calendar && Due(calendar) is { } due ? due.DayNumber - today.DayNumber : Term.Days - Used(calendar, today);

    public Warning WarningOn(DateOnly today, WorkCalendar calendar)
    {
        if (Stopped)
            return Warning.None;
        var left = Left(calendar, today);
        return left < 0 ? Warning.Red : left <= Math.Max(1, Term.Days / 5) ? Warning.Yellow : Warning.None;
    }

    /// <summary>False when the term reaches into a year whose holidays nobody has published.</summary>
    public bool IsFirm(WorkCalendar calendar) => Due(calendar) is { } due && calendar.IsPublished(due);

    private int Used(WorkCalendar calendar, DateOnly today)
    {
        var used = 0;
        for (var day = Start.AddDays(1); day <= today; day = day.AddDays(1))
            used += Counts(day, calendar) ? 1 : 0;
        return used;
    }

    private bool Counts(DateOnly day, WorkCalendar calendar) =>
        (Term.Unit == DaysUnit.Calendar || calendar.IsWorkingDay(day)) && !Pauses.Any(pause => pause.Covers(day));
}
