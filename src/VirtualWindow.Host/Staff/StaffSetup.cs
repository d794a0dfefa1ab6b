using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Host.Web;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Staff;

/// <summary>Staff accounts: ASP.NET Core Identity on the hall's own database, a cookie that only this host and only HTTPS carries.</summary>
internal static class StaffSetup
{
    public const string AdminPolicy = "admin";
    public const string DepartmentPolicy = "department";
    public const string ReviewPolicy = "review";
    public const string SignInRate = "sign-in";

    public static void AddStaff(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<StaffOptions>().Bind(builder.Configuration.GetSection(StaffOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SeedOptions>().Bind(builder.Configuration.GetSection(SeedOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        var staff = builder.Configuration.GetSection(StaffOptions.Section).Get<StaffOptions>() ?? new StaffOptions();
        services.AddIdentityCore<StaffUser>(identity => ConfigureIdentity(identity, staff)).AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<WindowDb>().AddSignInManager().AddClaimsPrincipalFactory<StaffClaimsFactory>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie => ConfigureCookie(cookie, staff, ServesHttps(builder)));
        services.AddAuthorizationBuilder().AddPolicy(AdminPolicy, policy => policy.RequireRole(StaffRoles.Admin))
            .AddPolicy(ReviewPolicy, policy => policy.RequireRole(StaffRoles.Clerk, StaffRoles.Supervisor, StaffRoles.Admin))
            .AddPolicy(DepartmentPolicy, policy => policy.RequireRole(StaffRoles.Clerk, StaffRoles.Reviewer, StaffRoles.Supervisor));
        services.AddRateLimiter(limits => ConfigureRate(limits, staff));
        services.AddScoped<StaffAccounts>();
        services.AddSingleton<StaffSeed>();
        services.AddHostedService(provider => provider.GetRequiredService<StaffSeed>());
    }

    private static void ConfigureIdentity(IdentityOptions identity, StaffOptions staff)
    {
        identity.Lockout.MaxFailedAccessAttempts = staff.LockoutAfterFailures;
        identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(staff.LockoutMinutes);
        // Length is what counts; rules of composition only make people write passwords down (NIST SP 800-63B §3.1.1.2).
        identity.Password.RequiredLength = StaffPasswords.ShortestCharacters;
        identity.Password.RequireDigit = identity.Password.RequireLowercase = false;
        identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options, StaffOptions staff, bool secure)
    {
        options.Cookie.Name = secure ? "__Host-vw-staff" : "vw-staff";
        options.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = TimeSpan.FromHours(staff.SessionHours);
        options.SlidingExpiration = true;
        // Pages are static and ask the API; an API says no instead of sending a browser elsewhere.
        options.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = RecallAsync;
    }

    /// <summary>Asked at every request, and not twice an hour as by default: a disabled account is out at once, in every process.</summary>
    private static async Task RecallAsync(CookieValidatePrincipalContext context)
    {
        var signIn = context.HttpContext.RequestServices.GetRequiredService<SignInManager<StaffUser>>();
        if (await signIn.ValidateSecurityStampAsync(context.Principal) is not null) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Only a plain-HTTP trial on the developer's machine does without.</summary>
    private static bool ServesHttps(WebApplicationBuilder builder) => !builder.Environment.IsDevelopment()
        || (builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey) ?? "").Contains("https://", StringComparison.OrdinalIgnoreCase);

    private static void ConfigureRate(RateLimiterOptions limits, StaffOptions staff)
    {
        limits.AddPolicy(SignInRate, context => RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = staff.SignInsPerMinutePerAddress,
            TokensPerPeriod = staff.SignInsPerMinutePerAddress,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        }));
        limits.OnRejected = async (rejected, _) => await RefusalAnswer.WriteAsync(rejected.HttpContext, Refusals.Of(RefusalCodes.TooOften));
    }
}
