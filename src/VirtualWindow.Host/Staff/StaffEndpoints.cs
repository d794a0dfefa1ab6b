using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Host.Web;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Staff;

/// <summary>Sign-in, sign-out and "who am I" of staff.</summary>
internal static partial class StaffEndpoints
{
    private const int LongestUserName = 64, LongestPassword = 128;

    /// <summary>Verified against when the account does not exist, so that the answer takes as long as for one that does.</summary>
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<StaffUser>().HashPassword(new StaffUser(), "nobody"));

    public static void MapStaff(this IEndpointRouteBuilder endpoints)
    {
        var staff = endpoints.MapGroup("/api/staff").WithTags("staff");
        staff.MapPost("/sign-in", SignInAsync).RequireRateLimiting(StaffSetup.SignInRate)
            .Produces<StaffView>().Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(423).Produces<Refusal>(400);
        staff.MapPost("/sign-out", SignOutAsync).Produces(204);
        staff.MapGet("/me", MeAsync).RequireAuthorization().Produces<StaffView>().Produces<Refusal>(401);
    }

    private static async Task<IResult> SignInAsync(
        SignInRequest request, SignInManager<StaffUser> signIn, IWindowStore store, TimeProvider time, ILogger<StaffSeed> log, CancellationToken ct)
    {
        if (request.UserName.Length is 0 or > LongestUserName || request.Password.Length is 0 or > LongestPassword)
            return RefusalAnswer.Result(RefusalCodes.BadInput);
        if (await signIn.UserManager.FindByNameAsync(request.UserName) is not { } user)
        {
            signIn.UserManager.PasswordHasher.VerifyHashedPassword(new StaffUser(), NobodysHash.Value, request.Password);
            UnknownAccount(log);
            return RefusalAnswer.Result(RefusalCodes.SignInFailed);
        }
        if (user.Disabled) return await DisabledAsync(signIn.UserManager, user, request.Password, log);
        var result = await signIn.PasswordSignInAsync(user, request.Password, isPersistent: false, lockoutOnFailure: true);
        if (result.IsLockedOut) LockedOut(log, user.Number);
        else if (!result.Succeeded) WrongPassword(log, user.Number);
        else SignedIn(log, user.Number, user.SiteId);
        if (!result.Succeeded) return RefusalAnswer.Result(result.IsLockedOut ? LockedFor(user.LockoutEnd, time.GetUtcNow()) : Refusals.Of(RefusalCodes.SignInFailed));
        return Results.Ok(await ViewAsync(user, await signIn.UserManager.GetRolesAsync(user), store, ct));
    }

    /// <summary>Only who knows the password learns that the account is disabled.</summary>
    private static async Task<IResult> DisabledAsync(UserManager<StaffUser> users, StaffUser user, string password, ILogger log)
    {
        Disabled(log, user.Number);
        return RefusalAnswer.Result(await users.CheckPasswordAsync(user, password) ? RefusalCodes.AccountDisabled : RefusalCodes.SignInFailed);
    }

    /// <summary>Says how long, and who can shorten it.</summary>
    private static Refusal LockedFor(DateTimeOffset? until, DateTimeOffset now)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling(((until ?? now) - now).TotalMinutes));
        return Refusals.Of(
            RefusalCodes.LockedOut,
            $"多次输错密码，账号已锁定。请 {minutes} 分钟后再试，或请管理员立即解锁。",
            $"Too many wrong passwords: the account is locked. Try again in {minutes} min, or ask the administrator to unlock it now.");
    }

    private static async Task<IResult> SignOutAsync(SignInManager<StaffUser> signIn)
    {
        await signIn.SignOutAsync();
        return Results.NoContent();
    }

    private static async Task<IResult> MeAsync(ClaimsPrincipal principal, UserManager<StaffUser> users, IWindowStore store, CancellationToken ct) =>
        await users.GetUserAsync(principal) is { } user
            ? Results.Ok(await ViewAsync(user, await users.GetRolesAsync(user), store, ct))
            : RefusalAnswer.Result(RefusalCodes.SignInRequired);

    private static async Task<StaffView> ViewAsync(StaffUser user, IList<string> roles, IWindowStore store, CancellationToken ct)
    {
        var siteId = new SiteId(user.SiteId);
        var site = await store.ReadAsync((db, token) => db.Sites.SingleOrDefaultAsync(site => site.Id == siteId, token), ct);
        return new StaffView(user.UserName!, user.DisplayName, user.Number, user.SiteId, site?.Name ?? user.SiteId, [.. roles.Order(StringComparer.Ordinal)]);
    }

    [LoggerMessage(2001, LogLevel.Information, "Staff {StaffNumber} of {SiteId} signed in")]
    private static partial void SignedIn(ILogger log, string staffNumber, string siteId);

    [LoggerMessage(2002, LogLevel.Warning, "Wrong password for staff {StaffNumber}")]
    private static partial void WrongPassword(ILogger log, string staffNumber);

    [LoggerMessage(2003, LogLevel.Warning, "Sign-in to the locked account of staff {StaffNumber}")]
    private static partial void LockedOut(ILogger log, string staffNumber);

    [LoggerMessage(2005, LogLevel.Warning, "Sign-in to the disabled account of staff {StaffNumber}")]
    private static partial void Disabled(ILogger log, string staffNumber);

    // What was typed is not logged: people type passwords into the wrong field.
    [LoggerMessage(2004, LogLevel.Warning, "Sign-in with an account that does not exist")]
    private static partial void UnknownAccount(ILogger log);
}
