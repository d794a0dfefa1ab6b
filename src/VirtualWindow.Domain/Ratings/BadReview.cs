using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Cases;

namespace VirtualWindow.Domain.Ratings;

/// <summary>Where a bad review stands. Stored as numbers: append only.</summary>
public enum ReviewState
{
    Open = 0,
    /// <summary>已回访: the person was called back.</summary>
    CalledBack = 1,
    /// <summary>整改中.</summary>
    Rectifying = 2,
    /// <summary>申诉中: who was rated objects.</summary>
    Appealed = 3,
    /// <summary>已整改.</summary>
    Rectified = 4,
    /// <summary>已反馈: the person knows what was done.</summary>
    Closed = 5,
    /// <summary>误评: kept, not counted.</summary>
    Excluded = 6,
}

/// <summary>Stored as numbers: append only.</summary>
public enum ReviewMove { CallBack = 0, Confirm = 1, Exclude = 2, Appeal = 3, Uphold = 4, Rectify = 5, Close = 6 }

/// <summary>Why a move that the table allows is refused all the same.</summary>
public enum ReviewRefusal
{
    /// <summary>Who was rated has no hand in it, except to appeal.</summary>
    RatedYourself,
    /// <summary>An appeal is not for somebody else to lodge.</summary>
    NotYourRating,
    /// <summary>Who confirmed the review does not decide on the appeal.</summary>
    ConfirmedByYourself,
}

/// <summary>One line of a review's record; never changed, never deleted.</summary>
public sealed class ReviewEvent
{
    private ReviewEvent()
    {
    }

    internal ReviewEvent(RatingId review, int serial, ReviewMove move, Act act) =>
        (Review, Serial, Move, At, By, ByName, Text) = (review, serial, move, act.At, act.By!.Staff, $"{act.By.Name} {act.By.Number}", act.Reason);

    public RatingId Review { get; private set; }
    public int Serial { get; private set; }
    public ReviewMove Move { get; private set; }
    public DateTimeOffset At { get; private set; }
    public StaffId By { get; private set; }
    public string ByName { get; private set; } = null!;
    public string? Text { get; private set; }
}

/// <summary>What becomes of a bad review (差评整改): call back, verify, put right within five working days, tell the person.</summary>
/// <remarks><code>
///  rated 1 or 2 ─▶ Open ──CallBack──▶ CalledBack ──Confirm──▶ Rectifying ──Rectify──▶ Rectified ──Close──▶ Closed
///                                         │                    │    ▲
///                                      Exclude              Appeal Uphold
///                                         ▼                    ▼    │
///                                      Excluded ◀──Exclude── Appealed┘
/// </code>
/// Nothing is excluded before the person was heard.</remarks>
public sealed class BadReview : IVersioned
{
    public static LegalMoves<ReviewState, ReviewMove> Legal { get; } = new(nameof(BadReview),
        (ReviewState.Open, ReviewMove.CallBack, ReviewState.CalledBack),
        (ReviewState.CalledBack, ReviewMove.Confirm, ReviewState.Rectifying),
        (ReviewState.CalledBack, ReviewMove.Exclude, ReviewState.Excluded),
        (ReviewState.Rectifying, ReviewMove.Appeal, ReviewState.Appealed),
        (ReviewState.Rectifying, ReviewMove.Rectify, ReviewState.Rectified),
        (ReviewState.Appealed, ReviewMove.Uphold, ReviewState.Rectifying),
        (ReviewState.Appealed, ReviewMove.Exclude, ReviewState.Excluded),
        (ReviewState.Rectified, ReviewMove.Close, ReviewState.Closed));

    private readonly List<ReviewEvent> _record = [];

    private BadReview()
    {
    }

    public RatingId Id { get; private set; }
    public int Version { get; private set; }
    public ReviewState State { get; private set; }
    /// <summary>The site whose people were rated.</summary>
    public SiteId Site { get; private set; }
    public StaffId Rated { get; private set; }
    public StaffId? ConfirmedBy { get; private set; }
    public DateOnly OpenedOn { get; private set; }
    /// <summary>Last day to put it right.</summary>
    public DateOnly DueOn { get; private set; }
    public DateOnly? EndedOn { get; private set; }
    public int Acts { get; private set; }
    public IReadOnlyList<ReviewEvent> Record => _record;

    public bool Over => State is ReviewState.Closed or ReviewState.Excluded;

    /// <param name="rated">The clerk of the sitting.</param>
    public static BadReview Open(Rating rating, SiteId site, StaffId rated, DateOnly today, WorkCalendar calendar, RatingRules rules) => new()
    {
        Id = rating.Id,
        Site = site,
        Rated = rated,
        OpenedOn = today,
        DueOn = calendar.AddWorkingDays(today, rules.RectifyDays),
    };

    public bool IsOverdue(DateOnly today) => !Over && State != ReviewState.Rectified && today > DueOn;

    /// <summary>Whether this person may make the move, as far as persons go.</summary>
    public ReviewRefusal? Refuses(ReviewMove move, Official who)
    {
        if (move == ReviewMove.Appeal) return who.Staff == Rated ? null : ReviewRefusal.NotYourRating;
        if (who.Staff == Rated) return ReviewRefusal.RatedYourself;
        return State == ReviewState.Appealed && who.Staff == ConfirmedBy ? ReviewRefusal.ConfirmedByYourself : null;
    }

    /// <param name="act">Its reason is what was said, found or done.</param>
    /// <exception cref="IllegalMoveException">The caller saw an older state.</exception>
    public ReviewRefusal? Make(ReviewMove move, Act act)
    {
        if (Refuses(move, act.By!) is { } refusal) return refusal;
        State = Legal.Next(State, move);
        _record.Add(new(Id, ++Acts, move, act));
        if (move == ReviewMove.Confirm) ConfirmedBy = act.By!.Staff;
        if (Over) EndedOn = act.Day;
        return null;
    }
}
