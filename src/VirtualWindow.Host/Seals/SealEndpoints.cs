using System.Security.Claims;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Seals;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Seals;

/// <summary>The register for admins: list, ledger, suspend, release, revoke, rules.</summary>
internal static class SealEndpoints
{
    private const int LongestReason = 200, MostUses = 1_000_000, MostNames = 500, LongestName = 32;

    public static void MapSeals(this IEndpointRouteBuilder endpoints)
    {
        var seals = endpoints.MapGroup("/api/admin/seals").WithTags("admin").RequireAuthorization(StaffSetup.AdminPolicy);
        seals.MapGet("", async (SealRegister register, CancellationToken ct) => Results.Ok(await register.ListAsync(ct))).Produces<SealList>().Produces<Refusal>(401).Produces<Refusal>(403);
        seals.MapGet("/{sealId}/ledger", async (string sealId, SealRegister register, CancellationToken ct) => await register.LedgerAsync(sealId, ct) is { } ledger ? Results.Ok(ledger) : RefusalAnswer.Result(RefusalCodes.NotFound))
            .Produces<SealLedgerView>().Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404);
        seals.MapPost("/{sealId}", ActAsync).Changes();
        seals.MapPost("/{sealId}/rules", ChangeRulesAsync).Changes();
    }

    private static void Changes(this RouteHandlerBuilder route) =>
        route.Produces<SealList>().Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404).Produces<Refusal>(409);

    private static async Task<IResult> ActAsync(string sealId, SealActRequest request, SealRegister register, ClaimsPrincipal admin, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason || !Enum.IsDefined(request.Act)
            ? RefusalAnswer.Result(RefusalCodes.BadInput)
            : await AnswerAsync(await register.ActAsync(sealId, request, NumberOf(admin), ct), register, ct);

    private static async Task<IResult> ChangeRulesAsync(string sealId, SealRulesRequest request, SealRegister register, ClaimsPrincipal admin, CancellationToken ct) =>
        request.UsesPerDay is < 0 or > MostUses || !AreNames(request.Staff) || !AreNames(request.Items)
            ? RefusalAnswer.Result(RefusalCodes.BadInput)
            : await AnswerAsync(await register.ChangeRulesAsync(sealId, request, NumberOf(admin), ct), register, ct);

    private static bool AreNames(IReadOnlyList<string> names) =>
        names.Count <= MostNames && names.All(name => name is { Length: > 0 and <= LongestName } && !name.Any(char.IsWhiteSpace));

    private static async Task<IResult> AnswerAsync(Refusal? refusal, SealRegister register, CancellationToken ct) =>
        refusal is null ? Results.Ok(await register.ListAsync(ct)) : RefusalAnswer.Result(refusal);

    private static string NumberOf(ClaimsPrincipal admin) => admin.FindFirstValue(StaffClaims.Number) ?? "?";
}
