namespace VirtualWindow.Domain.Sessions;

/// <summary>Whose sitting it is: copied at the start, because desks and names change later.</summary>
public sealed record SittingClerk(DeskId Desk, StaffId Staff, string Name, string Number, SiteId Site);

/// <summary>One sitting between applicant and clerk (会话). It ends exactly once.</summary>
/// <remarks><code>
///  accept ─▶ Opened ──Activate──▶ Active ──Hold──▶ OnHold
///              │ ▲                 │  ◀──Resume──    │
///              │ └─Reopen─ Parked ◀┴──────Park───────┤          Opened ──Park──▶ Parked: nobody joined again, or the clerk was lost
///              └───────End─────────┴────────End──────┴──▶ Ended          Parked ──End──▶ Ended
/// </code>
/// Parked, the applicant is back in the waiting room (回到等候区): form, documents, notes and findings stay, and the next clerk goes on with them.
/// One clerk is responsible at any moment: who was last, until the next one has accepted.</remarks>
public sealed class Session : IVersioned
{
    public static LegalMoves<SessionState, SessionMove> Legal { get; } = new(nameof(Session),
        (SessionState.Opened, SessionMove.Activate, SessionState.Active),
        (SessionState.Active, SessionMove.Hold, SessionState.OnHold),
        (SessionState.OnHold, SessionMove.Resume, SessionState.Active),
        (SessionState.Opened, SessionMove.Park, SessionState.Parked),
        (SessionState.Active, SessionMove.Park, SessionState.Parked),
        (SessionState.OnHold, SessionMove.Park, SessionState.Parked),
        (SessionState.Parked, SessionMove.Reopen, SessionState.Opened),
        (SessionState.Parked, SessionMove.End, SessionState.Ended),
        (SessionState.Opened, SessionMove.End, SessionState.Ended),
        (SessionState.Active, SessionMove.End, SessionState.Ended),
        (SessionState.OnHold, SessionMove.End, SessionState.Ended));

    private readonly List<Participant> _participants = [];

    private Session()
    {
    }

