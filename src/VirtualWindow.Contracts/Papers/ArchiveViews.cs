namespace VirtualWindow.Contracts.Papers;

public enum ArchiveStage { Open, Kept, Purged }

/// <summary>保管期限.</summary>
public enum RetentionName { Permanent, ThirtyYears, TenYears }

public enum ArchiveFilter { All, Due, Held, Purged }

/// <param name="Due">Kept long enough: it may be destroyed.</param>
/// <param name="Sha256">Of the package.</param>
/// <param name="HoldReason">Null when no legal hold is on it.</param>
public sealed record ArchiveRow(
    string CaseId, string CaseNumber, string ItemName, string ItemNameEn, ArchiveStage Stage, RetentionName? Retention, DateTimeOffset? ArchivedAt, DateOnly? KeepUntil,
    bool Due, long Bytes, string? Sha256, string? HoldReason, string? HeldBy, DateTimeOffset? PurgedAt);

/// <summary><c>GET /api/admin/archive</c>: newest first, at most 200; the figures count all.</summary>
public sealed record ArchiveList(IReadOnlyList<ArchiveRow> Cases, int Kept, int Due, int Held, int Purged);

/// <summary><c>POST /api/admin/archive/hold</c>, <c>/release</c>, <c>/package</c>: what is done to one case, and why.</summary>
public sealed record ArchiveCaseRequest(string CaseNumber, string Reason);

/// <summary><c>POST /api/admin/archive/purge</c>.</summary>
public sealed record PurgeRequest(string Reason);

public enum ArchiveActName { Archived, Held, Released, ClassSet, PurgeOrdered, Purged, NotPurged, Fetched }

/// <param name="CaseNumber">Of the case; the item's code when its class was set.</param>
/// <param name="RunId">The purge that it belongs to.</param>
/// <param name="Hash">Over this line and all before it.</param>
public sealed record ArchiveLine(int Sequence, DateTimeOffset At, ArchiveActName Act, string CaseNumber, string By, string Text, string? RunId, string Hash);

/// <summary><c>GET /api/admin/archive/journal</c>: newest first.</summary>
/// <param name="FirstBroken">The first line that is not what was written; null when all hold.</param>
public sealed record ArchiveJournalView(IReadOnlyList<ArchiveLine> Lines, int? FirstBroken);

/// <summary><c>POST /api/admin/archive/purge</c> and <c>GET …/purge/{runId}</c>: what was ordered and what has become of it so far.</summary>
public sealed record PurgeReport(string RunId, int Ordered, int Purged, int NotPurged, IReadOnlyList<ArchiveLine> Lines);

/// <param name="Retention">Null: nobody has set it, and the general rule holds.</param>
public sealed record ItemRetentionRow(string ItemCode, string ItemName, string ItemNameEn, RetentionName? Retention);

/// <summary><c>GET /api/admin/archive/classes</c>.</summary>
public sealed record ItemRetentionList(IReadOnlyList<ItemRetentionRow> Items);

/// <summary><c>POST /api/admin/archive/classes</c>.</summary>
/// <param name="Retention">Null: the general rule again.</param>
public sealed record SetRetentionRequest(string ItemCode, RetentionName? Retention);
