using VirtualWindow.Contracts.Orders;

namespace VirtualWindow.Contracts.Outside;

/// <summary>What a token of an outside system may do.</summary>
public static class OutsideScopes
{
    /// <summary>Read filed cases without the applicant's name and phone number.</summary>
    public const string Cases = "cases";
    /// <summary>See the applicant's name and phone number too.</summary>
    public const string Personal = "personal";
    /// <summary>Read orders and say how far they are: an engraver's, a copy shop's.</summary>
    public const string Orders = "orders";
    /// <summary>Say where a parcel is: a courier's.</summary>
    public const string Tracking = "tracking";

    public static readonly IReadOnlyList<string> All = [Cases, Personal, Orders, Tracking];
}

/// <summary>A filed case as an outside system sees it.</summary>
/// <param name="State">Where it is in the authority's procedure, e.g. "accepted"; null when nothing was applied for.</param>
/// <param name="DecisionCode">Code of the versioned list; null while undecided.</param>
/// <param name="ApplicantName">Null without the scope "personal"; <paramref name="ApplicantPhone"/> likewise.</param>
/// <param name="EvidenceSha256">Of the frozen facts of the sitting, hexadecimal.</param>
public sealed record OutsideCase(
    string CaseNumber, string FullNumber, string ItemCode, string ItemName, string DepartmentCode, string DepartmentName, string AuthoritySite, string ServedAt,
    string RegionCode, string Outcome, string? State, string? DecisionCode, int? DecisionListVersion, DateOnly? AcceptedOn, DateOnly? PromisedDate, DateOnly? DueOn,
    DateOnly? DecidedOn, DateOnly? DeliveredOn, DateTimeOffset EndedAt, DateTimeOffset FiledAt, string? MainCaseNumber, string? ApplicantName, string? ApplicantPhone,
    string EvidenceSha256);

/// <summary><c>GET /api/outside/v1/cases</c>: in the order of filing.</summary>
/// <param name="Next">Pass it as <c>after</c> to go on from here; null on the last page. It stays valid: ask again with the last one for what was filed since.</param>
public sealed record OutsideCasePage(IReadOnlyList<OutsideCase> Cases, string? Next);

/// <summary><c>GET /api/outside/v1/orders</c>: unfinished ones first placed first.</summary>
public sealed record OutsideOrderList(IReadOnlyList<OrderView> Orders);

/// <summary><c>POST /api/outside/v1/shipments/{waybill}/news</c>: where a parcel is.</summary>
public sealed record ShipmentNewsRequest(DateTimeOffset At, string Text, bool Delivered);

/// <summary>A token as an admin sees it; itself it is shown once, when it is made.</summary>
public sealed record OutsideTokenView(
    string TokenId, string Name, string Beginning, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt, DateTimeOffset? UsedAt);

public sealed record OutsideTokenList(IReadOnlyList<OutsideTokenView> Tokens, IReadOnlyList<string> Scopes);

/// <summary><c>POST /api/admin/outside/tokens</c>.</summary>
/// <param name="Days">1..730.</param>
public sealed record OutsideTokenRequest(string Name, IReadOnlyList<string> Scopes, int Days);

/// <param name="Token">Shown once; only its hash is kept.</param>
public sealed record OutsideTokenMade(string Token, OutsideTokenView View);

/// <summary>An address that is told.</summary>
/// <param name="Types">Empty = all.</param>
/// <param name="DisabledBecause">"gone" (it answered 410) or "by-hand"; null while enabled.</param>
/// <param name="FormerUntil">Until then deliveries are signed with the former secret too.</param>
public sealed record WebhookView(
    string WebhookId, string Name, string Url, IReadOnlyList<string> Types, bool Enabled, string? DisabledBecause, DateTimeOffset? FormerUntil, DateTimeOffset CreatedAt,
    int Waiting, int GivenUp);

public sealed record WebhookList(IReadOnlyList<WebhookView> Webhooks, IReadOnlyList<string> Types);

/// <summary><c>POST /api/admin/outside/webhooks</c> and <c>…/{webhookId}</c>.</summary>
public sealed record WebhookRequest(string Name, string Url, IReadOnlyList<string> Types, bool Enabled);

/// <param name="Secret">Shown once, "whsec_…" (Standard Webhooks); null when it was not changed.</param>
public sealed record WebhookSaved(WebhookView Webhook, string? Secret);

public enum DeliveryStage { Waiting, Delivered, GivenUp }

/// <param name="Status">HTTP status of the last attempt.</param>
/// <param name="Error">Why no status came: "timeout", "unreachable", "refused-address".</param>
/// <param name="Log">Newest first.</param>
public sealed record DeliveryView(
    string DeliveryId, string WebhookName, string EventId, string Type, DeliveryStage Stage, int Attempts, int? Status, string? Error, DateTimeOffset CreatedAt,
    DateTimeOffset? LastAttemptAt, DateTimeOffset? NextTryAt, string Body, IReadOnlyList<DeliveryAttempt> Log);

/// <summary>One time that it was tried; the newest twenty are kept.</summary>
/// <param name="Answer">What the answer's body began with, at most 200 characters.</param>
public sealed record DeliveryAttempt(DateTimeOffset At, int? Status, string? Error, int Milliseconds, string? Answer);

/// <summary><c>GET /api/admin/outside/deliveries</c>: newest first.</summary>
public sealed record DeliveryList(IReadOnlyList<DeliveryView> Deliveries);

public enum MessageStage { Waiting, Sent, Kept }

/// <summary>A text or mail of the outbox. Receivers are masked outside of Development.</summary>
/// <param name="Channel">"sms" or "mail".</param>
public sealed record MessageView(
    string MessageId, string Channel, string Purpose, string? CaseNumber, string Receiver, string? Subject, string Text, MessageStage Stage, DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt);

/// <summary><c>GET /api/admin/outside/messages</c>: newest first.</summary>
public sealed record MessageList(IReadOnlyList<MessageView> Messages);
