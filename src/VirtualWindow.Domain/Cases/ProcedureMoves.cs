using VirtualWindow.Domain.Calendar;

namespace VirtualWindow.Domain.Cases;

/// <remarks>Every move answers null when it was made and a refusal when a rule forbids it; one that the table does not know throws
/// <see cref="IllegalMoveException"/>, because the caller saw an older state.</remarks>
public sealed partial class Procedure
{
    /// <summary>Whether this person could make the move as far as persons and places go: for pages that offer only what will be done.</summary>
    public bool Permits(ProcedureMove move, Official who) => move switch
    {
        ProcedureMove.TakeOver => who.Site == Authority,
        ProcedureMove.HandOver => who.Site == Holder && HandsOverNow,
        ProcedureMove.AskSupplement => who.Site == Holder && SupplementText is null,
        ProcedureMove.Accept => who.Site == Holder && !CollectedElsewhere,
        ProcedureMove.Review => who.Site == Holder && Holder == Authority && who.Staff != AcceptedBy,
        ProcedureMove.Decide => who.Site == Holder && who.Staff != AcceptedBy,
        ProcedureMove.Extend => who.Site == Holder && who.Staff != Reviewer && ExtensionDays == 0,
        ProcedureMove.Archive => who.Site == Holder && !(State == ProcedureState.Decided && Delivers),
        _ => who.Site == Holder,
    };

    /// <summary>Everything that is missing, told at once and complete (行政许可法 §32(4)): by one hall, for all.</summary>
    public ProcedureRefusal? AskSupplement(string missing, Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        if (SupplementText is not null) return ProcedureRefusal.SupplementAskedAlready;
        Move(ProcedureMove.AskSupplement, act with { Reason = missing });
        SupplementText = missing;
        return null;
    }

    /// <summary>The applicant brought all of it: the term of acceptance begins anew.</summary>
    public ProcedureRefusal? Supplement(Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        Move(ProcedureMove.Supplement, act);
        ReceivedOn = act.Day;
        return null;
    }

    /// <summary>The supplement never came.</summary>
    public ProcedureRefusal? GiveUpSupplement(Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        Move(ProcedureMove.GiveUpSupplement, act);
        Conclude(Cases.DecisionCode.NotSupplemented, act);
        return null;
    }

    /// <summary>Materials go to the authority: before acceptance in the mode 异地代收代办, after it in 多地联办.</summary>
    public ProcedureRefusal? HandOver(Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        if (!HandsOverNow) return ProcedureRefusal.NothingToHandOver;
        Move(ProcedureMove.HandOver, act);
        return null;
    }

    /// <summary>The authority has the materials. When it has yet to accept, its term counts from now.</summary>
    public ProcedureRefusal? TakeOver(Act act)
    {
        if (act.By is { } by && by.Site != Authority) return ProcedureRefusal.WithAnotherAuthority;
        if (State == ProcedureState.Collected) ReceivedOn = act.Day;
        Move(ProcedureMove.TakeOver, act);
        Holder = Authority;
        return null;
    }

    public ProcedureRefusal? Accept(Act act)
    {
        if (Elsewhere(act) || CollectedElsewhere) return ProcedureRefusal.WithAnotherAuthority;
        Move(ProcedureMove.Accept, act);
        (AcceptedOn, AcceptedBy) = (act.Day, act.By?.Staff);
        return null;
    }

    /// <summary>Nobody said anything within the term: the application is accepted from the day of its receipt (§32(4)).</summary>
    /// <returns>False when the term has not run out, or no such term runs: the authority that is to accept has not received what another hall collects.</returns>
    public bool AcceptByLapse(DateTimeOffset now, DateOnly today, WorkCalendar calendar)
    {
        if (CollectedElsewhere || Clock is not { Kind: ClockKind.Acceptance } clock || clock.Left(calendar, today) >= 0) return false;
        var since = ReceivedOn;
        Move(ProcedureMove.Accept, new(null, now, today, "逾期未告知，自收到申请材料之日起即为受理（行政许可法第三十二条）"));
        AcceptedOn = since;
        return true;
    }

