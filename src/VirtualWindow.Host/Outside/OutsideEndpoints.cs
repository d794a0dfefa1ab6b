using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Orders;
using VirtualWindow.Contracts.Outside;
using VirtualWindow.FollowUp.Orders;
using VirtualWindow.Host.Orders;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Outside;

/// <summary>
/// REST for outside systems (departments' own programs, engravers, couriers), described in /openapi/v1.json. Each request needs a token with
/// the right scope.
/// </summary>
internal static class OutsideEndpoints
{
    private const int DefaultPage = 50, LongestNews = 200;

    public static void MapOutside(this IEndpointRouteBuilder endpoints)
    {
        var outside = endpoints.MapGroup("/api/outside/v1").WithTags("outside").RequireRateLimiting(OutsideSetup.Rate);
        outside.MapGet("/cases", ListAsync).RequireAuthorization(OutsideSetup.PolicyOf(OutsideScopes.Cases)).Answers<OutsideCasePage>().Produces<Refusal>(400)
            .WithSummary("Filed cases in the order of filing; pass the answer's next as after for the following page");
        outside.MapGet("/cases/{number}", FindAsync).RequireAuthorization(OutsideSetup.PolicyOf(OutsideScopes.Cases)).Answers<OutsideCase>().Produces(304).Produces<Refusal>(404)
            .WithSummary("One filed case by its short or full number; ETag and If-None-Match");
        outside.MapGet("/orders", async (OrderDesk desk, CancellationToken ct) => Results.Ok(new OutsideOrderList(await desk.ListAsync(null, open: true, ct))))
            .RequireAuthorization(OutsideSetup.PolicyOf(OutsideScopes.Orders)).Answers<OutsideOrderList>().WithSummary("Unfinished orders: copies, seals, mailings");
        outside.MapPost("/orders/{orderId}", async (string orderId, OrderActRequest request, OrderDesk desk, ClaimsPrincipal who, CancellationToken ct) =>
            (await desk.ActAsync(orderId, request, null, who.Identity!.Name!, ct)).ToResult())
            .RequireAuthorization(OutsideSetup.PolicyOf(OutsideScopes.Orders)).Answers<OrderView>().Produces<Refusal>(400).Produces<Refusal>(404).Produces<Refusal>(409)
            .WithSummary("Says how far an order is");
        outside.MapPost("/shipments/{waybill}/news", TrackAsync).RequireAuthorization(OutsideSetup.PolicyOf(OutsideScopes.Tracking))
            .Answers<Done>().Produces<Refusal>(400).Produces<Refusal>(404).WithSummary("Says where a parcel is; the same news twice is one");
    }

    private static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route) => route.Produces<T>().Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(429);

    private static async Task<IResult> ListAsync(
        string? after, DateTimeOffset? since, int? limit, OutsideCases cases, HttpContext http, ClaimsPrincipal who, CancellationToken ct)
    {
        var cursor = after is null ? null : OutsideCursor.TryParse(after);
        if ((after is not null && cursor is null) || limit is < 1 or > OutsideCases.MostPerPage) return RefusalAnswer.Result(RefusalCodes.BadInput);
        var page = await cases.PageAsync(cursor, since, limit ?? DefaultPage, SeesPersons(who), ct);
        if (page.Next is { } next) http.Response.Headers.Link = $"<{http.Request.Path}?after={next}&limit={limit ?? DefaultPage}>; rel=\"next\"";
        return Results.Ok(page);
    }

    private static async Task<IResult> FindAsync(
        string number, OutsideCases cases, HttpContext http, ClaimsPrincipal who, IOptions<JsonOptions> json, CancellationToken ct)
    {
        if (await cases.FindAsync(number, SeesPersons(who), ct) is not { } found) return RefusalAnswer.Result(RefusalCodes.NotFound);
        var tag = OutsideCases.TagOf(found, json.Value.SerializerOptions);
        http.Response.Headers.ETag = tag;
        // It may be kept, but must be asked for each time: a case moves on.
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.Headers.IfNoneMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(known => known == tag || known == "*")
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(found);
    }

    private static async Task<IResult> TrackAsync(string waybill, ShipmentNewsRequest request, OrderDesk desk, ClaimsPrincipal who, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > LongestNews) return RefusalAnswer.Result(RefusalCodes.BadInput);
        var known = await desk.TrackAsync(waybill, new TrackingNews(request.At, request.Text.Trim(), request.Delivered), who.Identity!.Name!, ct);
        return known ? Results.Ok(Done.Instance) : RefusalAnswer.Result(RefusalCodes.NotFound);
    }

    private static bool SeesPersons(ClaimsPrincipal who) => who.HasClaim(OutsideTokenHandler.ScopeClaim, OutsideScopes.Personal);
}
