using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Ratings;

/// <summary>What is rated: one visit, or one case (现场一次一评、网上一事一评). Stored as numbers: append only.</summary>
public enum RatingOccasion
{
    Visit = 0,
    /// <summary>The case is over.</summary>
    Completion = 1,
    /// <summary>The authority accepted after the sitting: what the applicant had rated, or not, was a visit without an acceptance.</summary>
    Acceptance = 2,
}

/// <summary>
/// Five-level rating (好差评): 非常满意 5, 满意 4, 基本满意 3, 不满意 2, 非常不满意 1; the last two are bad reviews. Given by the
/// applicant once per sitting and once per case, never defaulted and never changed.
/// </summary>
public sealed class Rating
{
    private Rating()
    {
    }

    public RatingId Id { get; private set; }
    public SessionId Session { get; private set; }
    public RatingOccasion Occasion { get; private set; }
    /// <summary>Null for a visit.</summary>
    public CaseId? Case { get; private set; }
    public int Level { get; private set; }
    public string? Comment { get; private set; }
    public DateTimeOffset RatedAt { get; private set; }
    /// <summary>Found to be mistaken (误评): kept, but not counted.</summary>
    public DateTimeOffset? ExcludedAt { get; private set; }

    public bool Bad => Level <= 2;

    /// <exception cref="ArgumentOutOfRangeException">Level outside 1..5.</exception>
    public static Rating Give(RatingId id, SessionId session, int level, string? comment, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 5);
        return new() { Id = id, Session = session, Level = level, Comment = comment, RatedAt = now };
    }

    /// <param name="occasion">Its acceptance or its completion.</param>
    public static Rating GiveForCase(RatingId id, Case about, RatingOccasion occasion, int level, string? comment, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)occasion, (int)RatingOccasion.Visit);
        var rating = Give(id, about.Session, level, comment, now);
        (rating.Occasion, rating.Case) = (occasion, about.Id);
        return rating;
    }

    public void Exclude(DateTimeOffset now) => ExcludedAt ??= now;
}
