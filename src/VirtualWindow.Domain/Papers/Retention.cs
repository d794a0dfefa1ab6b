namespace VirtualWindow.Domain.Papers;

/// <summary>How long an archived case is kept (保管期限). Stored as numbers: append only.</summary>
public enum RetentionClass
{
    /// <summary>永久.</summary>
    Permanent = 0,
    /// <summary>30年.</summary>
    ThirtyYears = 1,
    /// <summary>10年.</summary>
    TenYears = 2,
}

/// <summary>Which class an item's cases belong to, where the hall has set it; the archive's head does (档案法 §15).</summary>
public sealed class ItemRetention
{
    public required ItemCode Item { get; init; }
    public required RetentionClass Class { get; set; }
    /// <summary>Name and number of the badge.</summary>
    public required string SetBy { get; set; }
    public required DateTimeOffset SetAt { get; set; }
}

public static class RetentionRules
{
    /// <summary>What holds for an item that nobody has set: thirty years for what an authority decided, ten for the rest.</summary>
    public static RetentionClass Default(bool decided) => decided ? RetentionClass.ThirtyYears : RetentionClass.TenYears;

    /// <summary>The years count from the first day of the year after the case was closed (as 会计档案管理办法 §14 counts them).</summary>
    /// <returns>The last day on which the case is kept; null = for ever.</returns>
    public static DateOnly? KeepUntil(RetentionClass @class, DateOnly closed) => @class switch
    {
        RetentionClass.ThirtyYears => new(closed.Year + 30, 12, 31),
        RetentionClass.TenYears => new(closed.Year + 10, 12, 31),
        _ => null,
    };
}
