namespace VirtualWindow.Contracts.Papers;

/// <summary>One notice as issued.</summary>
/// <param name="Number">E.g. "GS-20261123-0001-02".</param>
/// <param name="Sealed">With the authority's electronic seal.</param>
public sealed record NoticeView(string NoticeId, string Title, string Number, DateTimeOffset IssuedAt, bool Sealed, long Bytes);

/// <summary><c>POST /api/cases/notices</c> with number and password, <c>GET /api/staff/cases/{caseId}/notices</c>: oldest first.</summary>
/// <param name="Pending">Called for and not issued yet.</param>
public sealed record NoticeList(IReadOnlyList<NoticeView> Notices, int Pending);
