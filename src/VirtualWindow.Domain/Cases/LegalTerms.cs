using VirtualWindow.Domain.Catalogue;

namespace VirtualWindow.Domain.Cases;

/// <summary>A length of time that the law or a promise sets. The start day is not counted.</summary>
/// <param name="Days">0 = on the spot.</param>
public readonly record struct Term(int Days, DaysUnit Unit)
{
    public static Term Working(int days) => new(days, DaysUnit.Working);
}

/// <summary>Terms of the Administrative Licensing Law (行政许可法, 2019 amendment); each in working days (§82).</summary>
public static class LegalTerms
{
    /// <summary>§32(4): materials that lack something are told at once or within five days, all of it and once; else the application is
    /// accepted from the day of its receipt.</summary>
    public static readonly Term Acceptance = Term.Working(5);

    /// <summary>§42: a decision within 20 days of acceptance.</summary>
    public static readonly Term Decision = Term.Working(20);

    /// <summary>§42: 10 days more, with the approval of the authority's head and the reasons told to the applicant.</summary>
    public const int DecisionExtension = 10;

    /// <summary>§42: 45 days when several authorities handle a matter together (§26), and 15 more with the approval of their government.</summary>
    public static readonly Term JointDecision = Term.Working(45);

    public const int JointExtension = 15;

    /// <summary>§44: certificate or decision reach the applicant within 10 days of the decision.</summary>
    public static readonly Term Delivery = Term.Working(10);

    /// <summary>What holds for the decision on one item: its promise, else the term of its own law, else the general one.</summary>
    /// <param name="joint">Several authorities handle it together.</param>
    public static Term DecisionOn(ServiceItem item, bool joint) => item switch
    {
        { PromisedDays: { } promised } => Term.Working(promised),
        { StatutoryDays: { } statutory } => new(statutory, item.DaysUnit),
        _ => joint ? JointDecision : Decision,
    };
}
