namespace VirtualWindow.Domain.Desks;

/// <summary>A clerk's working place and presence (坐席).</summary>
/// <remarks><code>
///  Offline ◀──GoOffline── Ready, Away, Offered, WrapUp          Offline, Away, WrapUp ──GetReady──▶ Ready
///  Ready ──Offer──▶ Offered ──Accept──▶ Busy ──EndSession──▶ WrapUp ──FinishWrapUp──▶ Ready
///    ▲ ◀─Decline, Withdraw─┤ └─TimeOut─▶ Away                  Offline, Ready, WrapUp ──GoAway──▶ Away
///    └───────Release──────── Busy (the call was missed: no wrap-up)
/// </code></remarks>
public sealed class Desk : IVersioned
{
    public static LegalMoves<DeskState, DeskMove> Legal { get; } = new(nameof(Desk),
        (DeskState.Offline, DeskMove.GetReady, DeskState.Ready),
        (DeskState.Offline, DeskMove.GoAway, DeskState.Away),
        (DeskState.Offline, DeskMove.GoOffline, DeskState.Offline),
        (DeskState.Ready, DeskMove.GetReady, DeskState.Ready),
        (DeskState.Ready, DeskMove.GoAway, DeskState.Away),
        (DeskState.Ready, DeskMove.GoOffline, DeskState.Offline),
        (DeskState.Ready, DeskMove.Offer, DeskState.Offered),
        (DeskState.Away, DeskMove.GetReady, DeskState.Ready),
        (DeskState.Away, DeskMove.GoAway, DeskState.Away),
        (DeskState.Away, DeskMove.GoOffline, DeskState.Offline),
        (DeskState.Offered, DeskMove.Accept, DeskState.Busy),
        (DeskState.Offered, DeskMove.Decline, DeskState.Ready),
        (DeskState.Offered, DeskMove.Withdraw, DeskState.Ready),
        (DeskState.Offered, DeskMove.TimeOut, DeskState.Away),
        (DeskState.Offered, DeskMove.GoOffline, DeskState.Offline),
        (DeskState.Busy, DeskMove.Release, DeskState.Ready),
        (DeskState.Busy, DeskMove.EndSession, DeskState.WrapUp),
        (DeskState.WrapUp, DeskMove.FinishWrapUp, DeskState.Ready),
        (DeskState.WrapUp, DeskMove.GetReady, DeskState.Ready),
        (DeskState.WrapUp, DeskMove.GoAway, DeskState.Away),
        (DeskState.WrapUp, DeskMove.GoOffline, DeskState.Offline));

    private Desk()
    {
    }

    public DeskId Id { get; private set; }
    public int Version { get; private set; }
    public DeskState State { get; private set; }
    public AwayCause? AwayFor { get; private set; }
    /// <summary>Since when in this state.</summary>
    public DateTimeOffset Since { get; private set; }
    /// <summary>Since when without an applicant; what "longest idle" compares.</summary>
    public DateTimeOffset IdleSince { get; private set; }
    public StaffId Clerk { get; private set; }
    public string ClerkName { get; private set; } = null!;
    public string ClerkNumber { get; private set; } = null!;
    public SiteId Site { get; private set; }
    /// <summary>Department codes or item codes; empty = everything.</summary>
    public IReadOnlyList<string> Skills { get; private set; } = [];
    /// <summary>Languages beside zh-CN.</summary>
    public IReadOnlyList<string> Languages { get; private set; } = [];
    /// <summary>The ticket offered or served; null otherwise.</summary>
    public TicketId? Ticket { get; private set; }
    public SessionId? Session { get; private set; }
    /// <summary>The colleague's invitation that was offered, or by which this desk takes part; null otherwise.</summary>
    public InvitationId? Invitation { get; private set; }

    public static Desk Create(DeskId id, StaffId clerk, string name, string number, SiteId site, DateTimeOffset now) => new()
    {
        Id = id,
        Clerk = clerk,
        ClerkName = name,
        ClerkNumber = number,
        Site = site,
        Since = now,
        IdleSince = now,
    };

    /// <summary>The clerk's account has changed; a session under way keeps what it began with.</summary>
    public void Assign(string name, string number, SiteId site) => (ClerkName, ClerkNumber, Site) = (name, number, site);

    public void Teach(IReadOnlyList<string> skills, IReadOnlyList<string> languages) => (Skills, Languages) = (skills, languages);

    public void GetReady(DateTimeOffset now)
    {
        if (State is DeskState.Offline or DeskState.Away)
            IdleSince = now;
        Move(DeskMove.GetReady, now);
    }

    public void GoAway(AwayCause cause, DateTimeOffset now)
    {
        Move(DeskMove.GoAway, now);
        AwayFor = cause;
    }

    public void GoOffline(DateTimeOffset now)
    {
        Move(DeskMove.GoOffline, now);
        (Ticket, Invitation) = (null, null);
    }

    /// <summary>Between processes the conditional update of the storage does the same move.</summary>
    public void Offer(TicketId ticket, DateTimeOffset now)
    {
        Move(DeskMove.Offer, now);
        Ticket = ticket;
    }

    public void Accept(SessionId session, DateTimeOffset now)
    {
        Move(DeskMove.Accept, now);
        Session = session;
    }

    /// <summary>A colleague asks this desk into a session; it is answered as an offer is.</summary>
    public void Invite(InvitationId invitation, DateTimeOffset now)
    {
        Move(DeskMove.Offer, now);
        Invitation = invitation;
    }

    /// <summary>From now on responsible for the session in which it took part as a colleague.</summary>
    /// <exception cref="IllegalMoveException">It takes part in none.</exception>
    public void TakeOver(TicketId ticket)
    {
        if (State != DeskState.Busy || Invitation is null) throw new IllegalMoveException(nameof(Desk), State.ToString(), nameof(TakeOver));
        (Ticket, Invitation) = (ticket, null);
    }

    public void Decline(DateTimeOffset now)
    {
        Move(DeskMove.Decline, now);
        (Ticket, Invitation) = (null, null);
    }

    /// <summary>The applicant left before the clerk answered.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        Move(DeskMove.Withdraw, now);
        (Ticket, Invitation) = (null, null);
    }

    /// <summary>No answer: never offer to somebody who is not there.</summary>
    public void TimeOut(DateTimeOffset now)
    {
        Move(DeskMove.TimeOut, now);
        (AwayFor, Ticket, Invitation) = (AwayCause.NoAnswer, null, null);
    }

    /// <summary>The call was missed or given up before the applicant joined.</summary>
    public void Release(DateTimeOffset now)
    {
        Move(DeskMove.Release, now);
        (Ticket, Session) = (null, null);
    }

    public void EndSession(DateTimeOffset now)
    {
        Move(DeskMove.EndSession, now);
        (Ticket, Session, Invitation) = (null, null, null);
        IdleSince = now;
    }

    public void FinishWrapUp(DateTimeOffset now) => Move(DeskMove.FinishWrapUp, now);

    private void Move(DeskMove move, DateTimeOffset now)
    {
        var before = State;
        State = Legal.Next(State, move);
        AwayFor = null;
        if (State != before)
            Since = now;
    }
}
