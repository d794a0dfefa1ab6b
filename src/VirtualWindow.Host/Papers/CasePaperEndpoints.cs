using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Papers;
using VirtualWindow.Domain;
using VirtualWindow.Host.Departments;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;
using VirtualWindow.Signaling.Papers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Host.Papers;

/// <summary>The notices of a case for its clerk and for the authority that handles it.</summary>
internal static class CasePaperEndpoints
{
    public static void MapCasePapers(this IEndpointRouteBuilder endpoints)
    {
        var cases = endpoints.MapGroup("/api/staff/cases/{caseId}/notices").WithTags("department").RequireAuthorization(StaffSetup.DepartmentPolicy);
        cases.MapGet("", async (string caseId, IWindowStore store, ClaimsPrincipal who, CancellationToken ct) =>
            await VisibleAsync(store, caseId, who, ct) is { } id ? Results.Ok(await store.NoticesAsync(id, ct)) : RefusalAnswer.Result(RefusalCodes.NotFound))
            .Produces<NoticeList>().Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404);
        cases.MapGet("/{noticeId}", ReadAsync).Produces(200, contentType: "application/pdf").Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404);
    }

    private static async Task<IResult> ReadAsync(string caseId, string noticeId, IWindowStore store, CasePapers papers, ClaimsPrincipal who, HttpContext http, CancellationToken ct)
    {
        if (await VisibleAsync(store, caseId, who, ct) is not { } id || await store.NoticeAsync(id, noticeId, ct) is not { } notice) return RefusalAnswer.Result(RefusalCodes.NotFound);
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(await papers.ReadAsync(id, notice.File!, notice.Sha256!, ct), "application/pdf", $"{notice.Number}.pdf");
    }

    /// <returns>Null when there is no such case, or it is none of theirs.</returns>
    private static async Task<CaseId?> VisibleAsync(IWindowStore store, string caseId, ClaimsPrincipal who, CancellationToken ct)
    {
        if (CaseId.TryParse(caseId) is not { } id) return null;
        var official = DepartmentOfficial.Of(who);
        var (filed, procedure) = await store.ReadAsync(async (db, stop) => (
            await db.Cases.SingleOrDefaultAsync(row => row.Id == id, stop), await db.Procedures.SingleOrDefaultAsync(row => row.Id == id, stop)), ct);
        if (filed is null) return null;
        var isAuthoritys = procedure is not null && (procedure.Holder == official.Self.Site || procedure.Authority == official.Self.Site) && official.WorksFor(procedure.Department);
        return filed.Clerk == official.Self.Staff || isAuthoritys ? id : null;
    }
}
