namespace VirtualWindow.Domain.Ratings;

/// <summary>An applicant was asked to rate: once at acceptance, once at completion, and once more when no answer came.</summary>
public sealed class RatingInvitation
{
    private RatingInvitation()
    {
    }

    public CaseId Case { get; private set; }
    public RatingOccasion Occasion { get; private set; }
    public DateTimeOffset InvitedAt { get; private set; }
    public DateTimeOffset? RemindedAt { get; private set; }
    public DateTimeOffset? RatedAt { get; private set; }

    public static RatingInvitation Send(CaseId @case, RatingOccasion occasion, DateTimeOffset now) =>
        new() { Case = @case, Occasion = occasion, InvitedAt = now };

    public void Answered(DateTimeOffset now) => RatedAt ??= now;

    /// <returns>True when the reminder is due now: unanswered for so long and not reminded yet.</returns>
    public bool Remind(RatingRules rules, DateTimeOffset now)
    {
        if (RatedAt is not null || RemindedAt is not null || now < InvitedAt.AddDays(rules.RemindAfterDays)) return false;
        RemindedAt = now;
        return true;
    }
}
