namespace VirtualWindow.Domain.Cases;

/// <summary>One way in which a case can end (办结结果). The list is a sample of our own: no published table of such codes was at hand, so a hall
/// replaces it by its authority's, as a new version.</summary>
/// <param name="Code">Stable, kebab-case; never used again for something else.</param>
/// <param name="Since">The version of the list that brought it.</param>
/// <param name="Delivered">A paper or certificate must reach the applicant before the case may be archived.</param>
/// <param name="ByReviewer">A reviewer decides it; the others follow from what the applicant does.</param>
public sealed record DecisionCode(string Code, string Name, string NameEn, int Since, bool Delivered, bool ByReviewer)
{
    /// <summary>Raised whenever a code is added or withdrawn; a decision remembers the version it was made with.</summary>
    public const int ListVersion = 1;

    public static readonly DecisionCode Certificate = new("certificate", "准予办理（出证）", "Granted, with a certificate", 1, true, true);
    public static readonly DecisionCode Granted = new("granted", "准予办理", "Granted", 1, true, true);
    public static readonly DecisionCode Denied = new("denied", "不予办理", "Denied", 1, true, true);
    public static readonly DecisionCode Forwarded = new("forwarded", "转报上级", "Forwarded to a higher authority", 1, true, true);
    public static readonly DecisionCode Withdrawn = new("withdrawn", "申请人撤回", "Withdrawn by the applicant", 1, false, false);
    public static readonly DecisionCode NotSupplemented = new("not-supplemented", "补正不来", "Supplement never came", 1, false, false);

    /// <summary>The list of the current version.</summary>
    public static IReadOnlyList<DecisionCode> All { get; } = [Certificate, Granted, Denied, Forwarded, Withdrawn, NotSupplemented];

    public static DecisionCode? Find(string? code) => All.FirstOrDefault(row => row.Code == code);
}
