using System.Security.Claims;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Reviews;
using VirtualWindow.Domain;
using VirtualWindow.Host.Departments;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Reviews;

internal static class ReviewEndpoints
{
    public static void MapReviews(this IEndpointRouteBuilder endpoints)
    {
        var reviews = endpoints.MapGroup("/api/reviews").WithTags("reviews").RequireAuthorization(StaffSetup.ReviewPolicy);
        reviews.MapGet("", async (ReviewDesk desk, ClaimsPrincipal who, CancellationToken ct) => Results.Ok(await desk.ListAsync(DepartmentOfficial.Of(who), ct)))
            .Produces<ReviewList>().Produces<Refusal>(401).Produces<Refusal>(403);
        reviews.MapPost("/{reviewId}", ActAsync)
            .Produces<ReviewList>().Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404).Produces<Refusal>(409);
    }

    private static async Task<IResult> ActAsync(string reviewId, ReviewActRequest request, ReviewDesk desk, ClaimsPrincipal who, CancellationToken ct)
    {
        if (RatingId.TryParse(reviewId) is not { } id) return RefusalAnswer.Result(RefusalCodes.NotFound);
        var official = DepartmentOfficial.Of(who);
        return await desk.ActAsync(id, request, official, ct) is { } refusal ? RefusalAnswer.Result(refusal) : Results.Ok(await desk.ListAsync(official, ct));
    }
}
