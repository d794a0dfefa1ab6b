using VirtualWindow.Domain.Queue;

namespace VirtualWindow.Domain.Tickets;

/// <summary>What an applicant brings to the queue.</summary>
/// <param name="AuthoritySite">Site whose authority is asked; its desks are preferred.</param>
/// <param name="FromSite">Hall where the kiosk stands; null on a phone.</param>
/// <param name="EitherSite">True when the item's agreement lets the other site serve too.</param>
public sealed record TicketRequest(
    WindowId Window, SiteId AuthoritySite, SiteId? FromSite, bool EitherSite, ItemCode Item, RegionCode Region,
    string? Name, string? Phone, string Language, Priority Priority, bool Kiosk);

/// <summary>A place in a window's queue (排队号).</summary>
/// <remarks><code>
///            ┌────────TakeBack────────┐
///            ▼                        │
///  take ─▶ Waiting ──Offer──▶ Offered ┴─Accept─▶ Called ──Join──▶ InSession ──Finish──▶ Served
///            ▲                                   │   ▲                 │
///            │                                 Miss Recall             └──Leave──▶ Left
///            └───────────Requeue────────────── Missed ──Expire──▶ Expired
///  Waiting, Offered, Called, Missed ──Leave──▶ Left        Waiting, Missed ──Expire──▶ Expired        InSession ──Park──▶ Waiting
/// </code></remarks>
public sealed class Ticket : IVersioned
{
    /// <summary>过号三次作废: after this many missed calls the ticket cannot be requeued.</summary>
    public const int MissedCallsAllowed = 3;

    public static LegalMoves<TicketState, TicketMove> Legal { get; } = new(nameof(Ticket),
        (TicketState.Waiting, TicketMove.Offer, TicketState.Offered),
        (TicketState.Waiting, TicketMove.Leave, TicketState.Left),
        (TicketState.Waiting, TicketMove.Expire, TicketState.Expired),
        (TicketState.Offered, TicketMove.TakeBack, TicketState.Waiting),
        (TicketState.Offered, TicketMove.Accept, TicketState.Called),
        (TicketState.Offered, TicketMove.Leave, TicketState.Left),
        (TicketState.Called, TicketMove.Join, TicketState.InSession),
        (TicketState.Called, TicketMove.Miss, TicketState.Missed),
        (TicketState.Called, TicketMove.TakeBack, TicketState.Waiting),
        (TicketState.Called, TicketMove.Leave, TicketState.Left),
        (TicketState.InSession, TicketMove.Finish, TicketState.Served),
        (TicketState.InSession, TicketMove.Park, TicketState.Waiting),
        (TicketState.InSession, TicketMove.Leave, TicketState.Left),
        (TicketState.Missed, TicketMove.Recall, TicketState.Called),
        (TicketState.Missed, TicketMove.Requeue, TicketState.Waiting),
        (TicketState.Missed, TicketMove.Leave, TicketState.Left),
        (TicketState.Missed, TicketMove.Expire, TicketState.Expired));

    private Ticket()
    {
    }

    public TicketId Id { get; private set; }
    public int Version { get; private set; }
    public TicketState State { get; private set; }

    /// <summary>What people see, e.g. "A001"; unique per issuing site and day.</summary>
    public string Number { get; private set; } = null!;
    public SiteId IssuedBy { get; private set; }
    public DateOnly Day { get; private set; }
    public WindowId Window { get; private set; }
    public SiteId AuthoritySite { get; private set; }
    public SiteId? FromSite { get; private set; }
    public bool EitherSite { get; private set; }
    public ItemCode Item { get; private set; }
    public RegionCode Region { get; private set; }
    public string? Name { get; private set; }
    public string? Phone { get; private set; }
    public string Language { get; private set; } = null!;
    public Priority Priority { get; private set; }
    public bool Kiosk { get; private set; }

    public DateTimeOffset TakenAt { get; private set; }
    public Standing Standing { get; private set; }
    /// <summary>The instant this ticket counts as having arrived at (<see cref="QueueOrder"/>); smaller is sooner.</summary>
    public DateTimeOffset RankedAt { get; private set; }
    public int MissedCalls { get; private set; }

