namespace VirtualWindow.Domain;

// Ids are types, so that a desk can never be passed for a ticket. The first group are 128-bit values written as 32 hex
// digits on the wire; the second are short codes that people read.

public readonly record struct TicketId(Guid Value)
{
    public static TicketId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static TicketId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct OfferId(Guid Value)
{
    public static OfferId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static OfferId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct SessionId(Guid Value)
{
    public static SessionId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static SessionId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct ParticipantId(Guid Value)
{
    public static ParticipantId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static ParticipantId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct DeskId(Guid Value)
{
    public static DeskId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static DeskId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct InvitationId(Guid Value)
{
    public static InvitationId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static InvitationId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct CaseId(Guid Value)
{
    public static CaseId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static CaseId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct RatingId(Guid Value)
{
    public static RatingId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static RatingId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct OrderId(Guid Value)
{
    public static OrderId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static OrderId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct NoticeId(Guid Value)
{
    public static NoticeId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static NoticeId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct DocumentId(Guid Value)
{
    public static DocumentId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static DocumentId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

public readonly record struct DocumentRequestId(Guid Value)
{
    public static DocumentRequestId? TryParse(string? text) => Guid.TryParseExact(text, "N", out var value) ? new(value) : null;
    public static DocumentRequestId Parse(string text) => new(Guid.ParseExact(text, "N"));
    public override string ToString() => Value.ToString("N");
}

/// <summary>A seal in the register, e.g. "gushi-approval".</summary>
public readonly record struct SealId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A hall, e.g. "gushi".</summary>
public readonly record struct SiteId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A queue with a purpose at one site, e.g. "gushi-remote".</summary>
public readonly record struct WindowId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A service item, e.g. "GA-01": department prefix and number.</summary>
public readonly record struct ItemCode(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A department, e.g. "GA".</summary>
public readonly record struct DepartmentCode(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Six-digit code of an administrative area (GB/T 2260).</summary>
public readonly record struct RegionCode(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A staff account (the identity system's own key).</summary>
public readonly record struct StaffId(string Value)
{
    public override string ToString() => Value;
}
