namespace VirtualWindow.Contracts.Reviews;

/// <summary>Where a bad review stands (差评整改).</summary>
public enum ReviewStage { Open, CalledBack, Rectifying, Appealed, Rectified, Closed, Excluded }

public enum ReviewAct { CallBack, Confirm, Exclude, Appeal, Uphold, Rectify, Close }

/// <param name="Level">1 or 2.</param>
/// <param name="Phone">To call back; null when none was left.</param>
/// <param name="DueOn">Last day to put it right.</param>
/// <param name="Acts">What you may do now.</param>
public sealed record ReviewView(
    string ReviewId, int Version, ReviewStage Stage, int Level, string? Comment, string? CaseNumber, string ItemName, string? ApplicantName, string? Phone,
    string ClerkName, DateTimeOffset RatedAt, DateOnly DueOn, bool Overdue, IReadOnlyList<ReviewAct> Acts, IReadOnlyList<ReviewLine> Record);

public sealed record ReviewLine(ReviewAct Act, DateTimeOffset At, string By, string? Text);

/// <summary><c>GET /api/reviews</c>: those of your site that are not over, the most urgent first; a clerk sees the own ones.</summary>
public sealed record ReviewList(IReadOnlyList<ReviewView> Reviews, int Overdue);

/// <summary><c>POST /api/reviews/{reviewId}</c>.</summary>
/// <param name="Text">What was said, found or done; never left out.</param>
public sealed record ReviewActRequest(ReviewAct Act, int Version, string Text);
