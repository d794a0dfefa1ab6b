using System.Security.Claims;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Papers;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Papers;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Archive;

/// <summary>The archive in the hands of its keeper (an admin): what is kept for how long, legal holds, destruction, the journal of all of it.</summary>
internal static class ArchiveEndpoints
{
    private const int LongestReason = 500;

    public static void MapArchive(this IEndpointRouteBuilder endpoints)
    {
        var archive = endpoints.MapGroup("/api/admin/archive").WithTags("admin").RequireAuthorization(StaffSetup.AdminPolicy);
        archive.MapGet("", ListAsync).Produces<ArchiveList>().Answers();
        archive.MapGet("/journal", async (ArchiveReader reader, CancellationToken ct) => Results.Ok(await reader.JournalAsync(ct))).Produces<ArchiveJournalView>().Answers();
        archive.MapGet("/classes", async (ArchiveReader reader, CancellationToken ct) => Results.Ok(await reader.ClassesAsync(ct))).Produces<ItemRetentionList>().Answers();
        archive.MapPost("/classes", ClassifyAsync).Produces<ItemRetentionList>().Answers();
        archive.MapPost("/hold", (ArchiveCaseRequest request, ArchiveDesk desk, ClaimsPrincipal admin, CancellationToken ct) =>
            AnswerAsync(request, () => desk.HoldAsync(request, BadgeOf(admin), ct))).Produces<Done>().Answers();
        archive.MapPost("/release", (ArchiveCaseRequest request, ArchiveDesk desk, ClaimsPrincipal admin, CancellationToken ct) =>
            AnswerAsync(request, () => desk.ReleaseAsync(request, BadgeOf(admin), ct))).Produces<Done>().Answers();
        archive.MapPost("/package", FetchAsync).Produces(200, contentType: "application/zip").Answers();
        archive.MapPost("/purge", PurgeAsync).Produces<PurgeReport>().Answers();
        archive.MapGet("/purge/{runId}", ReportAsync).Produces<PurgeReport>().Answers();
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder route) =>
        route.Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404).Produces<Refusal>(409);

    /// <param name="filter">"all" (default), "due", "held" or "purged".</param>
    private static async Task<IResult> ListAsync(string? filter, ArchiveReader reader, CancellationToken ct) =>
        Enum.TryParse<ArchiveFilter>(filter ?? nameof(ArchiveFilter.All), ignoreCase: true, out var chosen) && Enum.IsDefined(chosen)
            ? Results.Ok(await reader.ListAsync(chosen, ct))
            : RefusalAnswer.Result(RefusalCodes.BadInput);

    private static async Task<IResult> ClassifyAsync(SetRetentionRequest request, ArchiveDesk desk, ArchiveReader reader, ClaimsPrincipal admin, CancellationToken ct)
    {
        if (request.Retention is { } name && !Enum.IsDefined(name)) return RefusalAnswer.Result(RefusalCodes.BadInput);
        var chosen = request.Retention is { } retention ? Enum.Parse<RetentionClass>(retention.ToString()) : (RetentionClass?)null;
        if (await desk.ClassifyAsync(new ItemCode(request.ItemCode), chosen, BadgeOf(admin), ct) is { } refusal) return RefusalAnswer.Result(refusal);
        return Results.Ok(await reader.ClassesAsync(ct));
    }

    private static async Task<IResult> AnswerAsync(ArchiveCaseRequest request, Func<Task<Refusal?>> act)
    {
        if (Unfit(request.Reason) is { } unfit) return unfit;
        return await act() is { } refusal ? RefusalAnswer.Result(refusal) : Results.Ok(Done.Instance);
    }

    private static async Task<IResult> FetchAsync(ArchiveCaseRequest request, ArchiveDesk desk, ClaimsPrincipal admin, HttpContext http, CancellationToken ct)
    {
        if (Unfit(request.Reason) is { } unfit) return unfit;
        var (package, refusal) = await desk.FetchAsync(request, BadgeOf(admin), ct);
        if (refusal is not null) return RefusalAnswer.Result(refusal);
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(package!, "application/zip", $"{request.CaseNumber.Trim().ToUpperInvariant()}.zip");
    }

    private static async Task<IResult> PurgeAsync(PurgeRequest request, PurgeDesk desk, ArchiveReader reader, ClaimsPrincipal admin, CancellationToken ct)
    {
        if (Unfit(request.Reason) is { } unfit) return unfit;
        var run = await desk.OrderAsync(request.Reason.Trim(), BadgeOf(admin), ct);
        return Results.Ok(await reader.ReportAsync(run, ct) ?? ArchiveReader.Report(run, []));
    }

    private static async Task<IResult> ReportAsync(string runId, ArchiveReader reader, CancellationToken ct) =>
        Guid.TryParseExact(runId, "N", out var run) && await reader.ReportAsync(run, ct) is { } report ? Results.Ok(report) : RefusalAnswer.Result(RefusalCodes.NotFound);

    private static IResult? Unfit(string reason) =>
        string.IsNullOrWhiteSpace(reason) ? RefusalAnswer.Result(RefusalCodes.BadInput) : reason.Length > LongestReason ? RefusalAnswer.Result(RefusalCodes.TooLarge) : null;

    private static string BadgeOf(ClaimsPrincipal admin) => $"{admin.FindFirstValue(StaffClaims.DisplayName)} {admin.FindFirstValue(StaffClaims.Number)}";
}
