using System.Text.Encodings.Web;
using System.Text.Json;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outside;

namespace VirtualWindow.FollowUp.Outside;

/// <summary>
/// What outside systems are told, and in which words. No event carries a person's data: whoever may see that asks for the case with a token.
/// </summary>
public static class CaseEvents
{
    public const string Filed = "case.filed";
    /// <summary>A move in the authority's procedure: accepted, supplement asked, decided, delivered and so on.</summary>
    public const string Moved = "case.moved";
    public const string OrderMoved = "order.moved";

    public static IReadOnlyList<string> Types { get; } = [Filed, Moved, OrderMoved];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task PublishFiledAsync(this WindowDb db, Case filed, DateTimeOffset now, CancellationToken ct) =>
        db.PublishAsync(Filed, $"{filed.Id}_filed", () => BodyOf(Filed, now, new CaseData(
            filed.Number!, filed.FullNumber!, filed.Item.Value, filed.ItemName, filed.Department.Value, filed.AuthoritySite.Value, Name(filed.Outcome), null, null)), now, ct);

    public static Task PublishMovedAsync(this WindowDb db, Case filed, Procedure procedure, DateTimeOffset now, CancellationToken ct) =>
        db.PublishAsync(Moved, $"{filed.Id}_{procedure.Acts}", () => BodyOf(Moved, now, new CaseData(
            filed.Number!, filed.FullNumber!, filed.Item.Value, filed.ItemName, filed.Department.Value, filed.AuthoritySite.Value, Name(filed.Outcome),
            Name(procedure.State), procedure.DecisionCode)), now, ct);

    public static Task PublishMovedAsync(this WindowDb db, Order order, string caseNumber, DateTimeOffset now, CancellationToken ct) =>
        db.PublishAsync(OrderMoved, $"{order.Id}_{order.Acts}", () => BodyOf(OrderMoved, now, new OrderData(
            order.Id.ToString(), caseNumber, Name(order.Kind), Name(order.State), order.Courier, order.Waybill)), now, ct);

    private static string BodyOf(string type, DateTimeOffset now, object data) => JsonSerializer.Serialize(new { type, timestamp = now.ToUniversalTime(), data }, Json);

    private static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private sealed record CaseData(
        string CaseNumber, string FullNumber, string Item, string ItemName, string Department, string Authority, string Outcome, string? State, string? DecisionCode);

    private sealed record OrderData(string OrderId, string CaseNumber, string Kind, string State, string? Courier, string? Waybill);
}
