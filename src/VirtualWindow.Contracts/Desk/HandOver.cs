namespace VirtualWindow.Contracts.Desk;

/// <summary>What a colleague is asked for: to speak with while the applicant is on hold or listens, to speak with both, or to take over.</summary>
public enum ColleaguePurpose { Consult, Conference, Transfer }

/// <summary>Asked → Joined → Left or TookOver; Asked → Declined, TimedOut or Withdrawn.</summary>
public enum InvitationStage { Asked, Joined, Declined, TimedOut, Withdrawn, Left, TookOver }

public sealed record ColleaguesRequest(string SessionId);

/// <param name="MayTakeOver">Agreement, site and skills let this desk serve the item.</param>
/// <param name="Ready">May be asked now.</param>
public sealed record ColleagueView(
    string DeskId, string Name, string Number, string SiteId, string SiteName, Presence Presence, bool Ready, bool MayTakeOver, IReadOnlyList<string> Skills);
public sealed record ColleagueList(IReadOnlyList<ColleagueView> Colleagues);

/// <param name="DeskId">Whom to ask; null = the one who has been idle longest among those that <paramref name="SiteId"/> leaves.</param>
/// <param name="SiteId">Only a colleague of this hall; null = any.</param>
/// <param name="Note">For the colleague alone, at most 500 code points.</param>
public sealed record InviteColleagueRequest(string SessionId, ColleaguePurpose Purpose, string? DeskId, string? SiteId, string? Note);
/// <param name="Reason">Why not, at most 200 code points; null = none given.</param>
public sealed record AnswerInvitationRequest(string InvitationId, bool Accept, string? Reason);
/// <summary>Takes an invitation back, shows a colleague out, or leaves as one.</summary>
public sealed record EndInvitationRequest(string SessionId, string InvitationId);
/// <summary>The colleague who joined by this invitation is responsible from now on; who asked leaves.</summary>
public sealed record HandOverRequest(string SessionId, string InvitationId);
/// <summary>Back to the waiting room, at the head; the session goes on with the next clerk.</summary>
/// <param name="SiteId">Only a desk of this hall (hand-over to the other site); null = any.</param>
/// <param name="DeskId">Only this desk; null = any.</param>
/// <param name="Skill">Department or item code that the next clerk has to know; null = as the item asks.</param>
/// <param name="Note">For the next clerk alone, at most 500 code points.</param>
public sealed record ReturnToWaitingRequest(string SessionId, string? SiteId, string? DeskId, string? Skill, string? Note);

/// <summary>An invitation as the clerks of the session see it; what came to nothing stays for a minute.</summary>
/// <param name="ParticipantId">Of the colleague, once joined.</param>
public sealed record InvitationView(
    string InvitationId, ColleaguePurpose Purpose, InvitationStage Stage, string? ParticipantId, string FromName, string ToName, string ToSiteName,
    string? Note, string? Reason, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, bool MayTakeOver);

/// <summary>A colleague asks this desk into a session, until <paramref name="ExpiresAt"/>.</summary>
public sealed record AskedView(
    string InvitationId, ColleaguePurpose Purpose, string FromName, string FromSiteName, string? Note, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, ApplicantCard Applicant);

/// <summary>What the clerk before says to the one who goes on.</summary>
public sealed record HandOverNote(string FromName, string FromSiteName, string? Note);
