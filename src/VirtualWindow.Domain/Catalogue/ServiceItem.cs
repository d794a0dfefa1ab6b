namespace VirtualWindow.Domain.Catalogue;

/// <summary>Who may apply. Stored as numbers.</summary>
public enum Audience { Person = 0, Company = 1, Both = 2 }

/// <summary>What a number of days counts.</summary>
public enum DaysUnit { Working = 0, Calendar = 1 }

/// <summary>What one can apply for (事项): the guide of one item.</summary>
public sealed record ServiceItem
{
    public required ItemCode Code { get; init; }
    public required string Name { get; init; }
    public required string NameEn { get; init; }
    public required DepartmentCode Department { get; init; }
    public required Audience Audience { get; init; }
    public required string Category { get; init; }
    /// <summary>全程网办, 异地代收代办 or 多地联办 (国办发〔2020〕35号); null = no agreement covers it.</summary>
    public string? CrossProvinceMode { get; init; }
    public string? CrossProvinceList { get; init; }
    public bool Holiday { get; init; }
    public bool SelfService24h { get; init; }
    /// <summary>0 = on the spot; null = not known.</summary>
    public int? StatutoryDays { get; init; }
    public DaysUnit DaysUnit { get; init; }
    /// <summary>Working days; 0 = on the spot; null = not promised.</summary>
    public int? PromisedDays { get; init; }
    public string? Fee { get; init; }
    public required string Summary { get; init; }
    public required IReadOnlyList<string> Materials { get; init; }
    public string? LegalBasis { get; init; }
    /// <summary>What the row mainly rests on: "list", "statute" or "typical".</summary>
    public string Source { get; init; } = "typical";
    /// <summary>Lower-case initials for search, e.g. "jmsfz"; null when a character has none.</summary>
    public string? Pinyin { get; init; }

    /// <summary>A cross-province agreement covers the item, so either site's clerk may serve.</summary>
    public bool EitherSiteMayServe => CrossProvinceMode is not null;
}
