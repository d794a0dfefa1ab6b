namespace VirtualWindow.Domain.Cases;

/// <summary>Procedures whose time is not counted and is told to the applicant in writing (行政许可法 §45). Stored as numbers: append only.</summary>
public enum SpecialProcedure
{
    /// <summary>听证.</summary>
    Hearing = 0,
    /// <summary>招标、拍卖.</summary>
    Tender = 1,
    /// <summary>检验、检测、检疫.</summary>
    Inspection = 2,
    /// <summary>鉴定.</summary>
    Appraisal = 3,
    /// <summary>专家评审.</summary>
    ExpertReview = 4,
}

/// <summary>A stretch that a term leaves out: the days after <see cref="From"/> up to and with <see cref="Until"/>, as every term leaves
/// out its first day.</summary>
public sealed class Pause
{
    private Pause()
    {
    }

    internal Pause(CaseId @case, int serial, SpecialProcedure procedure, int expectedDays, string reason, DateOnly from) =>
        (Case, Serial, Procedure, ExpectedDays, Reason, From) = (@case, serial, procedure, expectedDays, reason, from);

    public CaseId Case { get; private set; }
    public int Serial { get; private set; }
    public SpecialProcedure Procedure { get; private set; }
    /// <summary>Working days that the applicant was told it takes.</summary>
    public int ExpectedDays { get; private set; }
    public string Reason { get; private set; } = null!;
    public DateOnly From { get; private set; }
    /// <summary>Null while it lasts.</summary>
    public DateOnly? Until { get; private set; }

    /// <param name="until">Null = lasts.</param>
    public static Pause Of(DateOnly from, DateOnly? until) => new(default, 0, default, 0, "", from) { Until = until };

    public bool Covers(DateOnly day) => day > From && (Until is null || day <= Until);

    internal void End(DateOnly day) => Until = day;
}
