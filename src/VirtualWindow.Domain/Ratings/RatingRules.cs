namespace VirtualWindow.Domain.Ratings;

/// <summary>What a hall may set about ratings.</summary>
public sealed record RatingRules
{
    /// <summary>An invitation that found no answer is repeated once, so many days later.</summary>
    public int RemindAfterDays { get; init; } = 3;

    /// <summary>Working days to put right what a bad review names.</summary>
    public int RectifyDays { get; init; } = 5;
}
