using VirtualWindow.Domain.Catalogue;

namespace VirtualWindow.Domain.Cases;

/// <summary>What a procedure takes over from case and catalogue: copied, because the catalogue changes later.</summary>
/// <param name="Holder">The site whose hall has the materials.</param>
/// <param name="Joint">Several authorities handle one thing together (高效办成一件事): the longer general term holds.</param>
public sealed record ProcedureSubject(
    CaseId Case, SiteId Authority, SiteId Holder, DepartmentCode Department, CrossProvinceMode Mode, Term DecisionTerm, bool Joint);

/// <summary>The authority's procedure on one case (办理过程), from receipt to archive.</summary>
/// <remarks><code>
///              ┌─HandOver─▶ Collected ─TakeOver─┐ (异地代收代办)      ┌─HandOver─▶ Forwarded ─TakeOver─┐ (多地联办)
///              │◀───────────────────────────────┘                     │◀───────────────────────────────┘
///  receive ─▶ Received ────────────────Accept───────────────────▶ Accepted ──Review──▶ UnderReview ──Decide──▶ Decided
///              │   └─AskSupplement─▶ SupplementAsked ─Supplement─▶ Supplemented ─Accept─▲   ▲ │  │ └Extend┘       │
///              └─Refuse─▶ Refused        └─GiveUpSupplement─▶ Decided  └─Refuse─▶ Refused   │ Suspend           Deliver
///                           │                                                         Resume └▶ Suspended         ▼
///                           └──────────────────────────Archive──────────────▶ Archived ◀────Archive──────── Delivered
///  whatever is not decided, refused or on its way ──Withdraw──▶ Decided            Decided ──Archive──▶ Archived when nothing is delivered
/// </code>
/// Supplemented ─HandOver─▶ Collected, too: what another hall collected goes on when it is complete. A supplement is asked once, whatever
/// state the procedure comes back to.</remarks>
public sealed partial class Procedure : IVersioned
{
    public static LegalMoves<ProcedureState, ProcedureMove> Legal { get; } = new(nameof(Procedure),
        (ProcedureState.Received, ProcedureMove.AskSupplement, ProcedureState.SupplementAsked),
        (ProcedureState.Received, ProcedureMove.HandOver, ProcedureState.Collected),
        (ProcedureState.Received, ProcedureMove.Accept, ProcedureState.Accepted),
        (ProcedureState.Received, ProcedureMove.Refuse, ProcedureState.Refused),
        (ProcedureState.Received, ProcedureMove.Withdraw, ProcedureState.Decided),
        (ProcedureState.Collected, ProcedureMove.TakeOver, ProcedureState.Received),
        (ProcedureState.SupplementAsked, ProcedureMove.Supplement, ProcedureState.Supplemented),
        (ProcedureState.SupplementAsked, ProcedureMove.GiveUpSupplement, ProcedureState.Decided),
        (ProcedureState.SupplementAsked, ProcedureMove.Withdraw, ProcedureState.Decided),
        (ProcedureState.Supplemented, ProcedureMove.Accept, ProcedureState.Accepted),
        (ProcedureState.Supplemented, ProcedureMove.HandOver, ProcedureState.Collected),
        (ProcedureState.Supplemented, ProcedureMove.Refuse, ProcedureState.Refused),
        (ProcedureState.Supplemented, ProcedureMove.Withdraw, ProcedureState.Decided),
        (ProcedureState.Accepted, ProcedureMove.HandOver, ProcedureState.Forwarded),
        (ProcedureState.Accepted, ProcedureMove.Review, ProcedureState.UnderReview),
        (ProcedureState.Accepted, ProcedureMove.Withdraw, ProcedureState.Decided),
        (ProcedureState.Forwarded, ProcedureMove.TakeOver, ProcedureState.Accepted),
        (ProcedureState.UnderReview, ProcedureMove.Suspend, ProcedureState.Suspended),
        (ProcedureState.UnderReview, ProcedureMove.Extend, ProcedureState.UnderReview),
        (ProcedureState.UnderReview, ProcedureMove.Decide, ProcedureState.Decided),
        (ProcedureState.UnderReview, ProcedureMove.Withdraw, ProcedureState.Decided),
        (ProcedureState.Suspended, ProcedureMove.Resume, ProcedureState.UnderReview),
        (ProcedureState.Suspended, ProcedureMove.Withdraw, ProcedureState.Decided),
        (ProcedureState.Refused, ProcedureMove.Archive, ProcedureState.Archived),
        (ProcedureState.Decided, ProcedureMove.Deliver, ProcedureState.Delivered),
        (ProcedureState.Decided, ProcedureMove.Archive, ProcedureState.Archived),
        (ProcedureState.Delivered, ProcedureMove.Archive, ProcedureState.Archived));