    public SessionId Id { get; private set; }
    public int Version { get; private set; }
    public SessionState State { get; private set; }
    public TicketId Ticket { get; private set; }
    public DeskId Desk { get; private set; }
    public StaffId Clerk { get; private set; }
    public string ClerkName { get; private set; } = null!;
    public string ClerkNumber { get; private set; } = null!;
    /// <summary>Where the clerk sits.</summary>
    public SiteId Site { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    /// <summary>When the applicant joined first; null = not (yet).</summary>
    public DateTimeOffset? ApplicantJoinedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public Outcome? Outcome { get; private set; }
    public string Notes { get; private set; } = "";
    /// <summary>Grows with each saved text; a page that saw a smaller one is refused.</summary>
    public int NotesRevision { get; private set; }
    public RecordingConsent RecordingConsent { get; private set; }
    public DateTimeOffset? RecordingConsentAt { get; private set; }
    public IReadOnlyList<Participant> Participants => _participants;

    public bool Held => State == SessionState.OnHold;
    public bool Ended => State == SessionState.Ended;
    /// <summary>Clerk and applicant sit together now.</summary>
    public bool Sitting => State is SessionState.Active or SessionState.OnHold;
    public bool Parked => State == SessionState.Parked;
    /// <summary>A call that nobody joined is a missed call and no case; every other sitting is filed, exactly once.</summary>
    public bool MustBeFiled => Ended && ApplicantJoinedAt is not null;

    /// <summary>The clerk accepted: both seats exist from now on, the clerk's is taken.</summary>
    public static Session Open(
        SessionId id, TicketId ticket, SittingClerk clerk, ParticipantId clerkSeat, ParticipantId applicantSeat, string maskedApplicant,
        SiteId? applicantSite, DateTimeOffset now)
    {
        var session = new Session
        {
            Id = id,
            Ticket = ticket,
            StartedAt = now,
        };
        session.Answer(clerk);
        session.SeatStaff(clerkSeat, clerk, PartyRole.Clerk, now);
        session.Seat(applicantSeat, PartyRole.Applicant, maskedApplicant, applicantSite, null);
        return session;
    }

    public Participant Applicant => _participants.First(seat => seat.Role == PartyRole.Applicant);

    /// <summary>The seat of the clerk who is responsible now.</summary>
    public Participant ClerkSeat => _participants.First(seat => seat.Role == PartyRole.Clerk && seat.Staff == Clerk);

    /// <summary>The seat from which a desk takes part at this moment: the responsible clerk's, or a colleague's.</summary>
    public Participant? SeatAt(DeskId desk) =>
        _participants.Find(seat => seat.Present && seat.Desk == desk) ?? (Desk == desk && ClerkSeat is { Present: true, Desk: null } seat ? seat : null);

    /// <summary>From where clerk and colleagues take part now.</summary>
    public IEnumerable<DeskId> StaffDesks =>
        _participants.Where(seat => seat is { Present: true, Role: PartyRole.Clerk or PartyRole.Expert }).Select(seat => seat.Desk ?? Desk).Distinct();

    public Participant? Find(ParticipantId id) => _participants.Find(seat => seat.Id == id);

    /// <summary>The applicant pressed join.</summary>
    public void Activate(DateTimeOffset now)
    {
        Move(SessionMove.Activate);
        ApplicantJoinedAt ??= now;
        Applicant.Join(now);
    }

    public void Hold() => Move(SessionMove.Hold);

    public void Resume() => Move(SessionMove.Resume);

    /// <summary>Back to the waiting room: everybody gets up, nothing is lost.</summary>
    public void Park(DateTimeOffset now)
    {
        Move(SessionMove.Park);
        LeaveAll(now);
    }

    /// <summary>The next clerk accepted one who was sent back, and is responsible from now on; the applicant is called once more.</summary>
    public Participant Reopen(SittingClerk clerk, ParticipantId seat, DateTimeOffset now)
    {
        Move(SessionMove.Reopen);
        Answer(clerk);
        return SeatStaff(seat, clerk, PartyRole.Clerk, now);
    }

    /// <summary>A colleague takes part (会商, 专家), and is not responsible.</summary>
    public Participant Invite(SittingClerk colleague, ParticipantId seat, DateTimeOffset now)
    {
        RefuseUnlessSitting(nameof(Invite));
        return SeatStaff(seat, colleague, PartyRole.Expert, now);
    }

    /// <summary>The colleague who is here takes over (转接); who was responsible gets up.</summary>
    /// <exception cref="IllegalMoveException">Nobody sits together, or the colleague is not here.</exception>
    public void HandOver(SittingClerk colleague, DateTimeOffset now)
    {
        RefuseUnlessSitting(nameof(HandOver));
        var seat = SeatAt(colleague.Desk);
        if (seat is null || colleague.Desk == Desk) throw new IllegalMoveException(nameof(Session), State.ToString(), nameof(HandOver));
        ClerkSeat.Leave(now);
        seat.Become(PartyRole.Clerk);
        Answer(colleague);
    }

    /// <summary>A supervisor, expert or companion takes part from now on; the same person keeps one seat.</summary>
    public Participant Enter(ParticipantId id, PartyRole role, string displayName, SiteId? site, StaffId? staff, DateTimeOffset now)
    {
        RefuseWhenEnded(nameof(Enter));
        var seat = _participants.Find(seat => seat.Role == role && seat.Staff == staff && staff is not null) ?? Seat(id, role, displayName, site, staff);
        seat.Join(now);
        return seat;
    }

    public void Exit(ParticipantId id, DateTimeOffset now) => Find(id)?.Leave(now);

    /// <returns>False when the writer saw an older revision: nothing is changed then.</returns>
    public bool SaveNotes(string notes, int seenRevision)
    {
        RefuseWhenEnded(nameof(SaveNotes));
        if (seenRevision < NotesRevision)
            return false;
        Write(notes);
        return true;
    }

    /// <summary>The applicant agrees to being recorded, refuses, or takes the consent back.</summary>
    /// <returns>False when that was the answer already.</returns>
    public bool AnswerRecording(bool agreed, DateTimeOffset now)
    {
        RefuseWhenEnded(nameof(AnswerRecording));
        var answer = agreed ? RecordingConsent.Given : RecordingConsent == RecordingConsent.NotAnswered ? RecordingConsent.Refused : RecordingConsent;
        if (!agreed && RecordingConsent == RecordingConsent.Given) answer = RecordingConsent.Revoked;
        if (answer == RecordingConsent) return false;
        (RecordingConsent, RecordingConsentAt) = (answer, now);
        return true;
    }

    /// <param name="notes">Replaces the notes; null keeps them.</param>
    public void End(Outcome outcome, string? notes, DateTimeOffset now)
    {
        Move(SessionMove.End);
        if (notes is not null)
            Write(notes);
        (Outcome, EndedAt) = (outcome, now);
        LeaveAll(now);
    }

    private void Answer(SittingClerk clerk) => (Desk, Clerk, ClerkName, ClerkNumber, Site) = (clerk.Desk, clerk.Staff, clerk.Name, clerk.Number, clerk.Site);

    private Participant SeatStaff(ParticipantId id, SittingClerk clerk, PartyRole role, DateTimeOffset now)
    {
        var seat = _participants.Find(seat => seat.Staff == clerk.Staff && seat.Role is PartyRole.Clerk or PartyRole.Expert)
            ?? Seat(id, role, $"{clerk.Name} {clerk.Number}", clerk.Site, clerk.Staff);
        seat.Become(role);
        seat.SitAt(clerk.Desk);
        seat.Join(now);
        return seat;
    }

    private void LeaveAll(DateTimeOffset now)
    {
        foreach (var seat in _participants.Where(seat => seat.Present))
            seat.Leave(now);
    }

    private Participant Seat(ParticipantId id, PartyRole role, string displayName, SiteId? site, StaffId? staff)
    {
        var seat = new Participant(id, Id, role, displayName, site, staff);
        _participants.Add(seat);
        return seat;
    }

    private void Write(string notes) => (Notes, NotesRevision) = (notes, NotesRevision + 1);

    private void RefuseUnlessSitting(string move)
    {
        if (!Sitting)
            throw new IllegalMoveException(nameof(Session), State.ToString(), move);
    }

    private void RefuseWhenEnded(string move)
    {
        if (Ended)
            throw new IllegalMoveException(nameof(Session), State.ToString(), move);
    }

    private void Move(SessionMove move) => State = Legal.Next(State, move);
}
