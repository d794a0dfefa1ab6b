namespace VirtualWindow.Domain.Ratings;

/// <summary>
/// Five-level rating (好差评): 非常满意 5, 满意 4, 基本满意 3, 不满意 2, 非常不满意 1; the last two are bad reviews. Given by the
/// applicant once per sitting, never defaulted and never changed.
/// </summary>
public sealed class Rating
{
    private Rating()
    {
    }

    public RatingId Id { get; private set; }
    public SessionId Session { get; private set; }
    public int Level { get; private set; }
    public string? Comment { get; private set; }
    public DateTimeOffset RatedAt { get; private set; }

    public bool Bad => Level <= 2;

    /// <exception cref="ArgumentOutOfRangeException">Level outside 1..5.</exception>
    public static Rating Give(RatingId id, SessionId session, int level, string? comment, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 5);
        return new() { Id = id, Session = session, Level = level, Comment = comment, RatedAt = now };
    }
}
