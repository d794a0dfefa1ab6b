using System.Security.Claims;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Departments;
using VirtualWindow.Domain;
using VirtualWindow.Host.Reviews;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Departments;

/// <summary>The department's page: what is to be reviewed and decided, by whom and until when. Every act is in the case's own record.</summary>
internal static partial class DepartmentEndpoints
{
    public static void AddDepartments(this IServiceCollection services)
    {
        services.AddSingleton<ProcedureReader>();
        services.AddSingleton<ActOnProcedure>();
        services.AddSingleton<LinkCase>();
        services.AddSingleton<ReviewDesk>();
    }

    public static void MapDepartments(this IEndpointRouteBuilder endpoints)
    {
        var cases = endpoints.MapGroup("/api/department/cases").WithTags("department").RequireAuthorization(StaffSetup.DepartmentPolicy);
        cases.MapGet("", async (ProcedureReader reader, ClaimsPrincipal who, CancellationToken ct) =>
            Results.Ok(await reader.ListAsync(DepartmentOfficial.Of(who), ct))).Produces<ProcedureList>().Produces<Refusal>(401).Produces<Refusal>(403);
        cases.MapGet("/{caseId}", FindAsync).Answers();
        cases.MapPost("/{caseId}", ActAsync).Answers().Produces<Refusal>(400).Produces<Refusal>(409);
        cases.MapPost("/{caseId}/links", LinkAsync).Answers().Produces<Refusal>(409);
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder route) =>
        route.Produces<ProcedureDetails>().Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404);

    private static Task<IResult> FindAsync(string caseId, ProcedureReader reader, ClaimsPrincipal who, CancellationToken ct) =>
        DetailsAsync(caseId, (_, _) => Task.FromResult<Refusal?>(null), reader, who, ct);

    private static Task<IResult> ActAsync(
        string caseId, ProcedureActRequest request, ActOnProcedure act, ProcedureReader reader, ClaimsPrincipal who, ILogger<ActOnProcedure> log, CancellationToken ct) =>
        DetailsAsync(caseId, async (id, official) =>
        {
            var refusal = await act.HandleAsync(id, request, official, ct);
            if (refusal is null) Acted(log, official.Self.Number, request.Act, id);
            return refusal;
        }, reader, who, ct);

    private static Task<IResult> LinkAsync(
        string caseId, LinkCaseRequest request, LinkCase link, ProcedureReader reader, ClaimsPrincipal who, CancellationToken ct) =>
        DetailsAsync(caseId, (id, official) => link.HandleAsync(id, request, official, ct), reader, who, ct);

    /// <summary>Does what is asked and answers with the case as it is then.</summary>
    private static async Task<IResult> DetailsAsync(
        string caseId, Func<CaseId, DepartmentOfficial, Task<Refusal?>> act, ProcedureReader reader, ClaimsPrincipal who, CancellationToken ct)
    {
        if (CaseId.TryParse(caseId) is not { } id) return RefusalAnswer.Result(RefusalCodes.NotFound);
        var official = DepartmentOfficial.Of(who);
        if (await reader.FindAsync(id, official, ct) is null) return RefusalAnswer.Result(RefusalCodes.NotFound);
        if (await act(id, official) is { } refusal) return RefusalAnswer.Result(refusal);
        return Results.Ok(await reader.FindAsync(id, official, ct));
    }

    [LoggerMessage(2101, LogLevel.Information, "Official {StaffNumber}: {Act} on case {CaseId}")]
    private static partial void Acted(ILogger log, string staffNumber, ProcedureAct act, CaseId caseId);
}
