using System.Security.Claims;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Host.Web;

namespace VirtualWindow.Host.Staff;

/// <summary>
/// Accounts in the hands of an admin. Every act is in the log with the numbers of both badges and nobody's name; passwords are made here
/// and shown once.
/// </summary>
internal static partial class StaffAdmin
{
    public static void MapStaffAdmin(this IEndpointRouteBuilder endpoints)
    {
        var staff = endpoints.MapGroup("/api/admin/staff").WithTags("admin").RequireAuthorization(StaffSetup.AdminPolicy);
        staff.MapGet("", async (StaffAccounts accounts, CancellationToken ct) => Results.Ok(await accounts.AllAsync(ct))).Refusable<StaffAccountList>();
        staff.MapPost("", AddAsync).Refusable<StaffPassword>().Produces<Refusal>(409);
        staff.MapPost("/{userName}", ChangeAsync).Refusable<Done>().Produces<Refusal>(404).Produces<Refusal>(409);
        staff.MapPost("/{userName}/disable", DisableAsync).Refusable<Done>().Produces<Refusal>(404).Produces<Refusal>(409);
        staff.MapPost("/{userName}/enable", EnableAsync).Refusable<Done>().Produces<Refusal>(404);
        staff.MapPost("/{userName}/password", ResetPasswordAsync).Refusable<StaffPassword>().Produces<Refusal>(404);
    }

    private static RouteHandlerBuilder Refusable<T>(this RouteHandlerBuilder route) =>
        route.Produces<T>().Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(403);

    private static async Task<IResult> AddAsync(StaffAccountRequest request, StaffAccounts accounts, ClaimsPrincipal admin, ILogger<StaffAccounts> log, CancellationToken ct)
    {
        var password = StaffPasswords.Make();
        var refusal = await accounts.AddAsync(StaffPerson.From(request), accounts.Hash(password), ct);
        if (refusal is null) Added(log, NumberOf(admin), request.Number, request.Role, request.SiteId);
        return refusal is null ? Results.Ok(new StaffPassword(request.UserName, password)) : RefusalAnswer.Result(refusal);
    }

    private static async Task<IResult> ChangeAsync(
        string userName, StaffAccountRequest request, StaffAccounts accounts, ClaimsPrincipal admin, ILogger<StaffAccounts> log, CancellationToken ct)
    {
        var refusal = await accounts.ChangeAsync(StaffPerson.From(request) with { UserName = userName }, ct);
        if (refusal is null) Changed(log, NumberOf(admin), request.Number, request.Role, request.SiteId);
        return Answer(refusal);
    }

    private static async Task<IResult> DisableAsync(string userName, StaffAccounts accounts, ClaimsPrincipal admin, ILogger<StaffAccounts> log, CancellationToken ct) =>
        Answer(await DoneAsync(accounts.DisableAsync(userName, ct), log, admin, "disabled", userName));

    private static async Task<IResult> EnableAsync(string userName, StaffAccounts accounts, ClaimsPrincipal admin, ILogger<StaffAccounts> log, CancellationToken ct) =>
        Answer(await DoneAsync(accounts.EnableAsync(userName, ct), log, admin, "enabled", userName));

    private static async Task<IResult> ResetPasswordAsync(string userName, StaffAccounts accounts, ClaimsPrincipal admin, ILogger<StaffAccounts> log, CancellationToken ct)
    {
        var password = StaffPasswords.Make();
        var refusal = await DoneAsync(accounts.SetPasswordAsync(userName, accounts.Hash(password), ct), log, admin, "gave a new password to", userName);
        return refusal is null ? Results.Ok(new StaffPassword(userName, password)) : RefusalAnswer.Result(refusal);
    }

    private static async Task<Refusal?> DoneAsync(Task<Refusal?> act, ILogger log, ClaimsPrincipal admin, string what, string userName)
    {
        var refusal = await act;
        if (refusal is null) Acted(log, NumberOf(admin), what, userName);
        else Refused(log, NumberOf(admin), refusal.Code);
        return refusal;
    }

    private static IResult Answer(Refusal? refusal) => refusal is null ? Results.Ok(Done.Instance) : RefusalAnswer.Result(refusal);

    private static string NumberOf(ClaimsPrincipal admin) => admin.FindFirstValue(StaffClaims.Number) ?? "";

    [LoggerMessage(2011, LogLevel.Information, "Admin {AdminNumber} added staff {StaffNumber} as {Role} at {SiteId}")]
    private static partial void Added(ILogger log, string adminNumber, string staffNumber, string role, string siteId);

    [LoggerMessage(2012, LogLevel.Information, "Admin {AdminNumber} changed staff {StaffNumber} to {Role} at {SiteId}")]
    private static partial void Changed(ILogger log, string adminNumber, string staffNumber, string role, string siteId);

    [LoggerMessage(2013, LogLevel.Information, "Admin {AdminNumber} {Act} the account {UserName}")]
    private static partial void Acted(ILogger log, string adminNumber, string act, string userName);

    [LoggerMessage(2014, LogLevel.Warning, "Admin {AdminNumber} was refused: {Code}")]
    private static partial void Refused(ILogger log, string adminNumber, string code);
}
