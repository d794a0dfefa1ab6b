using System.Security.Claims;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Orders;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Orders;

/// <summary>Copies, seals and mailings of one's own hall.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder endpoints)
    {
        var orders = endpoints.MapGroup("/api/orders").WithTags("orders").RequireAuthorization(StaffSetup.ReviewPolicy);
        orders.MapGet("", async (bool? all, OrderDesk desk, ClaimsPrincipal who, CancellationToken ct) =>
            Results.Ok(new OrderList(await desk.ListAsync(SiteOf(who), all != true, ct)))).Answers<OrderList>();
        orders.MapPost("", async (OrderRequest request, OrderDesk desk, ClaimsPrincipal who, CancellationToken ct) =>
            (await desk.PlaceAsync(request, SiteOf(who), BadgeOf(who), ct)).ToResult()).Answers<OrderView>().Produces<Refusal>(400).Produces<Refusal>(404);
        orders.MapPost("/{orderId}", async (string orderId, OrderActRequest request, OrderDesk desk, ClaimsPrincipal who, CancellationToken ct) =>
            (await desk.ActAsync(orderId, request, SiteOf(who), BadgeOf(who), ct)).ToResult())
            .Answers<OrderView>().Produces<Refusal>(400).Produces<Refusal>(404).Produces<Refusal>(409);
    }

    public static IResult ToResult<T>(this Reply<T> reply) where T : class =>
        reply.Refusal is { } refusal ? RefusalAnswer.Result(refusal) : Results.Ok(reply.Value);

    private static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route) => route.Produces<T>().Produces<Refusal>(401).Produces<Refusal>(403);

    private static SiteId SiteOf(ClaimsPrincipal who) => new(who.FindFirstValue(StaffClaims.Site) ?? "");

    private static string BadgeOf(ClaimsPrincipal who) => $"{who.FindFirstValue(StaffClaims.DisplayName)} {who.FindFirstValue(StaffClaims.Number)}";
}