    /// <summary>The desk that has been asked or serves; null while waiting.</summary>
    public DeskId? Desk { get; private set; }
    public OfferId? Offer { get; private set; }
    public DateTimeOffset? OfferedAt { get; private set; }
    public DateTimeOffset? OfferExpiresAt { get; private set; }
    public SessionId? Session { get; private set; }
    public DateTimeOffset? CalledAt { get; private set; }
    /// <summary>While called: join before this, else the call counts as missed.</summary>
    public DateTimeOffset? JoinBy { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The session that waits for its next clerk; null once the applicant sits again.</summary>
    public SessionId? Parked { get; private set; }
    /// <summary>What the clerk who sent the applicant on wishes and says; kept for the one who takes over.</summary>
    public Wish? Wish { get; private set; }

    public bool Ended => State is TicketState.Served or TicketState.Left or TicketState.Expired;
    public bool MayRequeue => State == TicketState.Missed && MissedCalls < MissedCallsAllowed;

    public static Ticket Take(TicketId id, string number, SiteId issuedBy, DateOnly day, TicketRequest request, DateTimeOffset now) => new()
    {
        Id = id,
        Number = number,
        IssuedBy = issuedBy,
        Day = day,
        Window = request.Window,
        AuthoritySite = request.AuthoritySite,
        FromSite = request.FromSite,
        EitherSite = request.EitherSite,
        Item = request.Item,
        Region = request.Region,
        Name = request.Name,
        Phone = request.Phone,
        Language = request.Language,
        Priority = request.Priority,
        Kiosk = request.Kiosk,
        TakenAt = now,
        RankedAt = QueueOrder.RankedAt(now, request.Priority, Standing.Arrived),
    };

    /// <summary>Asks one desk. Between processes the conditional update of the storage does the same move.</summary>
    public void OfferTo(DeskId desk, OfferId offer, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        Move(TicketMove.Offer);
        (Desk, Offer, OfferedAt, OfferExpiresAt) = (desk, offer, now, expiresAt);
    }

    /// <summary>The clerk declined, did not answer, or was lost before the applicant joined: back at the head.</summary>
    public void TakeBack()
    {
        Move(TicketMove.TakeBack);
        // Who was asked by name and did not take it is not waited for.
        if (Wish is { Desk: { } wished } && wished == Desk) Wish = Wish with { Desk = null };
        ForgetDesk();
        Stand(Standing.Head);
    }

    /// <summary>The clerk accepted: the applicant is called and has until <paramref name="joinBy"/> to join.</summary>
    public void Accept(SessionId session, DateTimeOffset now, DateTimeOffset joinBy)
    {
        Move(TicketMove.Accept);
        Call(session, now, joinBy);
    }

    public void Join()
    {
        Move(TicketMove.Join);
        Parked = null;
    }

    /// <summary>Out of a session back into the waiting room, at the head, for the clerk whom <paramref name="wish"/> describes.</summary>
    public void Park(Wish wish)
    {
        Move(TicketMove.Park);
        (Parked, Wish) = (Session, wish);
        ForgetDesk();
        Stand(Standing.Head);
    }

    /// <summary>Another desk serves from now on, within the same session.</summary>
    /// <exception cref="IllegalMoveException">Not in a session.</exception>
    public void HandTo(DeskId desk)
    {
        if (State != TicketState.InSession) throw new IllegalMoveException(nameof(Ticket), State.ToString(), nameof(HandTo));
        Desk = desk;
    }

    /// <summary>过号: nobody joined in time.</summary>
    public void Miss()
    {
        Move(TicketMove.Miss);
        MissedCalls++;
        ForgetDesk();
    }

    /// <summary>A clerk calls a missed number once more.</summary>
    public void Recall(DeskId desk, SessionId session, DateTimeOffset now, DateTimeOffset joinBy)
    {
        Move(TicketMove.Recall);
        Desk = desk;
        Call(session, now, joinBy);
    }

    /// <summary>Back into the queue after a missed call, ahead of later arrivals.</summary>
    /// <exception cref="IllegalMoveException">Not missed, or missed too often.</exception>
    public void Requeue()
    {
        if (State == TicketState.Missed && !MayRequeue)
            throw new IllegalMoveException(nameof(Ticket), $"{State} ({MissedCalls} calls)", nameof(TicketMove.Requeue));
        Move(TicketMove.Requeue);
        Stand(Standing.Returned);
    }

    public void Finish(DateTimeOffset now)
    {
        Move(TicketMove.Finish);
        EndedAt = now;
    }

    public void Leave(DateTimeOffset now)
    {
        Move(TicketMove.Leave);
        EndedAt = now;
    }

    public void Expire(DateTimeOffset now)
    {
        Move(TicketMove.Expire);
        EndedAt = now;
    }

    private void Call(SessionId session, DateTimeOffset now, DateTimeOffset joinBy) => (Session, CalledAt, JoinBy) = (session, now, joinBy);

    private void Stand(Standing standing)
    {
        Standing = standing;
        RankedAt = QueueOrder.RankedAt(TakenAt, Priority, standing);
    }

    private void ForgetDesk()
    {
        (Desk, Offer, OfferedAt, OfferExpiresAt) = (null, null, null, null);
        (Session, CalledAt, JoinBy) = (null, null, null);
    }

    private void Move(TicketMove move) => State = Legal.Next(State, move);
}
