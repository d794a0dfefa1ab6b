namespace VirtualWindow.Contracts.Desk;

public enum MaterialVerdict { Unchecked, Accepted, Rejected, NotNeeded }

/// <summary>One line of the item's checklist with the clerk's finding.</summary>
/// <param name="Serial">1-based place in the checklist.</param>
/// <param name="Reason">What is wrong; null unless rejected.</param>
/// <param name="Revision">Goes back with the next finding, so that nobody overwrites what they have not seen.</param>
public sealed record MaterialView(int Serial, string Name, MaterialVerdict Verdict, string? Reason, int Revision);

/// <param name="Reason">Required with Rejected, at most 500 code points: the applicant is told it word by word.</param>
public sealed record JudgeMaterialRequest(string SessionId, int Serial, MaterialVerdict Verdict, string? Reason, int Revision);

/// <param name="Key">1..9: Alt and the digit insert it; null = only by the list.</param>
public sealed record CannedAnswerView(string Id, int? Key, string Title, string Text, int Version);
public sealed record CannedAnswerList(IReadOnlyList<CannedAnswerView> Answers);
/// <param name="Version">Of the answer that is changed; null for a new one.</param>
public sealed record CannedAnswerRequest(int? Key, string Title, string Text, int? Version);

/// <summary>Everything that has to be supplemented, told once (一次性告知, 行政许可法 §32(4)).</summary>
public sealed record SupplementView(IReadOnlyList<SupplementItemView> Items, DateTimeOffset ToldAt, string ClerkName);
public sealed record SupplementItemView(string Material, string Reason);
