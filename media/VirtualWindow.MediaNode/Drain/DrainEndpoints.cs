using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VirtualWindow.Contracts;
using VirtualWindow.MediaNode.Whip;

namespace VirtualWindow.MediaNode.Drain;

/// <param name="WithinSeconds">Time that running sessions have before they are told to move, 0 to 86400 s.</param>
public sealed record DrainRequest(int WithinSeconds);

/// <summary>Emptying this node for maintenance: begin (or change the deadline), look, take back.</summary>
public static class DrainEndpoints
{
    private const int LongestSeconds = 86_400;

    /// <returns>The endpoints, for the caller to say who may use them.</returns>
    public static RouteGroupBuilder MapMediaDrain(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var drain = endpoints.MapGroup("/api/media/drain").WithTags("media");
        drain.MapGet("", (LocalMediaNode node) => node.DrainStatus).WithSummary("How far the drain of this media node is").Produces<DrainStatus>();
        drain.MapPost("", Begin).WithSummary("Takes no new rooms, and tells the running ones to move at the deadline").Produces<DrainStatus>().Produces<Refusal>(400);
        drain.MapDelete("", Cancel).WithSummary("Takes new rooms again").Produces<DrainStatus>();
        return drain;
    }

    private static IResult Begin(DrainRequest request, LocalMediaNode node)
    {
        if (request.WithinSeconds is < 0 or > LongestSeconds) return Refusals.Of(RefusalCodes.BadInput).ToResult();
        _ = node.DrainAsync(TimeSpan.FromSeconds(request.WithinSeconds));
        return Results.Ok(node.DrainStatus);
    }

    private static IResult Cancel(LocalMediaNode node)
    {
        node.CancelDrain();
        return Results.Ok(node.DrainStatus);
    }
}