    public ProcedureRefusal? Refuse(string reason, Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        Move(ProcedureMove.Refuse, act with { Reason = reason });
        return null;
    }

    /// <summary>审受分离: the reviewer is not who accepted.</summary>
    public ProcedureRefusal? Review(Official reviewer, Act act)
    {
        if (Elsewhere(act) || Holder != Authority) return ProcedureRefusal.WithAnotherAuthority;
        if (reviewer.Staff == AcceptedBy) return ProcedureRefusal.AcceptedByYourself;
        Move(ProcedureMove.Review, act);
        (Reviewer, ReviewerName) = (reviewer.Staff, reviewer.Name);
        return null;
    }

    /// <summary>A special procedure begins: the clock stands, and the applicant is told how long (§45).</summary>
    public ProcedureRefusal? Suspend(SpecialProcedure procedure, int expectedDays, string reason, Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        Move(ProcedureMove.Suspend, act with { Reason = reason });
        _pauses.Add(new(Id, Acts, procedure, expectedDays, reason, act.Day));
        return null;
    }

    public ProcedureRefusal? Resume(Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        Move(ProcedureMove.Resume, act);
        _pauses.Single(pause => pause.Until is null).End(act.Day);
        return null;
    }

    /// <summary>More time, once: approved by somebody other than the reviewer, with reasons told to the applicant (§42).</summary>
    /// <param name="days">Working days, at most 10, or 15 when several authorities handle it together.</param>
    public ProcedureRefusal? Extend(int days, string reason, Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        if (act.By?.Staff == Reviewer) return ProcedureRefusal.ApprovedByYourself;
        if (ExtensionDays > 0) return ProcedureRefusal.ExtendedAlready;
        if (days < 1 || days > (Joint ? LegalTerms.JointExtension : LegalTerms.DecisionExtension)) return ProcedureRefusal.TooManyDays;
        Move(ProcedureMove.Extend, act with { Reason = reason });
        (ExtensionDays, ExtensionReason) = (days, reason);
        return null;
    }

    public ProcedureRefusal? Decide(string code, string text, Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        if (act.By is null || act.By.Staff == AcceptedBy) return ProcedureRefusal.AcceptedByYourself;
        if (Cases.DecisionCode.Find(code) is not { ByReviewer: true } decision) return ProcedureRefusal.NoSuchDecision;
        Move(ProcedureMove.Decide, act with { Reason = text });
        Conclude(decision, act with { Reason = text });
        return null;
    }

    /// <summary>The applicant wants no decision any more; anybody who holds the case may write it down.</summary>
    public ProcedureRefusal? Withdraw(Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        Move(ProcedureMove.Withdraw, act);
        foreach (var pause in _pauses.Where(pause => pause.Until is null)) pause.End(act.Day);
        Conclude(Cases.DecisionCode.Withdrawn, act);
        return null;
    }

    /// <param name="act">Its reason says how: picked up, by mail with the consignment's number, as an electronic certificate.</param>
    public ProcedureRefusal? Deliver(Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        Move(ProcedureMove.Deliver, act);
        DeliveredOn = act.Day;
        return null;
    }

    public ProcedureRefusal? Archive(Act act)
    {
        if (Elsewhere(act)) return ProcedureRefusal.WithAnotherAuthority;
        if (State == ProcedureState.Decided && Delivers) return ProcedureRefusal.NotDelivered;
        Move(ProcedureMove.Archive, act);
        ArchivedOn = act.Day;
        return null;
    }

    /// <summary>异地代收代办: the hall that has the materials only collects them; it neither accepts nor lets a term run out.</summary>
    private bool CollectedElsewhere => Mode == CrossProvinceMode.Collected && Holder != Authority;

    private bool HandsOverNow => Holder != Authority && (Mode, State) is
        (CrossProvinceMode.Collected, ProcedureState.Received or ProcedureState.Supplemented) or (CrossProvinceMode.Joint, ProcedureState.Accepted);

    private void Conclude(DecisionCode decision, Act act) =>
        (DecisionCode, DecisionListVersion, DecisionText, DecidedOn) = (decision.Code, Cases.DecisionCode.ListVersion, act.Reason, act.Day);
}
