using System.Security.Claims;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Pipeline;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.FollowUp;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Pipeline;

/// <summary>The follow-up in the hands of an admin: every run, its steps, and retry, skip and replay.</summary>
internal static class PipelineEndpoints
{
    private const int LongestReason = 500;

    public static void MapPipeline(this IEndpointRouteBuilder endpoints)
    {
        var runs = endpoints.MapGroup("/api/admin/pipeline").WithTags("admin").RequireAuthorization(StaffSetup.AdminPolicy);
        runs.MapGet("", ListAsync).Produces<RunList>().Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(403);
        runs.MapGet("/{runId}", (string runId, PipelineReader reader, CancellationToken ct) =>
            DetailsAsync(runId, _ => Task.FromResult(Intervened.Done), reader, ct)).Answers();
        runs.MapPost("/{runId}/retry", (string runId, Interventions hands, PipelineReader reader, ClaimsPrincipal admin, CancellationToken ct) =>
            DetailsAsync(runId, id => hands.RetryAsync(id, BadgeOf(admin), ct), reader, ct)).Answers();
        runs.MapPost("/{runId}/skip", SkipAsync).Answers().Produces<Refusal>(400);
        runs.MapPost("/{runId}/replay", (string runId, RunStepRequest request, Interventions hands, PipelineReader reader, ClaimsPrincipal admin, CancellationToken ct) =>
            DetailsAsync(runId, id => hands.ReplayAsync(id, request.Step, Short(request.Reason), BadgeOf(admin), ct), reader, ct)).Answers();
    }

    /// <param name="filter">"open" (default), "dead" or "all".</param>
    private static async Task<IResult> ListAsync(string? filter, PipelineReader reader, CancellationToken ct) =>
        Enum.TryParse<RunFilter>(filter ?? nameof(RunFilter.Open), ignoreCase: true, out var chosen) && Enum.IsDefined(chosen)
            ? Results.Ok(await reader.ListAsync(chosen, ct))
            : RefusalAnswer.Result(RefusalCodes.BadInput);

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder route) =>
        route.Produces<RunDetails>().Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404).Produces<Refusal>(409);

    private static async Task<IResult> SkipAsync(
        string runId, RunStepRequest request, Interventions hands, PipelineReader reader, ClaimsPrincipal admin, CancellationToken ct)
    {
        if (Short(request.Reason) is not { } reason)
            return RefusalAnswer.Result(Refusals.Of(RefusalCodes.BadInput, "请写明跳过的理由。", "Please say why the step is left out."));
        return await DetailsAsync(runId, id => hands.SkipAsync(id, request.Step, reason, BadgeOf(admin), ct), reader, ct);
    }

    private static async Task<IResult> DetailsAsync(string runId, Func<Guid, Task<Intervened>> act, PipelineReader reader, CancellationToken ct)
    {
        if (!Guid.TryParseExact(runId, "N", out var id)) return RefusalAnswer.Result(RefusalCodes.NotFound);
        var refusal = await act(id) switch
        {
            Intervened.NotFound => Refusals.Of(RefusalCodes.NotFound),
            Intervened.NotNow => Refusals.Of(RefusalCodes.Stale),
            Intervened.NotSkippable => Refusals.Of(RefusalCodes.NotAllowed, "没有这一步，办件就不完整，不能跳过。", "The case would not be whole without this step; it cannot be skipped."),
            _ => null,
        };
        if (refusal is not null) return RefusalAnswer.Result(refusal);
        return await reader.FindAsync(id, ct) is { } found ? Results.Ok(found) : RefusalAnswer.Result(RefusalCodes.NotFound);
    }

    private static string? Short(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? null : reason.Trim() is var trimmed && trimmed.Length > LongestReason ? trimmed[..LongestReason] : trimmed;

    private static string BadgeOf(ClaimsPrincipal admin) => $"{admin.FindFirstValue(StaffClaims.DisplayName)} {admin.FindFirstValue(StaffClaims.Number)}";
}
