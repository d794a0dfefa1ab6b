using System.Security.Claims;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Outside;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Host.Orders;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Outside;

/// <summary>What goes out and who may come in, for admins.</summary>
internal static partial class OutsideAdminEndpoints
{
    public static void MapOutsideAdmin(this IEndpointRouteBuilder endpoints)
    {
        var outside = endpoints.MapGroup("/api/admin/outside").WithTags("admin").RequireAuthorization(StaffSetup.AdminPolicy);
        outside.MapGet("/messages", async (OutsideAdmin admin, CancellationToken ct) => Results.Ok(await admin.MessagesAsync(ct))).Answers<MessageList>();
        outside.MapGet("/deliveries", async (OutsideAdmin admin, CancellationToken ct) => Results.Ok(await admin.DeliveriesAsync(ct))).Answers<DeliveryList>();
        outside.MapPost("/deliveries/{deliveryId}/again", (string deliveryId, OutsideAdmin admin, CancellationToken ct) =>
            WithIdAsync(deliveryId, async id => await admin.SendAgainAsync(id, ct) ? Results.Ok(await admin.DeliveriesAsync(ct)) : RefusalAnswer.Result(RefusalCodes.NotFound)))
            .Answers<DeliveryList>().Produces<Refusal>(404);
        outside.MapGet("/webhooks", async (OutsideAdmin admin, CancellationToken ct) => Results.Ok(await admin.WebhooksAsync(ct))).Answers<WebhookList>();
        outside.MapPost("/webhooks", AddWebhookAsync).Answers<WebhookSaved>().Produces<Refusal>(400);
        outside.MapPost("/webhooks/{webhookId}", (string webhookId, WebhookRequest request, OutsideAdmin admin, CancellationToken ct) =>
            WithIdAsync(webhookId, async id => (await admin.ChangeWebhookAsync(id, request, ct)).ToResult())).Answers<WebhookSaved>().Produces<Refusal>(400).Produces<Refusal>(404);
        outside.MapPost("/webhooks/{webhookId}/secret", (string webhookId, OutsideAdmin admin, CancellationToken ct) =>
            WithIdAsync(webhookId, async id => (await admin.ChangeSecretAsync(id, ct)).ToResult())).Answers<WebhookSaved>().Produces<Refusal>(404);
        outside.MapGet("/tokens", async (OutsideAdmin admin, CancellationToken ct) => Results.Ok(await admin.TokensAsync(ct))).Answers<OutsideTokenList>();
        outside.MapPost("/tokens", MakeTokenAsync).Answers<OutsideTokenMade>().Produces<Refusal>(400);
        outside.MapPost("/tokens/{tokenId}/revoke", (string tokenId, OutsideAdmin admin, CancellationToken ct) =>
            WithIdAsync(tokenId, async id => await admin.RevokeTokenAsync(id, ct) is { } left ? Results.Ok(left) : RefusalAnswer.Result(RefusalCodes.NotFound)))
            .Answers<OutsideTokenList>().Produces<Refusal>(404);
    }

    private static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route) => route.Produces<T>().Produces<Refusal>(401).Produces<Refusal>(403);

    private static Task<IResult> WithIdAsync(string text, Func<Guid, Task<IResult>> act) =>
        Guid.TryParseExact(text, "N", out var id) ? act(id) : Task.FromResult(RefusalAnswer.Result(RefusalCodes.NotFound));

    private static async Task<IResult> AddWebhookAsync(WebhookRequest request, OutsideAdmin admin, ClaimsPrincipal who, ILogger<OutsideAdmin> log, CancellationToken ct)
    {
        var reply = await admin.AddWebhookAsync(request, BadgeOf(who), ct);
        if (reply.Value is { } saved) WebhookAdded(log, NumberOf(who), saved.Webhook.WebhookId);
        return reply.ToResult();
    }

    private static async Task<IResult> MakeTokenAsync(OutsideTokenRequest request, OutsideAdmin admin, ClaimsPrincipal who, ILogger<OutsideAdmin> log, CancellationToken ct)
    {
        var reply = await admin.MakeTokenAsync(request, BadgeOf(who), ct);
        if (reply.Value is { } made) TokenMade(log, NumberOf(who), made.View.Beginning, string.Join(' ', made.View.Scopes));
        return reply.ToResult();
    }

    private static string NumberOf(ClaimsPrincipal who) => who.FindFirstValue(StaffClaims.Number) ?? "";

    private static string BadgeOf(ClaimsPrincipal who) => $"{who.FindFirstValue(StaffClaims.DisplayName)} {NumberOf(who)}";

    [LoggerMessage(2121, LogLevel.Information, "Admin {AdminNumber} added webhook {WebhookId}")]
    private static partial void WebhookAdded(ILogger log, string adminNumber, string webhookId);

    [LoggerMessage(2122, LogLevel.Information, "Admin {AdminNumber} made the token {Beginning}… for {Scopes}")]
    private static partial void TokenMade(ILogger log, string adminNumber, string beginning, string scopes);
}
