namespace VirtualWindow.Contracts.Departments;

/// <summary>Where a case stands in the authority's procedure (办理环节).</summary>
public enum ProcedureStage { Received, SupplementAsked, Supplemented, Collected, Accepted, Forwarded, Refused, UnderReview, Suspended, Decided, Delivered, Archived }

/// <summary>What an authority does with a case.</summary>
public enum ProcedureAct
{
    Receive, AskSupplement, Supplement, HandOver, TakeOver, Accept, Refuse, Review, Suspend, Resume, Extend, Decide, Withdraw, GiveUpSupplement, Deliver, Archive,
}

/// <summary>Procedures whose time is not counted (行政许可法 §45).</summary>
public enum SpecialProcedureKind { Hearing, Tender, Inspection, Appraisal, ExpertReview }

/// <summary>Which legal term runs.</summary>
public enum ClockName { Acceptance, Decision, Delivery }

/// <summary>黄牌、红牌: how near the end of a term is.</summary>
public enum WarningLevel { None, Yellow, Red }

/// <param name="DueOn">Last day, that day included; null while a special procedure stops the clock.</param>
/// <param name="DaysLeft">0 on the last day, negative once it has passed.</param>
/// <param name="CalendarDays">The term counts every day, not only working days.</param>
/// <param name="Provisional">The last day lies in a year whose holidays are not published yet.</param>
public sealed record ClockView(
    ClockName Name, DateOnly StartedOn, int Days, bool CalendarDays, DateOnly? DueOn, int DaysLeft, WarningLevel Warning, bool Stopped, bool Provisional);

/// <param name="Yours">You review it.</param>
public sealed record ProcedureRow(
    string CaseId, string? CaseNumber, string ItemName, string ItemNameEn, string DepartmentName, string? ApplicantName, ProcedureStage Stage,
    ClockView? Clock, string? ReviewerName, bool Yours);

/// <summary><c>GET /api/department/cases</c>: what is with your authority and not archived; the most urgent first.</summary>
public sealed record ProcedureList(IReadOnlyList<ProcedureRow> Cases, int Yellow, int Red);

/// <param name="By">Name and number of the badge; null = by law, e.g. an acceptance by lapse of time.</param>
public sealed record ProcedureLine(ProcedureAct Act, ProcedureStage Stage, DateTimeOffset At, string? By, string? SiteName, string? Text);

/// <param name="Code">Of the versioned list of decisions (办结结果).</param>
public sealed record DecisionCodeView(string Code, string Name, string NameEn);

public sealed record LinkedCaseView(string CaseId, string? CaseNumber, string ItemName, string ItemNameEn, string DepartmentName, ProcedureStage? Stage);

/// <summary><c>GET /api/department/cases/{caseId}</c>.</summary>
/// <param name="Version">To be sent back with an act: who saw an older state is refused.</param>
/// <param name="Acts">What you may do now.</param>
/// <param name="AcceptedByYou">审受分离: then somebody else must review and decide.</param>
/// <param name="Linked">Other cases of the same thing (高效办成一件事).</param>
public sealed record ProcedureDetails(
    ProcedureRow Case, int Version, string? FullNumber, string AuthorityName, string HolderName, string? CrossProvinceMode, string ClerkName, string Notes,
    IReadOnlyList<string> Materials, string? SupplementText, DecisionCodeView? Decision, string? DecisionText, int ExtensionDays,
    bool AcceptedByYou, IReadOnlyList<ProcedureAct> Acts, IReadOnlyList<DecisionCodeView> Decisions, IReadOnlyList<ProcedureLine> Record,
    IReadOnlyList<LinkedCaseView> Linked);

/// <summary><c>POST /api/department/cases/{caseId}</c>.</summary>
/// <param name="Text">What is missing, the reason, the decision's words, how it was delivered; asked for where the applicant is told.</param>
/// <param name="Code">Of a decision.</param>
/// <param name="Days">Working days of an extension or a special procedure.</param>
public sealed record ProcedureActRequest(ProcedureAct Act, int Version, string? Text, string? Code, int? Days, SpecialProcedureKind? Procedure);

/// <summary><c>POST /api/department/cases/{caseId}/links</c>: the same sitting's application to another department.</summary>
public sealed record LinkCaseRequest(string ItemCode);
