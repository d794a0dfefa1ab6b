namespace VirtualWindow.Contracts.Cases;

/// <summary><c>POST /api/cases/lookup</c>: a person asks for a case by number and query password.</summary>
public sealed record CaseLookupRequest(string CaseNumber, string QueryPassword);

public enum CaseStage { Pending, Filed }

/// <summary>A filed case as the clerk and, with the password, the applicant see it.</summary>
/// <param name="CaseNumber">Short form, e.g. "GS-20261123-0001"; null while pending.</param>
/// <param name="FullNumber">43 characters: 31-character implementation code (GB/T 39554.1) + yyyyMMdd + 4-digit serial.</param>
/// <param name="Notes">The clerk's notes; null for the applicant.</param>
/// <param name="Steps">The follow-up's steps; empty for the applicant.</param>
public sealed record CaseView(
    string CaseId, CaseStage Stage, string? CaseNumber, string? FullNumber, string ItemCode, string ItemName, string ItemNameEn,
    string DepartmentName, string? ApplicantName, string ClerkName, string SiteName, SessionOutcome Outcome, string? Notes,
    DateTimeOffset StartedAt, DateTimeOffset EndedAt, DateTimeOffset? FiledAt, DateOnly? PromisedDate, IReadOnlyList<CaseStepView> Steps);

/// <param name="State">"waiting", "running", "done", "failed", "skipped".</param>
public sealed record CaseStepView(string Name, string State, int Attempts, DateTimeOffset? DoneAt, string? LastError);
