namespace VirtualWindow.Domain.Cases;

/// <summary>Who acts for an authority; copied into the record, because people move on.</summary>
public sealed record Official(StaffId Staff, string Name, string Number, SiteId Site);

/// <summary>One act in a procedure: who, when and why.</summary>
/// <param name="By">Null = the law itself, e.g. an acceptance by lapse of time.</param>
/// <param name="Day">The authority's own day of <paramref name="At"/>.</param>
/// <param name="Reason">As it is told to the applicant; null where none is asked.</param>
public sealed record Act(Official? By, DateTimeOffset At, DateOnly Day, string? Reason = null);

/// <summary>One line of a procedure's record; never changed, never deleted.</summary>
public sealed class ProcedureEvent
{
    private ProcedureEvent()
    {
    }

    internal ProcedureEvent(CaseId @case, int serial, ProcedureMove move, ProcedureState from, ProcedureState to, Act act) =>
        (Case, Serial, Move, From, To, At, Day, By, ByName, Site, Reason) =
        (@case, serial, move, from, to, act.At, act.Day, act.By?.Staff, act.By is { } by ? $"{by.Name} {by.Number}" : null, act.By?.Site, act.Reason);

    public CaseId Case { get; private set; }
    public int Serial { get; private set; }
    public ProcedureMove Move { get; private set; }
    public ProcedureState From { get; private set; }
    public ProcedureState To { get; private set; }
    public DateTimeOffset At { get; private set; }
    public DateOnly Day { get; private set; }
    public StaffId? By { get; private set; }
    public string? ByName { get; private set; }
    public SiteId? Site { get; private set; }
    public string? Reason { get; private set; }
}