    private readonly List<Pause> _pauses = [];
    private readonly List<ProcedureEvent> _record = [];

    private Procedure()
    {
    }

    public CaseId Id { get; private set; }
    public int Version { get; private set; }
    public ProcedureState State { get; private set; }
    /// <summary>Whose authority decides.</summary>
    public SiteId Authority { get; private set; }
    /// <summary>Where the materials are; nobody elsewhere may act.</summary>
    public SiteId Holder { get; private set; }
    public DepartmentCode Department { get; private set; }
    public CrossProvinceMode Mode { get; private set; }
    public bool Joint { get; private set; }
    public int DecisionDays { get; private set; }
    public DaysUnit DecisionUnit { get; private set; }

    /// <summary>The day from which the term of acceptance counts: of the receipt, or of the whole supplement.</summary>
    public DateOnly ReceivedOn { get; private set; }
    public DateOnly? AcceptedOn { get; private set; }
    /// <summary>Null also when the law accepted it by lapse of time.</summary>
    public StaffId? AcceptedBy { get; private set; }
    /// <summary>Everything that is missing, told once.</summary>
    public string? SupplementText { get; private set; }
    public StaffId? Reviewer { get; private set; }
    public string? ReviewerName { get; private set; }
    public int ExtensionDays { get; private set; }
    public string? ExtensionReason { get; private set; }
    public string? DecisionCode { get; private set; }
    /// <summary>Version of the list that the code is from.</summary>
    public int? DecisionListVersion { get; private set; }
    public string? DecisionText { get; private set; }
    public DateOnly? DecidedOn { get; private set; }
    public DateOnly? DeliveredOn { get; private set; }
    public DateOnly? ArchivedOn { get; private set; }

    /// <summary>The running term's last day and its warning as of the last look: for lists and the daily round. Null = no term, or stopped.</summary>
    public DateOnly? DueOn { get; private set; }
    public Warning Warning { get; private set; }

    public IReadOnlyList<Pause> Pauses => _pauses;
    /// <summary>Number of lines of the record.</summary>
    public int Acts { get; private set; }
    /// <summary>The lines that were loaded or added; in the order of <see cref="ProcedureEvent.Serial"/>.</summary>
    public IReadOnlyList<ProcedureEvent> Record => _record;

    public Term DecisionTerm => new(DecisionDays + ExtensionDays, DecisionUnit);

    /// <summary>The term that runs in this state; null when none does.</summary>
    public LegalClock? Clock => State switch
    {
        ProcedureState.Received or ProcedureState.Supplemented => new(ClockKind.Acceptance, ReceivedOn, LegalTerms.Acceptance, []),
        ProcedureState.Accepted or ProcedureState.Forwarded or ProcedureState.UnderReview or ProcedureState.Suspended =>
            new(ClockKind.Decision, AcceptedOn!.Value, DecisionTerm, _pauses),
        ProcedureState.Decided when Delivers => new(ClockKind.Delivery, DecidedOn!.Value, LegalTerms.Delivery, []),
        _ => null,
    };

    private bool Delivers => Cases.DecisionCode.Find(DecisionCode) is { Delivered: true };

    public static Procedure Receive(ProcedureSubject subject, Act act)
    {
        var procedure = new Procedure
        {
            Id = subject.Case,
            Authority = subject.Authority,
            Holder = subject.Holder,
            Department = subject.Department,
            Mode = subject.Mode,
            Joint = subject.Joint,
            DecisionDays = subject.DecisionTerm.Days,
            DecisionUnit = subject.DecisionTerm.Unit,
            ReceivedOn = act.Day,
        };
        procedure.Note(ProcedureMove.Receive, ProcedureState.Received, act);
        return procedure;
    }

    /// <summary>Looks at the calendar anew: the last day of the running term and how near it is.</summary>
    /// <returns>True when the warning has become more severe.</returns>
    public bool LookAt(Calendar.WorkCalendar calendar, DateOnly today)
    {
        var before = Warning;
        (DueOn, Warning) = (Clock?.Due(calendar), Clock?.WarningOn(today, calendar) ?? Warning.None);
        return Warning > before;
    }

    private bool Elsewhere(Act act) => act.By is { } by && by.Site != Holder;

    private void Move(ProcedureMove move, Act act)
    {
        var from = State;
        State = Legal.Next(State, move);
        Note(move, from, act);
    }

    private void Note(ProcedureMove move, ProcedureState from, Act act) => _record.Add(new(Id, ++Acts, move, from, State, act));
}
