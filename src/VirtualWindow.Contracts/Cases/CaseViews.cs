namespace VirtualWindow.Contracts.Cases;

/// <summary><c>POST /api/cases/lookup</c>: a person asks for a case by number and query password.</summary>
public sealed record CaseLookupRequest(string CaseNumber, string QueryPassword);

/// <summary><c>POST /api/cases/rate</c>: a case that was accepted later, or is over, is rated once by whoever holds its number and query password.</summary>
/// <param name="Level">1..5.</param>
public sealed record CaseRatingRequest(string CaseNumber, string QueryPassword, int Level, string? Comment);

public enum CaseStage { Pending, Filed }

/// <summary>A filed case as the clerk and, with the password, the applicant see it.</summary>
/// <param name="CaseNumber">Short form, e.g. "GS-20261123-0001"; null while pending.</param>
/// <param name="FullNumber">43 characters: 31-character implementation code (GB/T 39554.1) + yyyyMMdd + 4-digit serial.</param>
/// <param name="MayRate">The case was accepted after the sitting, or is over, and nobody has rated that.</param>
/// <param name="Supplement">All that has to be supplemented (一次性告知); null with any other outcome.</param>
/// <param name="Notes">The clerk's notes; null for the applicant.</param>
/// <param name="Steps">The follow-up's steps; empty for the applicant.</param>
public sealed record CaseView(
    string CaseId, CaseStage Stage, string? CaseNumber, string? FullNumber, string ItemCode, string ItemName, string ItemNameEn,
    string DepartmentName, string? ApplicantName, string ClerkName, string SiteName, SessionOutcome Outcome, string? Notes,
    DateTimeOffset StartedAt, DateTimeOffset EndedAt, DateTimeOffset? FiledAt, DateOnly? PromisedDate, IReadOnlyList<CaseStepView> Steps,
    bool MayRate, Desk.SupplementView? Supplement);

/// <param name="State">"waiting", "running", "done", "failed", "skipped".</param>
public sealed record CaseStepView(string Name, string State, int Attempts, DateTimeOffset? DoneAt, string? LastError);
