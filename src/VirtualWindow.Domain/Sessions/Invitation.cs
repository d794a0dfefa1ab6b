namespace VirtualWindow.Domain.Sessions;

/// <summary>What a colleague is asked for. Stored as numbers: append only.</summary>
public enum InvitationPurpose
{
    /// <summary>会商: the clerks speak while the applicant is on hold, or listens.</summary>
    Consult = 0,
    /// <summary>三方: all of them speak.</summary>
    Conference = 1,
    /// <summary>转接: the colleague joins first and then takes over.</summary>
    Transfer = 2,
}

/// <summary>Stored as numbers: append only; the unique index of open invitations names two of them.</summary>
public enum InvitationState { Asked = 0, Joined = 1, Declined = 2, TimedOut = 3, Withdrawn = 4, Left = 5, TookOver = 6 }

public enum InvitationMove { Join, Decline, TimeOut, Withdraw, Leave, TakeOver }

/// <summary>A clerk asks a colleague into a session. The rows of a session say who was responsible when.</summary>
/// <remarks><code>
///  ask ─▶ Asked ──Join──▶ Joined ──Leave──▶ Left
///           │                └──TakeOver──▶ TookOver: responsible from then on
///           ├─Decline─▶ Declined      ├─TimeOut─▶ TimedOut      └─Withdraw─▶ Withdrawn
/// </code></remarks>
public sealed class Invitation : IVersioned
{
    public static LegalMoves<InvitationState, InvitationMove> Legal { get; } = new(nameof(Invitation),
        (InvitationState.Asked, InvitationMove.Join, InvitationState.Joined),
        (InvitationState.Asked, InvitationMove.Decline, InvitationState.Declined),
        (InvitationState.Asked, InvitationMove.TimeOut, InvitationState.TimedOut),
        (InvitationState.Asked, InvitationMove.Withdraw, InvitationState.Withdrawn),
        (InvitationState.Joined, InvitationMove.Leave, InvitationState.Left),
        (InvitationState.Joined, InvitationMove.TakeOver, InvitationState.TookOver));

    private Invitation()
    {
    }

    public InvitationId Id { get; private set; }
    public int Version { get; private set; }
    public InvitationState State { get; private set; }
    public SessionId Session { get; private set; }
    public InvitationPurpose Purpose { get; private set; }
    public DeskId From { get; private set; }
    /// <summary>Name and number.</summary>
    public string FromName { get; private set; } = null!;
    public SiteId FromSite { get; private set; }
    public DeskId To { get; private set; }
    /// <summary>Name and number.</summary>
    public string ToName { get; private set; } = null!;
    public SiteId ToSite { get; private set; }
    /// <summary>What it is about, for the colleague alone.</summary>
    public string? Note { get; private set; }
    /// <summary>Why the colleague declined; null when none given.</summary>
    public string? Reason { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? JoinedAt { get; private set; }
    /// <summary>When it came to nothing, the colleague left or took over; null while open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public bool Open => EndedAt is null;

    public static Invitation Ask(
        InvitationId id, SessionId session, InvitationPurpose purpose, SittingClerk from, SittingClerk to, string? note, DateTimeOffset now, DateTimeOffset expiresAt) => new()
    {
        Id = id,
        Session = session,
        Purpose = purpose,
        From = from.Desk,
        FromName = $"{from.Name} {from.Number}",
        FromSite = from.Site,
        To = to.Desk,
        ToName = $"{to.Name} {to.Number}",
        ToSite = to.Site,
        Note = note,
        AskedAt = now,
        ExpiresAt = expiresAt,
    };

    public void Join(DateTimeOffset now)
    {
        Move(InvitationMove.Join);
        JoinedAt = now;
    }

    public void Decline(string? reason, DateTimeOffset now)
    {
        End(InvitationMove.Decline, now);
        Reason = reason;
    }

    public void TimeOut(DateTimeOffset now) => End(InvitationMove.TimeOut, now);

    public void Withdraw(DateTimeOffset now) => End(InvitationMove.Withdraw, now);

    public void Leave(DateTimeOffset now) => End(InvitationMove.Leave, now);

    public void TakeOver(DateTimeOffset now) => End(InvitationMove.TakeOver, now);

    private void End(InvitationMove move, DateTimeOffset now)
    {
        Move(move);
        EndedAt = now;
    }

    private void Move(InvitationMove move) => State = Legal.Next(State, move);
}
