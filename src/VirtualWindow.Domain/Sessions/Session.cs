namespace VirtualWindow.Domain.Sessions;

/// <summary>Whose sitting it is: copied at the start, because desks and names change later.</summary>
public sealed record SittingClerk(DeskId Desk, StaffId Staff, string Name, string Number, SiteId Site);

/// <summary>One sitting between applicant and clerk (会话). It ends exactly once.</summary>
/// <remarks><code>
///  accept ─▶ Opened ──Activate──▶ Active ──Hold──▶ OnHold
///              │                   │  ◀──Resume──    │
///              └───────End─────────┴────────End──────┴──▶ Ended
/// </code></remarks>
public sealed class Session : IVersioned
{
    public static LegalMoves<SessionState, SessionMove> Legal { get; } = new(nameof(Session),
        (SessionState.Opened, SessionMove.Activate, SessionState.Active),
        (SessionState.Active, SessionMove.Hold, SessionState.OnHold),
        (SessionState.OnHold, SessionMove.Resume, SessionState.Active),
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
    /// <summary>When the applicant joined; null = not (yet).</summary>
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
            Desk = clerk.Desk,
            Clerk = clerk.Staff,
            ClerkName = clerk.Name,
            ClerkNumber = clerk.Number,
            Site = clerk.Site,
            StartedAt = now,
        };
        session.Seat(clerkSeat, PartyRole.Clerk, $"{clerk.Name} {clerk.Number}", clerk.Site, clerk.Staff).Join(now);
        session.Seat(applicantSeat, PartyRole.Applicant, maskedApplicant, applicantSite, null);
        return session;
    }

    public Participant SeatOf(PartyRole role) => _participants.First(seat => seat.Role == role);

    public Participant? Find(ParticipantId id) => _participants.Find(seat => seat.Id == id);

    /// <summary>The applicant pressed join.</summary>
    public void Activate(DateTimeOffset now)
    {
        Move(SessionMove.Activate);
        ApplicantJoinedAt = now;
        SeatOf(PartyRole.Applicant).Join(now);
    }

    public void Hold() => Move(SessionMove.Hold);

    public void Resume() => Move(SessionMove.Resume);

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

    private void RefuseWhenEnded(string move)
    {
        if (Ended)
            throw new IllegalMoveException(nameof(Session), State.ToString(), move);
    }

    private void Move(SessionMove move) => State = Legal.Next(State, move);
}
